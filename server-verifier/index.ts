/** The front door of the verifier: sell any resource over HTTP 402. Adapters for servers and frameworks are entries of their own. */

export type { Asset } from '../src/assets.js';
export { isX402Error, X402Error, type X402ErrorCode } from '../src/errors.js';
export type { Network } from '../src/networks.js';
export type { Recover } from '../src/stacks.js';
export type { Admission, PaidAccess } from './admit.js';
export type { Description } from './bazaar.js';
export type {
  BroadcastOutcome,
  ChainClient,
  ChainClientOptions,
  ChainTransaction,
  NodeAddress,
  TransactionSlot,
  TransactionStatus,
  TransferEvent,
} from './chain-client.js';
export type { AccessRecords, BoughtAccess, ClaimStore, HoldOutcome, HoldRequest, SettlementState } from './claims.js';
export type { KeyOptions } from './content-key.js';
export type { CorsOptions } from './cors.js';
export type { VerifierEvent, VerifierEventListener } from './events.js';
export type { Finality } from './finality.js';
export { createMemoryClaims, type MemoryClaimsOptions } from './memory-claims.js';
export { createChainClient } from './node-pool.js';
export type { PageOptions, PageRenderer, PageView } from './page.js';
export type { Sleep } from './patience.js';
export type { PaidHandler, Protection, VerifiedPayment } from './protect.js';
export { pickRecover, type RecoverEngine, type RecoverName } from './recover.js';
export type { FacilitatorAccess } from './remote-facilitator.js';
export type { VerifierConfig } from './settings.js';
export type { SignInTerms } from './sign-in-terms.js';
export type { PassTerms, Terms } from './terms.js';
export { createVerifier, type Verifier } from './verifier.js';

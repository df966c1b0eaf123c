/** The front door of the core: everything but signing (`x402pay/key-payer`) and the Stacks codec (`x402pay/stacks`). */

export {
  type AccountHistory,
  type AccountHistoryOptions,
  createAccountHistory,
  type SentTransaction,
} from './account-history.js';
export { type Asset, assetsOf, findAsset } from './assets.js';
export { didOfKey, keyOfDid } from './did-key.js';
export {
  isWireErrorCode,
  isX402Error,
  type LocalErrorCode,
  type OfferRefusal,
  WIRE_STATUS,
  type WireErrorCode,
  X402Error,
  type X402ErrorCode,
  type X402ErrorFields,
} from './errors.js';
export { decodePaymentPayload, decodePaymentRequired, decodeSettlementResponse, encodeHeader } from './header.js';
export { isOfferToken } from './lib/offer-token.js';
export { memoOfOffer } from './memo.js';
export { formatDecimalAmount, parseAtomicAmount, parseDecimalAmount } from './money.js';
export { isNetwork, type Network, type NetworkInfo, networkInfo } from './networks.js';
export {
  type AccountNonces,
  createNodeReader,
  type NodeReader,
  type NodeReaderOptions,
} from './node-reader.js';
export type { Payer, PaymentOrder, PaymentStep, PayOptions, SignedPayment } from './payer.js';
export {
  type Fetch,
  type MessageSigner,
  type PayingFetchOptions,
  type PaymentEvent,
  payingFetch,
  settlementOf,
} from './paying-fetch.js';
export {
  memoryPasses,
  memoryPendingPayments,
  type Passes,
  type PendingPayment,
  type PendingPayments,
  type StoredPass,
} from './pending.js';
export { type ReadOffer, readOffer } from './read-offer.js';
export {
  OFFER_RECEIPT,
  type Receipt,
  readReceipt,
  receiptIn,
  type UnverifiedReceipt,
  type VerifyReceiptOptions,
  verifyReceipt,
} from './receipt.js';
export { checkPolicy, chooseOffer, type PaymentPolicy } from './select.js';
export {
  decodeSignIn,
  encodeSignIn,
  readSignInChallenge,
  SIGN_IN_HEADER,
  SIGN_IN_WITH_X,
  type SignedChallenge,
  type SignIn,
  type SignInChallenge,
  type SignInInfo,
  type SignInScheme,
  signInMessage,
} from './sign-in.js';
export { checkSignInSignature, signInHash, signInStructure } from './sign-in-signature.js';
export {
  createSpendingBudget,
  type SpendingBudget,
  type SpendingBudgetOptions,
  type SpendingLimits,
  type SpendingStore,
} from './spending-budget.js';
export {
  decodePaymentPayloadV1,
  type PaymentPayloadV1,
  type PaymentRequiredV1,
  type PaymentRequirementsV1,
  paymentRequiredV1,
  type StacksTermsV1,
  settlementResponseV1,
} from './v1.js';
export {
  type ExactStacksPayload,
  HEADER,
  type Json,
  type Offer,
  type OfferExtra,
  type PaymentPayload,
  type PaymentRequired,
  type PaymentRequirements,
  type ResourceInfo,
  type SettlementResponse,
} from './wire.js';

/** The verifier's configuration: what a person writes, and its checked form. */

import type { AccountHistory } from '../src/account-history.js';
import type { Asset } from '../src/assets.js';
import { isNetwork, type Network, networkInfo } from '../src/networks.js';
import type { Recover } from '../src/stacks.js';
import { accountList, isOwnClient, type ListSent } from './account-list.js';
import type { ChainClient, ChainClientOptions } from './chain-client.js';
import type { ClaimStore } from './claims.js';
import { checkNames, checkPrincipal, refuseConfiguration as refuse } from './configuration.js';
import { type CorsOptions, type CorsPolicy, corsPolicy } from './cors.js';
import type { VerifierEvent, VerifierEventListener } from './events.js';
import type { InFlightTools } from './in-flight.js';
import { NO_CHAIN } from './no-chain.js';
import {
  chainOf,
  checkedAssets,
  checkedClaims,
  checkedSecrets,
  defaultSleep,
  quietly,
  recoverOf,
  wholeNumber,
} from './options.js';
import { type PageOptions, type PageRenderer, pageRenderer } from './page.js';
import type { Sleep } from './patience.js';
import { Payees } from './payees.js';
import type { RecoverName } from './recover.js';
import { type FacilitatorAccess, RemoteFacilitator } from './remote-facilitator.js';
import { deriveKey } from './secret.js';

/** What `createVerifier` takes. */
export interface VerifierConfig {
  /** `stacks:1`, or `stacks:2147483648` for testnet and the embedded chain. */
  readonly network: Network;
  /** Who is paid unless the terms say otherwise: an account, or a contract. */
  readonly payTo: string;
  /** At least 32 bytes that nobody can guess, like the output of `openssl rand -base64 32`. Signs offers and passes. */
  readonly secret: string | Uint8Array;
  /** Earlier secrets: their offers and passes stay good, new ones are made with `secret`. Leave one out to revoke all that it signed. */
  readonly previousSecrets?: readonly (string | Uint8Array)[];
  /** Where the resources are seen by clients, like `https://blog.example`. The `Host` header is never asked. */
  readonly origin: string;
  /** Nodes to ask, or a client of your own. Default: the network's public API, which is slow without an API key. */
  readonly chain?: ChainClient | ChainClientOptions;
  /** Where the transactions of an account are listed, for `signIn: { proof: 'payee' }`. Default: the API of the nodes in `chain`. */
  readonly history?: Pick<AccountHistory, 'sent'>;
  /**
   * Somebody else's facilitator, which then sends payments to the chain. Checks 1 to 9 stay here. With `chain`, its word is checked on the chain, too;
   * without, it is believed, `claims` are needed, and only payments that are bound to their offer are taken, as signed transactions.
   */
  readonly facilitator?: FacilitatorAccess;
  /** Record of used payments. Needed for `access: "once"`, for x402 version 1, and for payments of clients that do not bind them. */
  readonly claims?: ClaimStore;
  /** Further tokens that may be priced. One with a known symbol replaces the known one. */
  readonly assets?: readonly Asset[];
  /** Engine for signatures: a name, or a function of your own. Default `auto`: WebAssembly where it runs, else JavaScript. */
  readonly recover?: 'auto' | RecoverName | Recover;
  /** Cross-origin rules; `false` when another layer sets them. Default: every origin may ask, without cookies. */
  readonly cors?: CorsOptions | false;
  /** The page that a browser gets instead of JSON; `false` for JSON always. */
  readonly page?: PageOptions | PageRenderer | false;
  /** Seconds that a request waits for its settlement before it is told to come back. Default 3. */
  readonly waitSeconds?: number;
  /** Most settlements at a time in this process; one more is refused with 503. Default 256. */
  readonly maxSettlements?: number;
  /** Seconds for which a claim is held without a sign of life: after a crash the payer can come back that much later. Renewed while the handler runs, for up to an hour. Default 120. */
  readonly leaseSeconds?: number;
  /** Gets facts for logs and metrics, without secrets. */
  readonly onEvent?: VerifierEventListener;
  /** Unix time in milliseconds. Default `Date.now`. */
  readonly clock?: () => number;
  /** Waits. After `signal` is aborted, nobody waits any more. Default: a timer. */
  readonly sleep?: Sleep;
  /** Fills with random bytes. Default: the platform's generator. */
  readonly random?: (bytes: Uint8Array) => Uint8Array;
  /** Transport to the nodes. Default: the platform's. */
  readonly fetch?: typeof fetch;
}

/** Checked configuration. */
export interface Settings {
  readonly network: Network;
  readonly payTo: string;
  readonly origin: string;
  readonly offerKeys: readonly Uint8Array[];
  readonly passKeys: readonly Uint8Array[];
  /** From which the keys of sealed content are derived. */
  readonly contentKeys: readonly Uint8Array[];
  /** For the nonces of proofs. */
  readonly proofKeys: readonly Uint8Array[];
  /** For the nonces of sign-ins. */
  readonly signInKeys: readonly Uint8Array[];
  /** Of the key that signs receipts and offers. */
  readonly receiptKey: Uint8Array;
  readonly history: ListSent | undefined;
  /** What the payees of all routes are paid for. */
  readonly payees: Payees;
  readonly chain: ChainClient;
  readonly claims: ClaimStore | undefined;
  readonly facilitator?: RemoteFacilitator | undefined;
  readonly assets: readonly Asset[];
  readonly recover: () => Promise<Recover>;
  readonly cors: CorsPolicy;
  readonly page: PageRenderer | undefined;
  readonly waitSeconds: number;
  readonly maxSettlements: number;
  readonly leaseSeconds: number;
  readonly emit: (event: VerifierEvent) => void;
  /** Unix milliseconds. */
  readonly clock: () => number;
  readonly sleep: Sleep;
  readonly random: (bytes: Uint8Array) => Uint8Array;
}

/** What checking and settling one payment needs, whoever asks for it: a route of a verifier, or a facilitator's caller. */
export type SettlementSettings = Pick<
  Settings,
  | 'network'
  | 'chain'
  | 'claims'
  | 'facilitator'
  | 'recover'
  | 'waitSeconds'
  | 'leaseSeconds'
  | 'emit'
  | 'clock'
  | 'sleep'
  | 'random'
>;

const OPTIONS: readonly string[] = [
  'network',
  'payTo',
  'secret',
  'previousSecrets',
  'origin',
  'chain',
  'history',
  'claims',
  'facilitator',
  'assets',
  'recover',
  'cors',
  'page',
  'waitSeconds',
  'maxSettlements',
  'leaseSeconds',
  'onEvent',
  'clock',
  'sleep',
  'random',
  'fetch',
];

/**
 * Checks a configuration.
 *
 * @throws `invalid_configuration` with the `field` that is wrong and what to write instead
 */
export function settingsOf(config: VerifierConfig): Settings {
  checkNames('an option', config, OPTIONS);
  if (typeof config.network !== 'string' || !isNetwork(config.network)) {
    refuse('network', 'network is "stacks:1" (mainnet) or "stacks:2147483648" (testnet and the embedded chain).');
  }
  checkPrincipal('payTo', config.payTo, config.network);
  const secrets = checkedSecrets(config.secret, config.previousSecrets);
  const clock = config.clock ?? Date.now;
  const sleep = config.sleep ?? defaultSleep;
  const isAlone = config.facilitator !== undefined && config.chain === undefined;
  return {
    network: config.network,
    payTo: config.payTo,
    origin: checkedOrigin(config.origin),
    offerKeys: secrets.map((secret) => deriveKey(secret, 'offer', config.network)),
    passKeys: secrets.map((secret) => deriveKey(secret, 'pass', config.network)),
    contentKeys: secrets.map((secret) => deriveKey(secret, 'content', config.network)),
    proofKeys: secrets.map((secret) => deriveKey(secret, 'proof', config.network)),
    signInKeys: secrets.map((secret) => deriveKey(secret, 'sign-in', config.network)),
    receiptKey: deriveKey(secrets[0] as Uint8Array, 'receipt', config.network),
    history: historyOf(config),
    payees: new Payees(),
    chain: isAlone ? NO_CHAIN : chainOf(config.chain, config.network, { fetch: config.fetch, clock, sleep }),
    claims: checkedClaims(config.claims),
    facilitator: facilitatorOf(config, isAlone, { clock, sleep }),
    assets: checkedAssets(config.assets, config.network),
    recover: recoverOf(config.recover),
    cors: corsPolicy(config.cors),
    page: pageRenderer(config.page),
    waitSeconds: wholeNumber('waitSeconds', config.waitSeconds, 3, 1, 60),
    maxSettlements: wholeNumber('maxSettlements', config.maxSettlements, 256, 1, 100_000),
    leaseSeconds: wholeNumber('leaseSeconds', config.leaseSeconds, 120, 10, 86_400),
    emit: quietly(config.onEvent),
    clock,
    sleep,
    random: config.random ?? ((bytes) => crypto.getRandomValues(bytes)),
  };
}

function historyOf({ history, chain, network, fetch }: VerifierConfig): ListSent | undefined {
  if (history !== undefined) {
    if (typeof history?.sent !== 'function')
      refuse('history', 'history is an AccountHistory, like createAccountHistory({ url }).');
    return (address) => history.sent(address);
  }
  if (!isOwnClient(chain)) return undefined;
  // Options of nodes are judged with the chain client, and few verifiers need a list.
  let list: ListSent | undefined;
  return (address) => {
    list ??= accountList({ ...(fetch && { fetch }), ...chain }, networkInfo(network).nodeUrl);
    return list(address);
  };
}

function facilitatorOf(config: VerifierConfig, isAlone: boolean, tools: InFlightTools): RemoteFacilitator | undefined {
  if (config.facilitator === undefined) return undefined;
  if (isAlone && config.claims === undefined) {
    refuse('facilitator', 'A facilitator without a node of your own needs a claim store: add claims, or chain.');
  }
  const emit = quietly(config.onEvent);
  const complain = (cause: unknown) => emit({ type: 'internal_error', resource: `${config.origin}/`, cause });
  return new RemoteFacilitator(config.facilitator, config.network, isAlone, config.fetch, tools, complain);
}

function checkedOrigin(origin: unknown): string {
  const message =
    'origin is where clients see the resources, without a path: "https://blog.example" or "http://localhost:4020".';
  try {
    const url = new URL(origin as string);
    if (/^https?:$/.test(url.protocol) && url.origin === origin) return url.origin;
  } catch {
    // Falls through to the one message.
  }
  return refuse('origin', message);
}

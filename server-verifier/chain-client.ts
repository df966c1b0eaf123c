/** Our view of Stacks nodes. PROTOCOL section 8. */

/** What became of a transaction. `not_found` soon after a broadcast, `pending` and `dropped` are not final; only a canonical `success` or `aborted` is. */
export type TransactionStatus = 'not_found' | 'pending' | 'dropped' | 'success' | 'aborted';

/** A transfer of one asset that the chain recorded. Amounts are atomic. */
export interface TransferEvent {
  /** `STX` or the contract id. */
  readonly asset: string;
  /** The token's name, as in `contract::name`; undefined for STX. */
  readonly tokenName?: string;
  readonly sender: string;
  readonly recipient: string;
  readonly amount: bigint;
}

export interface ChainTransaction {
  readonly status: TransactionStatus;
  readonly txid: string;
  /** Burn block height of the block it is in. */
  readonly burnBlockHeight?: number;
  /** Time of the block it is in, Unix seconds. */
  readonly blockTime?: number;
  /** Why it was aborted or dropped, in the node's words, for messages. */
  readonly result?: string;
}

export type BroadcastOutcome =
  /** The node says that it has the transaction. Not yet a proof that it will be mined. */
  | { readonly status: 'accepted' }
  /** The node refused it, for good or because of its own state. `reason` is the node's word, an open set. */
  | { readonly status: 'rejected'; readonly reason: string; readonly expected?: bigint; readonly actual?: bigint }
  /** No answer: it may or may not have arrived. */
  | { readonly status: 'unknown' }
  /** No node has looked at it: it did not arrive. */
  | { readonly status: 'unsent' };

/** The account's transaction that is asked about. */
export interface TransactionSlot {
  readonly txid: string;
  /** Address of the origin. */
  readonly payer: string;
  readonly nonce: bigint;
}

/** All methods throw `X402Error('node_unreachable')` when no node answers, except `broadcast`, which answers `unknown`. */
export interface ChainClient {
  broadcast(transaction: Uint8Array, txid: string): Promise<BroadcastOutcome>;
  transaction(txid: string): Promise<ChainTransaction>;
  /** Transfers that a mined transaction made. */
  transfers(txid: string): Promise<readonly TransferEvent[]>;
  /** The raw transaction, pending or mined; `undefined` when no node has it. Its id is checked. */
  rawTransaction(txid: string): Promise<Uint8Array | undefined>;
  /** Next nonce and STX balance (atomic) of an account, from the node itself. */
  account(address: string): Promise<{ readonly nonce: bigint; readonly balance: bigint }>;
  /**
   * True when it is proved that the transaction can never be mined: one and the same index has executed its nonce, and does not have it. False when that is
   * not proved; a node that lags proves nothing.
   */
  isReplaced(slot: TransactionSlot): Promise<boolean>;
  /**
   * True when an index says that nothing stands before the transaction: its nonce is not executed, and each earlier one of the account is, or waits in the mempool.
   * False otherwise: behind a nonce that is missing it waits for good.
   */
  isInLine(slot: TransactionSlot): Promise<boolean>;
  burnBlockHeight(): Promise<number>;
}

/** A node with its own key. */
export interface NodeAddress {
  readonly url: string;
  readonly apiKey?: string;
}

/** How to reach the nodes. */
export interface ChainClientOptions {
  /** The one node, with the API in front of it, like `https://api.hiro.so`. */
  readonly url?: string;
  /** Several nodes instead, best first. The next one is asked when one does not answer. */
  readonly urls?: readonly (string | NodeAddress)[];
  /** Sent as `x-api-key` to every node that has no key of its own. Without one, public nodes allow about 25 requests a minute. */
  readonly apiKey?: string;
  /** Longest wait for one answer. Default 5000. */
  readonly timeoutMilliseconds?: number;
  /** How often all nodes are tried for one question. Default 2. */
  readonly rounds?: number;
  /** Transport. Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** Unix milliseconds. Default `Date.now`. */
  readonly clock?: () => number;
  /** Waits between rounds. Default: a timer. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 to 1, spreads the waits. Default `Math.random`. */
  readonly jitter?: () => number;
}

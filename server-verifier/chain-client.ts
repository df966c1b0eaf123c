/** Our view of a Stacks node. PROTOCOL section 8. */

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
  /** Result of the call as Clarity text, for messages. */
  readonly result?: string;
}

export type BroadcastOutcome =
  /** The node says that it has the transaction. Not yet a proof that it will be mined. */
  | { readonly status: 'accepted' }
  /** The node refused it, for good or because of its own state. `reason` is the node's word, an open set. */
  | { readonly status: 'rejected'; readonly reason: string; readonly expected?: bigint; readonly actual?: bigint }
  /** No answer: it may or may not have arrived. */
  | { readonly status: 'unknown' };

/** All methods throw `X402Error('node_unreachable')` when no node answers, except `broadcast`, which answers `unknown`. */
export interface ChainClient {
  broadcast(transaction: Uint8Array, txid: string): Promise<BroadcastOutcome>;
  transaction(txid: string): Promise<ChainTransaction>;
  /** Transfers that a mined transaction made. */
  transfers(txid: string): Promise<readonly TransferEvent[]>;
  /** The raw transaction, pending or mined; `undefined` when no node has it. */
  rawTransaction(txid: string): Promise<Uint8Array | undefined>;
  /** Next nonce and STX balance (atomic) of an account, from the node itself. */
  account(address: string): Promise<{ readonly nonce: bigint; readonly balance: bigint }>;
  burnBlockHeight(): Promise<number>;
}

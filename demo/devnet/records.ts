/** What the embedded chain remembers: transactions with what became of them, blocks, contracts. */

import type { ClarityAbi } from '@stacks/transactions';
import type { SignedTransaction } from './transactions.js';
import type { VmEvent } from './vm.js';

/** The API's words for what became of a transaction. */
export type Status =
  | 'pending'
  | 'success'
  | 'abort_by_response'
  | 'abort_by_post_condition'
  | 'dropped_replace_by_fee'
  | 'dropped_problematic';

export interface TransactionRecord {
  readonly transaction: SignedTransaction;
  readonly receivedSeconds: number;
  readonly receivedHeight: number;
  status: Status;
  replacedBy?: string;
  mined?: MinedFacts;
}

export interface MinedFacts {
  readonly block: Block;
  /** Clarity value in hex, `0x…`. */
  readonly result: string;
  /** Empty unless the transaction succeeded. */
  readonly events: readonly VmEvent[];
  /** The VM's or the post-condition's words about an abort. */
  readonly vmError: string | null;
}

export interface BurnBlock {
  readonly height: number;
  readonly hash: string;
  readonly timeSeconds: number;
}

export interface Block {
  readonly height: number;
  readonly hash: string;
  readonly parentHash: string;
  readonly indexHash: string;
  readonly parentIndexHash: string;
  readonly timeSeconds: number;
  readonly burn: BurnBlock;
  readonly txids: readonly string[];
}

export interface ContractRecord {
  readonly id: string;
  readonly source: string;
  readonly clarityVersion: number;
  readonly abi: ClarityAbi;
  readonly blockHeight: number;
  /** Empty for what the chain started with. */
  readonly txid: string;
}

/** Transactions that wait for a block: replace-by-fee, nonces in order, bounded. */

import { Rejection } from './rejections.js';
import type { SignedTransaction } from './transactions.js';

/** stacks-core's `MAXIMUM_MEMPOOL_TX_CHAINING`: how far ahead of an account's nonce a transaction may be. */
export const CHAINING_LIMIT = 25n;

/** So that a runaway program fills no memory. */
const CAPACITY = 10_000;

export class Mempool {
  /** In order of arrival. */
  readonly #waiting = new Map<string, SignedTransaction>();
  /** The one that is being executed right now: too late to replace it. */
  inBlock: string | undefined;
  readonly #capacity: number;

  /** @param capacity more transactions than this are refused */
  constructor(capacity: number = CAPACITY) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#waiting.size;
  }

  has(txid: string): boolean {
    return this.#waiting.has(txid);
  }

  all(): readonly SignedTransaction[] {
    return [...this.#waiting.values()];
  }

  /** Those in which the account spends a nonce, as origin or as sponsor. */
  of(address: string): readonly SignedTransaction[] {
    return this.all().filter((transaction) => nonceOf(transaction, address) !== undefined);
  }

  /**
   * Adds a transaction that may be admitted.
   *
   * @returns the transactions that it replaces: same nonce of the origin or sponsor, lower fee
   * @throws {@link Rejection} `ConflictingNonceInMempool` when the fee is not strictly higher, or the other is being mined
   */
  add(transaction: SignedTransaction): readonly SignedTransaction[] {
    const rivals = this.all().filter((other) => conflict(other, transaction));
    if (rivals.some(({ txid, fee }) => transaction.fee <= fee || txid === this.inBlock))
      throw new Rejection('ConflictingNonceInMempool');
    if (this.size - rivals.length >= this.#capacity) {
      throw new Rejection('ServerFailureOther', { message: 'The mempool is full.' });
    }
    for (const rival of rivals) this.remove(rival.txid);
    this.#waiting.set(transaction.txid, transaction);
    return rivals;
  }

  remove(txid: string): void {
    this.#waiting.delete(txid);
  }

  clear(): void {
    this.#waiting.clear();
  }

  /** Puts them into the opposite order of arrival. */
  reverse(): void {
    const reversed = [...this.#waiting].reverse();
    this.#waiting.clear();
    for (const [txid, transaction] of reversed) this.#waiting.set(txid, transaction);
  }
}

function conflict(one: SignedTransaction, other: SignedTransaction): boolean {
  return (
    nonceOf(one, other.origin.address) === other.origin.nonce ||
    (other.sponsor !== undefined && nonceOf(one, other.sponsor.address) === other.sponsor.nonce)
  );
}

function nonceOf(transaction: SignedTransaction, address: string): bigint | undefined {
  if (transaction.origin.address === address) return transaction.origin.nonce;
  if (transaction.sponsor?.address === address) return transaction.sponsor.nonce;
  return undefined;
}

/** Bought accesses in the memory of one process. */

import type { AccessRecords, BoughtAccess } from './claims.js';

interface Kept extends BoughtAccess {
  readonly until: number;
}

/** Nothing awaits between reading and writing, so every method is atomic within the process. */
export class MemoryAccesses implements AccessRecords {
  readonly #most: number;
  /** Unix milliseconds. */
  readonly #clock: () => number;
  readonly #byKey = new Map<string, Kept>();

  constructor(most: number, clock: () => number) {
    this.#most = most;
    this.#clock = clock;
  }

  async remember(key: string, { txid, endsAt }: BoughtAccess, retainSeconds: number): Promise<void> {
    const known = this.#find(key);
    if (known && known.endsAt >= endsAt) return;
    this.#byKey.delete(key);
    // The oldest one may go: whoever paid for it has a pass, and the payment.
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size >= this.#most && oldest !== undefined) this.#byKey.delete(oldest);
    this.#byKey.set(key, { txid, endsAt, until: this.#clock() + 1000 * retainSeconds });
  }

  async recall(key: string): Promise<BoughtAccess | undefined> {
    const kept = this.#find(key);
    return kept && { txid: kept.txid, endsAt: kept.endsAt };
  }

  #find(key: string): Kept | undefined {
    const kept = this.#byKey.get(key);
    if (!kept) return undefined;
    if (kept.until > this.#clock()) return kept;
    this.#byKey.delete(key);
    return undefined;
  }
}

/** When blocks are made: at once, some time after a transaction arrives, or by hand. */

import type { Chain } from './chain.js';
import type { Faults } from './faults.js';

/** Milliseconds from the first waiting transaction to its block; 0 mines before the broadcast is answered; `manual` waits for `mine`. */
export type BlockMilliseconds = number | 'manual';

export class Miner {
  readonly #chain: Chain;
  readonly #faults: Faults;
  readonly #log: (line: string) => void;
  #blockMilliseconds: BlockMilliseconds;
  #timer: NodeJS.Timeout | undefined;
  #burnTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(chain: Chain, faults: Faults, blockMilliseconds: BlockMilliseconds, log: (line: string) => void) {
    this.#chain = chain;
    this.#faults = faults;
    this.#log = log;
    this.#blockMilliseconds = blockMilliseconds;
  }

  get blockMilliseconds(): BlockMilliseconds {
    return this.#blockMilliseconds;
  }

  async setBlockMilliseconds(blockMilliseconds: BlockMilliseconds): Promise<void> {
    this.#blockMilliseconds = blockMilliseconds;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.wake();
  }

  /** Makes burn blocks on their own; never without this call. */
  startBurnBlocks(milliseconds: number): void {
    this.#burnTimer = setInterval(() => this.#background(this.#chain.mineBurnBlocks(1)), milliseconds);
    this.#burnTimer.unref();
  }

  /** To be called when something waits in the mempool. */
  async wake(): Promise<void> {
    if (this.#closed || this.#blockMilliseconds === 'manual' || this.#chain.mempool.size === 0) return;
    if (this.#blockMilliseconds === 0) return await this.#mine();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#background(this.#mine());
    }, this.#blockMilliseconds);
  }

  /** Mines by hand: everything that waits, and at least `blocks` blocks. */
  async mine(blocks: number): Promise<void> {
    this.#reorder();
    await this.#chain.mineBlocks(blocks);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#burnTimer);
  }

  async #mine(): Promise<void> {
    this.#reorder();
    await this.#chain.minePending();
  }

  #reorder(): void {
    if (this.#chain.mempool.size > 1 && this.#faults.use('reorder')) this.#chain.mempool.reverse();
  }

  #background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.#closed) this.#log(`Mining failed: ${error instanceof Error ? error.message : error}`);
    });
  }
}

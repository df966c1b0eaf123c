/** Settlements that are under way in this process: each at most once, and not too many. */

import { X402Error } from '../src/errors.js';

export class InFlight {
  readonly #most: number;
  readonly #shared = new Map<string, Promise<unknown>>();
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws `overloaded` when there are too many, so that junk cannot tie up memory and nodes */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#count >= this.#most) {
      throw new X402Error(
        'overloaded',
        'Too many payments are being settled; nothing was charged; send the same request again.',
        {
          retryAfterSeconds: 2,
        },
      );
    }
    this.#count += 1;
    try {
      return await work();
    } finally {
      this.#count -= 1;
    }
  }

  /** Who comes while the same work is under way waits for that one's result. */
  share<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const running = this.#shared.get(key) as Promise<Result> | undefined;
    if (running) return running;
    const started = this.run(work).finally(() => this.#shared.delete(key));
    this.#shared.set(key, started);
    return started;
  }
}

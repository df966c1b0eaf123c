/** Settlements that are under way in this process: each at most once, and not too many. */

import { isX402Error, X402Error } from '../src/errors.js';

/** Longer than any settlement takes. */
const LOST_AFTER_MILLISECONDS = 120_000;

interface Work<Result> {
  readonly result: Promise<Result>;
  readonly began: number;
}

/**
 * Workers end the work of a request whose client has gone, without a `finally`, and its promises never settle or fail with an error of the runtime. So what
 * has taken too long is lost: nobody waits for it, and it takes no place.
 */
export class InFlight {
  readonly #most: number;
  readonly #clock: () => number;
  readonly #lostAfterMilliseconds: number;
  readonly #shared = new Map<string, Work<unknown>>();
  readonly #running = new Set<{ readonly began: number }>();

  /**
   * @param clock Unix milliseconds
   * @param lostAfterMilliseconds longer than any of the work takes
   */
  constructor(most: number, clock: () => number, lostAfterMilliseconds: number = LOST_AFTER_MILLISECONDS) {
    this.#most = most;
    this.#clock = clock;
    this.#lostAfterMilliseconds = lostAfterMilliseconds;
  }

  /** @throws `overloaded` when there are too many, so that junk cannot tie up memory and nodes */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running.size >= this.#most) this.#forgetLost();
    if (this.#running.size >= this.#most) {
      throw new X402Error(
        'overloaded',
        'Too many payments are being settled; nothing was charged; send the same request again.',
        {
          retryAfterSeconds: 2,
        },
      );
    }
    const place = { began: this.#clock() };
    this.#running.add(place);
    try {
      return await work();
    } finally {
      this.#running.delete(place);
    }
  }

  /** Who comes while the same work is under way waits for that one's result. */
  async share<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const underWay = this.#underWay<Result>(key);
    if (!underWay) return this.#begin(key, work);
    try {
      return await underWay.result;
    } catch (error) {
      if (isX402Error(error)) throw error;
      // Perhaps the runtime has ended the request that began it. To settle again is harmless.
      if (this.#shared.get(key) === underWay) this.#shared.delete(key);
      return this.#underWay<Result>(key)?.result ?? this.#begin(key, work);
    }
  }

  #begin<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const result = this.run(work).finally(() => {
      if (this.#shared.get(key) === begun) this.#shared.delete(key);
    });
    const begun: Work<Result> = { result, began: this.#clock() };
    this.#shared.set(key, begun);
    return result;
  }

  #underWay<Result>(key: string): Work<Result> | undefined {
    const found = this.#shared.get(key) as Work<Result> | undefined;
    return found && !this.#isLost(found) ? found : undefined;
  }

  #forgetLost(): void {
    for (const place of this.#running) if (this.#isLost(place)) this.#running.delete(place);
    for (const [key, work] of this.#shared) if (this.#isLost(work)) this.#shared.delete(key);
  }

  #isLost({ began }: { readonly began: number }): boolean {
    return began + this.#lostAfterMilliseconds < this.#clock();
  }
}

/** Settlements that are under way in this process: each at most once, and not too many. */

import { isX402Error, X402Error } from '../src/errors.js';
import { type Sleep, withPatience } from './patience.js';

export interface InFlightTools {
  /** Unix milliseconds. */
  readonly clock: () => number;
  readonly sleep: Sleep;
}

interface Work<Result> {
  readonly result: Promise<Result>;
  readonly began: number;
}

/** Longer than any work takes. */
const LONGEST_MILLISECONDS = 120_000;

/**
 * Workers end the work of a request whose client has gone, without a `finally`, and its promises never settle, or fail with an error of the runtime. So
 * nobody waits for the work of another request for long, and work that takes too long takes no place.
 */
export class InFlight {
  readonly #most: number;
  readonly #tools: InFlightTools;
  readonly #sharedForMilliseconds: number;
  readonly #shared = new Map<string, Work<unknown>>();
  readonly #running = new Set<{ readonly began: number }>();

  /** @param sharedForMilliseconds how long work is expected to take; after that, who still waits for it begins anew, which must be harmless */
  constructor(most: number, tools: InFlightTools, sharedForMilliseconds: number = LONGEST_MILLISECONDS) {
    this.#most = most;
    this.#tools = tools;
    this.#sharedForMilliseconds = sharedForMilliseconds;
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
    const place = { began: this.#tools.clock() };
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
      return await this.#patiently(underWay);
    } catch (error) {
      if (isX402Error(error) && error !== LOST) throw error;
      if (this.#shared.get(key) === underWay) this.#shared.delete(key);
      return this.#underWay<Result>(key)?.result ?? this.#begin(key, work);
    }
  }

  #begin<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const result = this.run(work).finally(() => {
      if (this.#shared.get(key) === begun) this.#shared.delete(key);
    });
    const begun: Work<Result> = { result, began: this.#tools.clock() };
    this.#shared.set(key, begun);
    return result;
  }

  #underWay<Result>(key: string): Work<Result> | undefined {
    const found = this.#shared.get(key) as Work<Result> | undefined;
    return found && this.#left(found, this.#sharedForMilliseconds) > 0 ? found : undefined;
  }

  #patiently<Result>(work: Work<Result>): Promise<Result> {
    return withPatience(work.result, this.#left(work, this.#sharedForMilliseconds), this.#tools.sleep, () => LOST);
  }

  #forgetLost(): void {
    for (const place of this.#running) if (this.#left(place, LONGEST_MILLISECONDS) < 0) this.#running.delete(place);
    for (const key of this.#shared.keys()) if (!this.#underWay(key)) this.#shared.delete(key);
  }

  #left({ began }: { readonly began: number }, milliseconds: number): number {
    return began + milliseconds - this.#tools.clock();
  }
}

/** Who waited too long for somebody else's work. It reaches nobody. */
const LOST: X402Error = new X402Error('aborted', 'The work has been lost.');

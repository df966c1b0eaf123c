/** Waiting, with an end. */

import type { X402Error } from '../src/errors.js';

/** Resolves after a time. After `signal` is aborted, nobody waits any more. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/**
 * The result of `work`, if it comes in time. What comes later is dropped.
 *
 * @throws what `late` makes when the time is up
 */
export async function withPatience<Result>(
  work: Promise<Result>,
  milliseconds: number,
  sleep: Sleep,
  late: () => X402Error,
): Promise<Result> {
  const timer = new AbortController();
  const timeout = sleep(milliseconds, timer.signal).then((): never => {
    throw late();
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    timer.abort();
  }
}

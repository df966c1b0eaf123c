/** Time that goes on only while the event loop does, so that a machine that stands still for a second makes nobody late. */

import { clearInterval, setInterval } from 'node:timers';

const TICK_MILLISECONDS = 10;

interface LoopTime {
  readonly clock: () => number;
  /** Resolves after so many milliseconds of this time; at once when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export function loopTime(): LoopTime {
  let now = Date.now();
  const ticker = () => {
    now += TICK_MILLISECONDS;
  };
  // However many ticks were missed, the loop makes up for one.
  setInterval(ticker, TICK_MILLISECONDS).unref();
  return {
    clock: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        const end = now + milliseconds;
        const watch = setInterval(() => {
          if (now < end && !signal?.aborted) return;
          clearInterval(watch);
          resolve();
        }, TICK_MILLISECONDS);
      }),
  };
}

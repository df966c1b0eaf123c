/** Time that passes only when everybody waits: tests of waiting take no time and cannot be flaky. */

export interface VirtualTime {
  /** Unix milliseconds. */
  readonly clock: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Lets time pass by hand. */
  advance(seconds: number): void;
}

interface Waiting {
  readonly at: number;
  readonly wake: () => void;
}

export function virtualTime(start: number = Date.UTC(2026, 10, 21)): VirtualTime {
  let now = start;
  let isPumping = false;
  const waiting = new Set<Waiting>();
  // Promises are settled before the next turn of the event loop, so whoever can go on has gone on by then.
  const pump = () => {
    const [next] = [...waiting].sort((one, other) => one.at - other.at);
    isPumping = next !== undefined;
    if (!next) return;
    now = Math.max(now, next.at);
    waiting.delete(next);
    next.wake();
    setImmediate(pump);
  };
  return {
    clock: () => now,
    advance: (seconds) => {
      now += 1000 * seconds;
    },
    sleep: (milliseconds, signal) =>
      new Promise((wake) => {
        const entry = { at: now + milliseconds, wake };
        waiting.add(entry);
        signal?.addEventListener('abort', () => waiting.delete(entry));
        if (!isPumping) {
          isPumping = true;
          setImmediate(pump);
        }
      }),
  };
}

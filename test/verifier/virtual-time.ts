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
  /** Nothing waits for it: it does not make time pass. */
  readonly isBeside: boolean;
  readonly wake: () => void;
}

/** Whoever waits for longer does something beside, like the renewal of a lease: a request waits for no node that long. */
const LONGEST_WAIT_MILLISECONDS = 35_000;

export function virtualTime(start: number = Date.UTC(2026, 10, 21)): VirtualTime {
  let now = start;
  let isPumping = false;
  const waiting = new Set<Waiting>();
  // Promises are settled before the next turn of the event loop, so whoever can go on has gone on by then.
  const inOrder = () => [...waiting].sort((one, other) => one.at - other.at);
  const pump = () => {
    const [next] = inOrder();
    isPumping = next !== undefined && [...waiting].some(({ isBeside }) => !isBeside);
    if (!next || !isPumping) return;
    now = Math.max(now, next.at);
    waiting.delete(next);
    next.wake();
    setImmediate(pump);
  };
  return {
    clock: () => now,
    advance: (seconds) => {
      now += 1000 * seconds;
      for (const entry of inOrder().filter(({ isBeside, at }) => isBeside && at <= now)) {
        waiting.delete(entry);
        entry.wake();
      }
    },
    sleep: (milliseconds, signal) =>
      new Promise((wake) => {
        const isBeside = milliseconds > LONGEST_WAIT_MILLISECONDS;
        const entry = { at: now + milliseconds, isBeside, wake };
        waiting.add(entry);
        signal?.addEventListener('abort', () => waiting.delete(entry));
        if (!isPumping && !isBeside) {
          isPumping = true;
          setImmediate(pump);
        }
      }),
  };
}

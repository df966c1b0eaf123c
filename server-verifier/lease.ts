/** Keeps a claim held for as long as its handler runs, and not for longer when the process dies. */

import type { Sleep } from './patience.js';
import type { SettlementSettings } from './settings.js';

/** Renewals for one lease: two may be lost before it runs out. */
const RENEWALS = 3;
/** A handler that takes longer does not come back, as far as anybody can tell. */
const LONGEST_MILLISECONDS = 3_600_000;

/**
 * Renews a lease until `ended` is aborted, somebody else has taken over, or an hour is over. A store that does not answer is asked again after the same pause:
 * a lease that runs out meanwhile lets the same holder in, and whoever of the two is no longer the holder delivers nothing.
 *
 * @param renew extends the lease by so many seconds from now; false when there is nothing to extend any more
 */
export async function keepLease(
  renew: (seconds: number) => Promise<boolean>,
  ended: AbortSignal,
  { leaseSeconds, clock, sleep }: Pick<SettlementSettings, 'leaseSeconds' | 'clock' | 'sleep'>,
  complain: (cause: unknown) => void,
): Promise<void> {
  const last = clock() + LONGEST_MILLISECONDS;
  while (!ended.aborted && clock() < last) {
    if (!(await pause((1000 * leaseSeconds) / RENEWALS, ended, sleep))) return;
    try {
      if (!(await renew(leaseSeconds))) return;
    } catch (cause) {
      complain(cause);
    }
  }
}

/** With a signal of its own, so that the one for all pauses does not collect their listeners. False when it was stopped: some timers reject then. */
async function pause(milliseconds: number, ended: AbortSignal, sleep: Sleep): Promise<boolean> {
  const own = new AbortController();
  const stop = () => own.abort();
  ended.addEventListener('abort', stop, { once: true });
  try {
    await sleep(milliseconds, own.signal);
    return !ended.aborted;
  } catch {
    return false;
  } finally {
    ended.removeEventListener('abort', stop);
  }
}

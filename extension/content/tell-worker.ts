/** Says something to the worker. One that dies before it has answered is spoken to again: that wakes the next one. */

export interface TellPorts {
  /** Resolves to nothing, rejects or throws when nobody has answered. */
  readonly send: (message: unknown) => Promise<unknown>;
  /** The extension is the one that has put this script here: not removed since, nor replaced by a newer one. */
  readonly isThere: () => boolean;
}

/** One that dies each time is not asked for ever. */
const MOST_TRIES = 2;

/** The answer; `undefined` when there is none. The worker pays nothing twice, however often it is asked. */
export async function tellWorker(message: unknown, { send, isThere }: TellPorts): Promise<unknown> {
  for (let tries = 0; tries < MOST_TRIES && isThere(); tries++) {
    try {
      const answer = await send(message);
      // A channel that was closed with its worker ends like this, too.
      if (answer !== undefined && answer !== null) return answer;
    } catch {
      // The worker is gone. So may be the whole extension, and then there is nobody to send it to.
    }
  }
  return undefined;
}

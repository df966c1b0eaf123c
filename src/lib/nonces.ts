/** Hands out the nonces of one account, so that payments made at the same time do not collide. */

import { X402Error } from '../errors.js';
import { MAX_CHAINED_PAYMENTS } from '../limits.js';
import type { AccountNonces } from '../node-reader.js';
import { Turns } from './turns.js';

/** What a payment takes out of the account. */
interface Spending {
  /** `STX` or a contract id. */
  readonly asset: string;
  readonly amountAtomic: bigint;
}

/** A nonce that was handed out. */
export interface Reservation {
  readonly nonce: bigint;
  /** All that the payment spends, the fee among it. */
  readonly spending: Spending[];
  /** Transaction id, once it is signed. */
  txid?: string;
}

export interface NonceSource {
  readonly read: (signal: AbortSignal) => Promise<AccountNonces>;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Most seconds to wait for a place in the chain's queue. */
  readonly maxWaitSeconds: number;
}

/** Seconds between two looks at a full queue. */
const PAUSE = 2;

export class Nonces {
  private readonly source: NonceSource;
  private readonly turns = new Turns();
  private readonly reserved = new Map<bigint, Reservation>();
  /** Handed out once, and given back: used again when the node says that the chain does not know them. */
  private readonly returned = new Set<bigint>();

  constructor(source: NonceSource) {
    this.source = source;
  }

  /** The next nonce; waits while the account is as far ahead of the chain as nodes allow. @throws `limit_exceeded` when that does not end */
  async reserve(signal: AbortSignal): Promise<Reservation> {
    await this.turns.take('', signal);
    try {
      for (let waited = 0; ; waited += PAUSE) {
        const nonces = await this.look(signal);
        const nonce = this.next(nonces);
        if (nonce < nonces.confirmed + MAX_CHAINED_PAYMENTS) return this.keep(nonce);
        if (waited + PAUSE > this.source.maxWaitSeconds) {
          const message = `${MAX_CHAINED_PAYMENTS} payments of this account wait for a block; try again later.`;
          throw new X402Error('limit_exceeded', message, { retryable: true });
        }
        await this.source.sleep(1000 * PAUSE, signal);
      }
    } finally {
      this.turns.giveBack('');
    }
  }

  /** The nonce of a payment that is to be replaced. @throws `payment_unresolved` when the chain or another payment has used it */
  async reserveAgain(nonce: bigint, txid: string, signal: AbortSignal): Promise<Reservation> {
    await this.turns.take('', signal);
    try {
      const nonces = await this.look(signal);
      const holder = this.reserved.get(nonce);
      if (!isUnused(nonce, nonces) || (holder && holder.txid !== txid)) {
        const message =
          'The earlier payment waits for a block, or was mined: look it up by its transaction id before you pay again.';
        throw new X402Error('payment_unresolved', message, { txid });
      }
      // Until the new payment is signed, the nonce stays the earlier one's.
      return this.keep(nonce, txid);
    } finally {
      this.turns.giveBack('');
    }
  }

  /** Ends a reservation whose payment was not signed (no `txid`), or will never be sent. Another payment with the same nonce keeps its own. */
  giveBack(nonce: bigint, txid?: string): void {
    if (this.reserved.get(nonce)?.txid !== txid) return;
    this.reserved.delete(nonce);
    this.returned.add(nonce);
  }

  /** Forgets what the chain has counted by now. */
  async refresh(signal: AbortSignal): Promise<void> {
    await this.look(signal);
  }

  /** What the payments before this one will have taken of an asset when it is this one's turn, as far as the chain has not counted them yet. */
  spentBefore(nonce: bigint, asset: string): bigint {
    const earlier = [...this.reserved.values()].filter((reservation) => reservation.nonce < nonce);
    const spending = earlier.flatMap((reservation) => reservation.spending).filter((spent) => spent.asset === asset);
    return spending.reduce((sum, { amountAtomic }) => sum + amountAtomic, 0n);
  }

  private async look(signal: AbortSignal): Promise<AccountNonces> {
    const nonces = await this.source.read(signal);
    for (const nonce of this.reserved.keys()) if (nonce < nonces.confirmed) this.reserved.delete(nonce);
    for (const nonce of this.returned) if (nonce < nonces.confirmed) this.returned.delete(nonce);
    return nonces;
  }

  private next(nonces: AccountNonces): bigint {
    // A gap that we made ourselves comes first: all that was signed later waits behind it.
    let nonce = nonces.next;
    while (this.reserved.has(nonce)) nonce++;
    for (const gap of this.returned) if (gap < nonce && isUnused(gap, nonces)) nonce = gap;
    return nonce;
  }

  private keep(nonce: bigint, txid?: string): Reservation {
    const reservation: Reservation = { nonce, spending: [], ...(txid !== undefined && { txid }) };
    this.reserved.set(nonce, reservation);
    this.returned.delete(nonce);
    return reservation;
  }
}

/** True when no transaction that the node knows carries the nonce. */
function isUnused(nonce: bigint, { next, confirmed, missing }: AccountNonces): boolean {
  return nonce >= confirmed && (nonce >= next || missing.includes(nonce));
}

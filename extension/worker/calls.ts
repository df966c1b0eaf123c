/** Calls that go on: the payment of each, and what the seller last said of it. They live as long as the worker. */

import type { Entry } from '../ledger/entry.js';
import type { Outcome } from './outcome.js';

export interface Call {
  readonly id: string;
  /** The payment was made for this call, not found. One call signs at most one. */
  readonly isNew: boolean;
  /** Its pass is shown, not the payment itself. */
  readonly isPass: boolean;
  readonly outcome?: Outcome;
}

export class Calls {
  private readonly paid = new Map<string, Call>();
  /** Calls that somebody waits for, with a payment or still without one. */
  private readonly going = new Set<string>();

  begin(call: string): void {
    this.going.add(call);
  }

  isGoing(call: string): boolean {
    return this.going.has(call);
  }

  end(call: string): void {
    this.going.delete(call);
    this.paid.delete(call);
  }

  get(call: string): Call | undefined {
    return this.paid.get(call);
  }

  set(call: string, made: Call): void {
    this.paid.set(call, made);
  }

  /** Some call has this payment. */
  has(id: string): boolean {
    return [...this.paid.values()].some((made) => made.id === id);
  }

  /** Payments whose pass is being shown. */
  shownAsPass(): readonly string[] {
    return [...this.paid.values()].filter(({ isPass }) => isPass).map(({ id }) => id);
  }

  /** The seller has spoken; a pass that is over is shown no more. */
  hear({ id }: Entry, outcome: Outcome, isPassOver: boolean): void {
    for (const [call, made] of this.paid) {
      if (made.id === id) this.paid.set(call, { ...made, outcome, isPass: made.isPass && !isPassOver });
    }
  }

  /** The seller has delivered for this call, or said for good that it will not. */
  isDone(call: string): boolean {
    const made = this.paid.get(call);
    return made?.outcome !== undefined && made.outcome.end !== 'again' && !isUsedUp(made);
  }
}

/** What was found has bought all that it buys: it is time for the call's own payment. */
export function isUsedUp({ outcome, isNew }: Call): boolean {
  return outcome?.end === 'used' && !isNew;
}

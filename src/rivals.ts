/** Payments with one nonce: a payment that was refused, and may still land, and those that were signed in its place. */

import { X402Error } from './errors.js';
import type { PendingPayment, PendingPayments } from './pending.js';

/** Most payments with one nonce: a server that keeps refusing is not to be given any number of them. */
const MOST_RIVALS = 5;

/** True for a payment and itself, too. */
export function areRivals(one: PendingPayment, other: PendingPayment): boolean {
  return firstOf(one) === firstOf(other);
}

/** What the payment that takes the place of `replaced` is written down with. */
export function rivalOf(replaced: PendingPayment | undefined): { readonly rivalOf?: string } {
  return replaced ? { rivalOf: firstOf(replaced) } : {};
}

/** @throws `payment_unresolved` when there are as many payments with this nonce as there may be */
export function checkRivals(replaced: PendingPayment, pending: readonly PendingPayment[]): void {
  if (pending.filter((other) => areRivals(other, replaced)).length < MOST_RIVALS) return;
  const message =
    'The server has refused every payment, and each may still reach the chain. Nothing more is paid; look at your account.';
  throw new X402Error('payment_unresolved', message, { txid: replaced.txid });
}

/** Forgets those that can never land, because this one did. @returns them */
export async function forgetRivals(pending: PendingPayments, payment: PendingPayment): Promise<PendingPayment[]> {
  const others = (await pending.list(payment.key)).filter((other) => other.txid !== payment.txid);
  const rivals = others.filter((other) => areRivals(other, payment));
  for (const rival of rivals) await pending.remove(rival);
  return rivals;
}

function firstOf(payment: PendingPayment): string {
  return payment.rivalOf ?? payment.txid;
}

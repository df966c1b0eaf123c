/** What became of payments whose outcome nobody has told: the page was closed while the wallet asked, or the server turned them away. */

import { X402Error } from '../../src/errors.js';
import { txidOf } from '../wallet/txid.js';
import type { Trace, Wallets } from '../wallet/wallet.js';
import type { Desk } from './desk.js';
import { isSame, type PaymentAttempt, type StoredPayment, withAttempts, withoutAttempt } from './record.js';
import { settle } from './settle.js';

/**
 * Before a new payment: each earlier attempt either turns out to have paid, or is known to be void, or is one that the new payment has to exclude.
 *
 * @returns the attempts to exclude; `undefined` when there must be no new payment
 */
export async function judgeAttempts(
  desk: Desk,
  wallets: Wallets,
  attempts: readonly PaymentAttempt[],
  decided: boolean,
): Promise<readonly PaymentAttempt[] | undefined> {
  const open: PaymentAttempt[] = [];
  let doubtful: PaymentAttempt | undefined;
  for (const attempt of attempts) {
    const trace = await wallets.trace(attempt);
    // What the server has already turned away is not presented again by itself.
    if (trace.outcome === 'landed' && !decided && !attempt.landed) {
      await settle(desk, await adopt(desk, attempt, trace.txid));
      return undefined;
    }
    // Two signed payments with one nonce exclude each other. A wallet that sends by itself promises nothing.
    if (trace.outcome === 'open' && (attempt.method === 'sign' || decided)) open.push(attempt);
    else if (trace.outcome !== 'void') doubtful = attempt;
  }
  if (doubtful && !decided) {
    desk.session.fail(unresolved(doubtful), 'decide');
    return undefined;
  }
  await desk.keep((record) => withAttempts(record, [], (attempt) => open.some((one) => isSame(one, attempt))));
  return open;
}

/** After a reload. */
export async function recoverAttempts(
  desk: Desk,
  wallets: Wallets,
  attempts: readonly PaymentAttempt[],
): Promise<void> {
  let doubtful: PaymentAttempt | undefined;
  for (const attempt of attempts) {
    // Without a node nothing is known yet; the next payment asks again before it pays.
    const trace: Trace = await wallets.trace(attempt).catch(() => ({ outcome: 'unknown' }) as const);
    if (trace.outcome === 'landed') return settle(desk, await adopt(desk, attempt, trace.txid));
    if (trace.outcome === 'void') await desk.keep((record) => withoutAttempt(record, attempt));
    else if (attempt.method === 'broadcast') doubtful = attempt;
  }
  if (doubtful) desk.session.fail(unresolved(doubtful), 'decide');
  else desk.session.show({ phase: 'locked' });
}

/** Takes an attempt that was found on the chain for the payment that it is. */
async function adopt(desk: Desk, attempt: PaymentAttempt, txid: string): Promise<StoredPayment> {
  const { accepted, resource, payer, begunAt, payload = { txid } } = attempt;
  const payment: StoredPayment = {
    accepted,
    resource,
    payload,
    payer,
    settled: false,
    storedAt: begunAt,
    attempt: { ...attempt, payload, landed: true },
  };
  await desk.keep((record) => ({ ...withoutAttempt(record, attempt), payment }));
  return payment;
}

function unresolved({ payload }: PaymentAttempt): X402Error {
  const txid = payload && txidOf(payload);
  const message = 'Nobody knows whether the earlier payment went through.';
  return new X402Error('payment_unresolved', message, txid === undefined ? {} : { txid });
}

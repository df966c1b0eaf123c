/** "I paid but cannot read it": shows the payment to the site once more. Never asks a wallet, never costs anything. */

import { ask } from '../paywall/exchange.js';
import { type StoredPayment, withPass } from '../paywall/record.js';
import type { RecordStore } from '../paywall/record-store.js';
import type { KeptReceipt } from './kept-receipt.js';

export type Delivery =
  /** The site has answered with what was paid for. The page opens it from now on. */
  | { readonly kind: 'letIn' }
  /** The payment is on its way still. */
  | { readonly kind: 'waiting' }
  /** Nothing is known. */
  | { readonly kind: 'unreachable' }
  /** The site said no, with this code. */
  | { readonly kind: 'refused'; readonly reason: string };

const ON_ITS_WAY: ReadonlySet<string> = new Set([
  'settlement_pending',
  'payment_in_progress',
  'overloaded',
  'transaction_pending',
]);

/** Throws only what `signal` throws. */
export async function presentAgain(
  receipt: KeptReceipt,
  records: RecordStore,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Delivery> {
  const { source } = receipt;
  const { address = source } = await records.read(source);
  const payment = paymentOf(receipt);
  const answer = await ask(fetch, address, { payment }, signal);
  if (answer.kind === 'unreachable') return { kind: 'unreachable' };
  if (answer.kind === 'refused') {
    const { code } = answer.error;
    return ON_ITS_WAY.has(code) ? { kind: 'waiting' } : { kind: 'refused', reason: code };
  }
  const { pass } = answer;
  // A newer payment for the same resource stays.
  await records.update(source, (record) => ({
    ...(pass === undefined ? record : withPass(record, pass)),
    payment: record.payment ?? payment,
  }));
  return { kind: 'letIn' };
}

function paymentOf({ accepted, resource, payload, payer, paidAt, jws, extensions }: KeptReceipt): StoredPayment {
  const made = { accepted, resource, payer, payload, method: 'sign', begunAt: paidAt } as const;
  const attempt = { ...made, ...(extensions && { extensions }) };
  const receipt = jws === undefined ? {} : { jws };
  return { accepted, resource, payload, payer, settled: true, storedAt: paidAt, attempt, ...receipt };
}

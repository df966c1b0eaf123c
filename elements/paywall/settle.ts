/** Presents a stored payment until the server has answered it for good. */

import type { Desk } from './desk.js';
import type { Answer } from './exchange.js';
import { pricedOffer } from './offers.js';
import { endOf } from './pass.js';
import { type ResourceRecord, type StoredPayment, withPass } from './record.js';

/** Reasons that mean: it is on its way, ask again. The last one is a word of other implementations for the first. */
const WAITING: ReadonlySet<string> = new Set([
  'settlement_pending',
  'payment_in_progress',
  'overloaded',
  'transaction_pending',
]);

/** Seconds between two looks at a payment that waits for a block, when the server does not say. */
const POLL_SECONDS = 2;
const LONGEST_POLL_SECONDS = 60;
/** Longest pause after an answer that said nothing. The pauses double from one second. */
const LONGEST_PAUSE_SECONDS = 30;

/**
 * Does the work under the lock, for the record as it is then. Where there is none to do, because another tab has done it, the caller opens
 * the resource with what that tab has stored: outside of the lock, which opening may need again.
 *
 * @returns true when there was nothing to do
 */
export function alone(
  desk: Desk,
  workFor: (record: ResourceRecord) => (() => Promise<void>) | false | undefined,
): Promise<boolean> {
  return desk.locked(async () => {
    const work = workFor(await desk.read());
    if (!work) return true;
    await work();
    return false;
  });
}

export async function settle(desk: Desk, payment: StoredPayment): Promise<void> {
  const { session } = desk;
  // Here before it is needed: readers leave pages when they like.
  const keeper = import('../receipts/keep.js');
  keeper.catch(() => {});
  const present = () => session.show({ phase: 'presenting', since: desk.now, error: undefined, next: undefined });
  present();
  for (let silences = 0; ; ) {
    const answer = await desk.ask({ payment });
    if (answer.kind === 'content') return accepted(desk, payment, answer, keeper);
    if (answer.kind === 'unreachable') {
      // The payment is stored, and the same again resumes it: a silence is never a failure of the payment (PROTOCOL section 4).
      session.fail(answer.error, 'retry');
      const isWanted = await desk.rest(1000 * Math.min(2 ** silences++, LONGEST_PAUSE_SECONDS));
      if (isWanted) present();
      continue;
    }
    silences = 0;
    if (!WAITING.has(answer.error.code)) {
      const { refused } = await import('./refusal.js');
      return refused(desk, payment, answer);
    }
    session.show({ phase: 'waiting', since: payment.storedAt, error: answer.error, next: 'retry' });
    const seconds = answer.error.retryAfterSeconds ?? POLL_SECONDS;
    await desk.rest(1000 * Math.min(Math.max(seconds, 1), LONGEST_POLL_SECONDS));
  }
}

async function accepted(
  desk: Desk,
  payment: StoredPayment,
  answer: Answer & { kind: 'content' },
  keeper: Promise<typeof import('../receipts/keep.js')>,
): Promise<void> {
  const { pass, jws = payment.jws } = answer;
  const paid: StoredPayment = { ...payment, settled: true, ...(jws !== undefined && { jws }) };
  await desk.keep(({ attempts, ...rest }) => ({ ...withPass(rest, pass), payment: paid }));
  // A payment that had been accepted in an earlier visit is not news.
  if (payment.settled) return desk.session.unlock(answer.content);
  const { accepted: offer, resource, payer, payload } = payment;
  const price = pricedOffer(offer, desk.session.ports.assets)?.price ?? '';
  const txid = answer.txid ?? (await import('./untold-txid.js')).txidOf(payload);
  desk.session.unlock(answer.content, { price, offer, resource, txid, payer, until: endOf(pass) });
  // The content does not wait for it. Where it cannot be kept, the record still has it (`receipts/adopt-records.ts`).
  keeper.then(({ keepReceipt }) => keepReceipt(paid, desk.session.url, txid, price)).catch(() => {});
}

/** Presents a stored payment until the server has answered it for good. */

import { type WireErrorCode, X402Error, type X402ErrorCode } from '../../src/errors.js';
import type { Answer } from './exchange.js';
import { pricedOffer } from './offers.js';
import type { Desk } from './ports.js';
import { type PaymentAttempt, type StoredPayment, withAttempts, withoutAttempt } from './record.js';

/** What a server's refusal says of the payment itself. */
type Verdict =
  /** It is on its way: ask again. */
  | 'wait'
  /** It has bought what it could: it was used up, or its access has ended. */
  | 'over'
  /** The server does not take it. It is signed, and could still land, whatever the server says: the next payment looks first. */
  | 'turned-away';

const VERDICTS: Readonly<Record<WireErrorCode, Verdict>> = {
  settlement_pending: 'wait',
  payment_in_progress: 'wait',
  overloaded: 'wait',
  payment_already_used: 'over',
  access_expired: 'over',
  transaction_failed: 'turned-away',
  payment_required: 'turned-away',
  invalid_payload: 'turned-away',
  invalid_x402_version: 'turned-away',
  invalid_scheme: 'turned-away',
  invalid_network: 'turned-away',
  invalid_payment_requirements: 'turned-away',
  invalid_offer: 'turned-away',
  offer_expired: 'turned-away',
  invalid_exact_stacks_payload_transaction: 'turned-away',
  invalid_exact_stacks_payload_signature: 'turned-away',
  invalid_exact_stacks_payload_call: 'turned-away',
  invalid_exact_stacks_payload_recipient_mismatch: 'turned-away',
  invalid_exact_stacks_payload_amount_mismatch: 'turned-away',
  invalid_exact_stacks_payload_memo_mismatch: 'turned-away',
  invalid_exact_stacks_payload_post_conditions: 'turned-away',
  insufficient_funds: 'turned-away',
  nonce_conflict: 'turned-away',
  fee_too_low: 'turned-away',
  broadcast_rejected: 'turned-away',
  invalid_pass: 'turned-away',
  invalid_path: 'turned-away',
};

/** Seconds between two looks at a payment that waits for a block, when the server does not say. */
const POLL_SECONDS = 2;
const LONGEST_POLL_SECONDS = 60;
/** Longest pause after an answer that said nothing. The pauses double from one second. */
const LONGEST_PAUSE_SECONDS = 30;

export async function settle(desk: Desk, payment: StoredPayment): Promise<void> {
  desk.show({ phase: 'presenting', since: desk.ports.now(), error: undefined, next: undefined });
  for (let silences = 0; ; ) {
    const answer = await desk.ask({ payment });
    if (answer.kind === 'content') return accepted(desk, payment, answer);
    if (answer.kind === 'unreachable') {
      // The payment is stored, and the same again resumes it: a silence is never a failure of the payment (PROTOCOL section 4).
      desk.fail(answer.error, 'retry');
      const wanted = await desk.rest(1000 * Math.min(2 ** silences++, LONGEST_PAUSE_SECONDS));
      if (wanted) desk.show({ phase: 'presenting', since: desk.ports.now(), error: undefined, next: undefined });
      continue;
    }
    silences = 0;
    const code = answer.error.code as WireErrorCode;
    if (VERDICTS[code] !== 'wait') return refused(desk, payment, answer);
    desk.show({ phase: 'waiting', since: payment.storedAt, error: answer.error, next: 'retry' });
    const seconds = answer.error.retryAfterSeconds ?? POLL_SECONDS;
    await desk.rest(1000 * Math.min(Math.max(seconds, 1), LONGEST_POLL_SECONDS));
  }
}

async function accepted(desk: Desk, payment: StoredPayment, answer: Answer & { kind: 'content' }): Promise<void> {
  await desk.keep(({ pass, attempts, ...rest }) => ({
    ...rest,
    ...(answer.pass !== undefined && { pass: answer.pass }),
    payment: { ...payment, settled: true },
  }));
  const { accepted: offer, resource, txid, payer } = payment;
  const price = pricedOffer(offer, desk.ports.assets)?.price ?? '';
  // A payment that had been accepted in an earlier visit is not news.
  desk.unlock(answer.content, payment.settled ? undefined : { price, offer, resource, txid, payer });
}

async function refused(desk: Desk, payment: StoredPayment, answer: Answer & { kind: 'refused' }): Promise<void> {
  desk.price(answer.required, answer.url);
  const isOver = payment.settled || VERDICTS[answer.error.code as WireErrorCode] === 'over';
  await desk.keep(({ payment: current, ...rest }) => {
    const kept = current?.txid === payment.txid ? rest : { ...rest, ...(current && { payment: current }) };
    return isOver ? withAttempts(kept, [], () => false) : withAttempts(kept, [payment.attempt]);
  });
  // A single use that was had in an earlier visit needs no words.
  if (payment.settled && answer.error.code === 'payment_already_used') return desk.show({ phase: 'locked' });
  if (isOver) return desk.fail(answer.error, 'pay');
  if (!mayBeGone(payment.attempt, answer.error.code)) return desk.fail(answer.error, 'pay');
  const { txid } = payment;
  desk.fail(new X402Error('payment_unresolved', answer.error.message, { txid, cause: answer.error }), 'decide');
}

/** Whether the reader's money may have moved for a payment that the server has turned away, or the reason is one that nobody here knows. */
function mayBeGone({ method, landed }: PaymentAttempt, code: X402ErrorCode): boolean {
  // That the chain undid it is easily checked: the next payment looks before it pays.
  if (code === 'transaction_failed') return false;
  return landed === true || code === 'payment_required' || method === 'broadcast';
}

/** Takes an attempt that was found on the chain for the payment that it is. */
export async function adopt(desk: Desk, attempt: PaymentAttempt, txid: string): Promise<StoredPayment> {
  const { accepted, resource, payer, begunAt, payload = { txid } } = attempt;
  const payment: StoredPayment = {
    accepted,
    resource,
    payload,
    payer,
    txid,
    settled: false,
    storedAt: begunAt,
    attempt: { ...attempt, txid, landed: true },
  };
  await desk.keep((record) => ({ ...withoutAttempt(record, attempt), payment }));
  return payment;
}

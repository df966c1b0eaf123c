/** What becomes of a payment that the server has turned away. */

import { isWireErrorCode, type WireErrorCode, X402Error, type X402ErrorCode } from '../../src/errors.js';
import { txidOf } from '../wallet/txid.js';
import type { Desk } from './desk.js';
import type { Answer } from './exchange.js';
import { isSame, type PaymentAttempt, type StoredPayment, withAttempts } from './record.js';

/** What a server's refusal says of the payment itself. */
type Verdict =
  /** It has bought what it could: it was used up, or its access has ended. */
  | 'over'
  /** It is signed, and could still land, whatever the server says: the next payment looks first. */
  | 'turned-away';

const VERDICTS: Readonly<
  Record<Exclude<WireErrorCode, 'settlement_pending' | 'payment_in_progress' | 'overloaded'>, Verdict>
> = {
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
  payment_identifier_required: 'turned-away',
  payment_identifier_conflict: 'turned-away',
  insufficient_funds: 'turned-away',
  nonce_conflict: 'turned-away',
  fee_too_low: 'turned-away',
  broadcast_rejected: 'turned-away',
  invalid_pass: 'turned-away',
  invalid_dpop_proof: 'turned-away',
  use_dpop_nonce: 'turned-away',
  sign_in_malformed: 'turned-away',
  sign_in_mismatch: 'turned-away',
  sign_in_expired: 'turned-away',
  sign_in_signature: 'turned-away',
  sign_in_used: 'turned-away',
  sign_in_unpaid: 'turned-away',
  invalid_path: 'turned-away',
};

export async function refused(desk: Desk, payment: StoredPayment, answer: Answer & { kind: 'refused' }): Promise<void> {
  const { session } = desk;
  const error = knownError(answer.error);
  desk.price(answer);
  const isOver = payment.settled || VERDICTS[error.code as keyof typeof VERDICTS] === 'over';
  await desk.keep(({ payment: current, ...rest }) => {
    const kept =
      current && isSame(current.attempt, payment.attempt) ? rest : { ...rest, ...(current && { payment: current }) };
    return isOver ? withAttempts(kept, [], () => false) : withAttempts(kept, [payment.attempt]);
  });
  // Without a price, as in the answer to a payment that is over, there is nothing to go back to yet.
  if (session.state.offers.length === 0) await showPrice(desk);
  const hasPrice = session.state.offers.length > 0;
  // A single use that was had in an earlier visit needs no words, whatever the server calls it.
  if (payment.settled && hasPrice && (error.code === 'payment_already_used' || isForOnce(payment)))
    return session.show({ phase: 'locked' });
  if (isOver || !mayBeGone(payment.attempt, error.code))
    return session.fail(payment.settled ? ended(error) : error, hasPrice ? 'pay' : 'refresh');
  const txid = txidOf(payment.payload);
  session.fail(new X402Error('payment_unresolved', error.message, { txid, cause: error }), 'decide');
}

/** Why there is nothing to pay. */
export function noPrice({ error, required }: Answer & { kind: 'refused' }): X402Error {
  const known = knownError(error);
  if (known.code !== 'payment_required') return known;
  return required
    ? new X402Error('no_payable_offer', 'The site offers no price that this paywall can pay.')
    : new X402Error('invalid_payment_requirements', 'The site asks for a payment, but its offer cannot be read.');
}

/** The reason of another implementation says as much as none. */
function knownError(error: X402Error): X402Error {
  return isWireErrorCode(error.code) ? error : new X402Error('payment_required', error.message, { cause: error });
}

/** A server that does not say promises one answer. */
function isForOnce({ accepted }: StoredPayment): boolean {
  return (accepted.extra?.access ?? 'once') === 'once';
}

/** Other reasons, such as an offer that is not known any more, would say that nothing was charged for what was had before. */
function ended(error: X402Error): X402Error {
  const isEnd = ['payment_already_used', 'access_expired', 'transaction_failed'].includes(error.code);
  return isEnd ? error : new X402Error('invalid_pass', 'What was paid for is not given any more.', { cause: error });
}

async function showPrice(desk: Desk): Promise<void> {
  const answer = await desk.ask();
  if (answer.kind === 'refused') desk.price(answer);
}

/** Whether the reader's money may have moved for a payment that the server has turned away, or the reason is one that nobody here knows. */
function mayBeGone({ method, landed }: PaymentAttempt, code: X402ErrorCode): boolean {
  // That the chain undid it is easily checked: the next payment looks before it pays.
  if (code === 'transaction_failed') return false;
  return landed === true || code === 'payment_required' || method === 'broadcast';
}

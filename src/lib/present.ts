/** Presents one signed payment, the same one again and again, until its end is known or the time is up. It never signs. */

import { type WireErrorCode, X402Error, type X402ErrorFields } from '../errors.js';
import { encodeHeader } from '../header.js';
import type { PendingPayment } from '../pending.js';
import { HEADER, type Offer, type PaymentRequired, type SettlementResponse } from '../wire.js';
import { discard, reasonIn, reasonInBody, requiredIn, retryAfterIn, settlementIn } from './answer.js';
import type { Replayable } from './replayable.js';

/** Longest pause between two presentations where the server names none, in seconds. */
const LONGEST_PAUSE = 30;

/** The server is not done with the payment, or cannot say. The same payment is presented again. */
const UNDECIDED: ReadonlySet<WireErrorCode | undefined> = new Set([
  'settlement_pending',
  'payment_in_progress',
  'overloaded',
]);
/** The payment has had its effect: it can never be charged again, and it opens nothing any more. */
const USED: ReadonlySet<WireErrorCode | undefined> = new Set(['payment_already_used', 'access_expired']);
/** The server has not looked at the payment, as far as its answer tells. */
const SILENT: ReadonlySet<WireErrorCode | undefined> = new Set([undefined, 'payment_required', 'invalid_pass']);

export interface Presenting {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly maxWaitSeconds: number;
  readonly onWait: (reason: WireErrorCode | 'resource_unreachable', seconds: number) => void;
}

export type Presented =
  /** The server let us in. */
  | { readonly end: 'delivered'; readonly response: Response; readonly settlement: SettlementResponse | undefined }
  /** An answer that is not about the payment, or an error of the server that did not go away. The payment's end is not known. */
  | { readonly end: 'unknown'; readonly response: Response }
  /** It was mined and failed. */
  | { readonly end: 'failed'; readonly error: X402Error }
  | { readonly end: 'used'; readonly error: X402Error }
  /** Refused. `taken` is false when no earlier presentation can have reached the chain, so that this payment never will. */
  | { readonly end: 'refused'; readonly error: X402Error; readonly taken: boolean };

/**
 * @param taken whether the payment may have reached the chain before: true for any but the payment that was signed a moment ago
 * @throws `settlement_pending`, `payment_in_progress`, `resource_unreachable` when the time is up, with `txid`; `payment_unresolved` or
 * `terms_changed` when the server answers as if there were no payment; what `signal` throws
 */
export async function present(
  { fetch, sleep, maxWaitSeconds, onWait }: Presenting,
  request: Replayable,
  payment: PendingPayment,
  url: string,
  taken: boolean,
): Promise<Presented> {
  const headers = { [HEADER.signature]: encodeHeader(payment.presented) };
  let mayBeTaken = taken;
  let waited = 0;
  for (let attempt = 0; ; attempt++) {
    // A payment must not follow a redirect to somebody else: `fetch` would take the header along to any origin.
    const sent = request.again({ headers, redirect: 'manual', url });
    const answer = await fetch(sent).then((response) => judge(response, payment), unreachable(request.signal, payment));
    if (!('again' in answer)) return answer.end === 'refused' ? { ...answer, taken: mayBeTaken } : answer;
    mayBeTaken = true;
    const pause = Math.max(answer.again.retryAfterSeconds ?? Math.min(2 ** attempt, LONGEST_PAUSE), 1);
    if (waited + pause > maxWaitSeconds) return giveUp(answer);
    if (answer.response) discard(answer.response);
    onWait(answer.again.code as WireErrorCode | 'resource_unreachable', pause);
    await sleep(1000 * pause, request.signal);
    waited += pause;
  }
}

/** An answer that calls for the same payment again. */
interface Again {
  readonly again: X402Error;
  /** Given to the caller when the time is up, where it is more telling than our error. */
  readonly response?: Response;
}

function giveUp({ again, response }: Again): Presented {
  if (!response || response.status === 402 || response.status === 409) throw again;
  return { end: 'unknown', response };
}

function unreachable(signal: AbortSignal, { txid }: PendingPayment): (cause: unknown) => Again {
  return (cause) => {
    signal.throwIfAborted();
    const message = 'The server cannot be reached. The payment is kept; the same call presents it again.';
    return { again: new X402Error('resource_unreachable', message, { cause, txid }) };
  };
}

async function judge(response: Response, payment: PendingPayment): Promise<Presented | Again> {
  const settlement = settlementIn(response);
  const { status } = response;
  // Charged, and the handler failed: the server lets the same payment in again (PROTOCOL section 5).
  if (status >= 500 || [408, 425, 429].includes(status)) return again('overloaded', response, payment);
  if (response.ok || (settlement?.success && status !== 402)) return { end: 'delivered', response, settlement };
  if (response.type === 'opaqueredirect') {
    discard(response);
    throw unresolved('payment_unresolved', 'The server answered the payment with a redirect.', payment);
  }
  const required = await requiredIn(response);
  const told = reasonIn(settlement, required) ?? (await reasonInBody(response));
  const reason = status === 409 && told !== 'payment_identifier_conflict' ? 'payment_in_progress' : told;
  if (UNDECIDED.has(reason)) return again(reason ?? 'overloaded', response, payment);
  if (SILENT.has(reason) && status !== 402) return { end: 'unknown', response };
  discard(response);
  if (reason === undefined || SILENT.has(reason)) {
    const error = ignored(required, payment);
    if (payment.settled) return { end: 'used', error };
    throw error;
  }
  const said = (settlement?.errorMessage ?? required?.error ?? reason).slice(0, 200);
  const error = new X402Error(reason, `The server refuses the payment: ${said}`, { txid: payment.txid });
  if (reason === 'transaction_failed') return { end: 'failed', error };
  return USED.has(reason) ? { end: 'used', error } : { end: 'refused', error, taken: true };
}

function again(code: WireErrorCode, response: Response, { txid }: PendingPayment): Again {
  const retryAfterSeconds = retryAfterIn(response);
  const message = 'The payment is not settled yet. It is kept; the same call presents it again and never pays twice.';
  const fields: X402ErrorFields = retryAfterSeconds === undefined ? { txid } : { txid, retryAfterSeconds };
  return { again: new X402Error(code, message, fields), response };
}

/** A 402 without a reason: the server may have lost the payment, may want another price, or may be after a second payment. */
function ignored(required: PaymentRequired | undefined, payment: PendingPayment): X402Error {
  const { accepted } = payment.presented;
  return required?.accepts.some((offer) => sameTerms(offer, accepted))
    ? unresolved('payment_unresolved', 'The server asks again for what was paid.', payment)
    : unresolved('terms_changed', 'The server asks for something else than what was paid.', payment);
}

function unresolved(
  code: 'payment_unresolved' | 'terms_changed',
  message: string,
  { txid }: PendingPayment,
): X402Error {
  return new X402Error(
    code,
    `${message} Nothing more was paid; the payment is kept, and the same call presents it again.`,
    { txid },
  );
}

function sameTerms(one: Offer, other: Offer): boolean {
  const members = ['scheme', 'network', 'asset', 'amount', 'payTo'] as const;
  return members.every((member) => one[member] === other[member]);
}

/** Guards a resource: admits who has paid, and tells everybody else the terms. */

import { X402Error } from '../src/errors.js';
import { bytesFromHex } from '../src/stacks.js';
import type { Admission, Admissions, PaidAccess } from './admit.js';
import { checkTransaction } from './exact.js';
import { presentedPayment } from './payment.js';
import { handlerFailedResponse } from './respond.js';
import type { Settings } from './settings.js';
import type { Terms } from './terms.js';

/** Serves the resource. Runs only for those who are admitted. */
export type PaidHandler = (request: Request, access: PaidAccess) => Response | Promise<Response>;

/** A payment that passed every check that needs no chain and no store. */
export interface VerifiedPayment {
  /** URL of the resource, as configured. */
  readonly resource: string;
  /** `undefined` for a payment that only names a transaction, which has to be fetched first. */
  readonly transaction:
    | {
        readonly txid: string;
        readonly payer: string;
        /** Whether the memo binds it to its offer. */
        readonly bound: boolean;
      }
    | undefined;
}

/** Guards one resource or a family of them. */
export interface Protection {
  /** Answers a request: with the handler's answer, streamed, or with a refusal. Never throws. */
  (request: Request, handler: PaidHandler): Promise<Response>;
  /** The first half of it, for frameworks whose handlers do not return a `Response`. Never throws. */
  admit(request: Request): Promise<Admission>;
  /**
   * Checks 1 to 9 on the payment of a request, without touching the network or a store. It says nothing about balance, settlement or earlier use.
   *
   * @throws the refusal; `payment_required` when there is no payment; `offer_expired` also where a payment that was mined in time would still be honoured
   */
  verify(request: Request): Promise<VerifiedPayment>;
}

/** @throws `invalid_configuration` for terms that cannot be kept */
export function protectionOf(terms: Terms, settings: Settings, admissions: Admissions): Protection {
  const gate = admissions.gate(terms);
  const answer = async (request: Request, handler: PaidHandler) =>
    serve(request, await gate.admit(request), handler, settings);
  const verify = async (request: Request): Promise<VerifiedPayment> => {
    const purchase = gate.purchaseOf(request);
    const presented = presentedPayment(request, purchase, settings);
    if (!presented) throw new X402Error('payment_required', 'There is no payment in this request.');
    if (presented.offer?.late)
      throw new X402Error('offer_expired', 'This offer has expired and the terms have changed since.');
    if (!('transaction' in presented.payload)) return { resource: purchase.resource, transaction: undefined };
    const bytes = bytesFromHex(presented.payload.transaction);
    const { txid, payer, bound } = checkTransaction(bytes, presented, purchase, settings, await settings.recover());
    return { resource: purchase.resource, transaction: { txid, payer, bound } };
  };
  return Object.assign(answer, { admit: (request: Request) => gate.admit(request), verify });
}

async function serve(
  request: Request,
  admission: Admission,
  handler: PaidHandler,
  settings: Settings,
): Promise<Response> {
  if (!admission.admitted) return admission.response;
  const response = await answerOf(handler, request, admission.access, settings);
  const instead = await admission.finish(response.status);
  if (!instead) return admission.deliver(response);
  await response.body?.cancel().catch(() => {});
  return instead;
}

async function answerOf(
  handler: PaidHandler,
  request: Request,
  access: PaidAccess,
  settings: Settings,
): Promise<Response> {
  try {
    // Whoever has gone must not use up what was paid for.
    if (request.signal?.aborted) return handlerFailedResponse(access.by !== 'pass');
    const response = await handler(request, access);
    if (isDeliverable(response)) return response;
    throw new TypeError('The handler of a protected resource must return a Response that nobody has read.');
  } catch (cause) {
    settings.emit({ type: 'handler_failed', resource: access.resource, txid: access.txid, cause });
    return handlerFailedResponse(access.by !== 'pass');
  }
}

/** Some runtimes and frameworks have a `Response` of their own, so its class says nothing. 101 (a WebSocket) cannot carry our headers. */
function isDeliverable(response: Response | undefined): response is Response {
  return typeof response?.status === 'number' && response.status >= 200 && !response.bodyUsed && !response.body?.locked;
}

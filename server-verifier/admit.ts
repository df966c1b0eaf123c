/** Decides on one request: admitted by a pass or a payment, or refused with what to do next. */

import { isX402Error, X402Error } from '../src/errors.js';
import type { VerifierEvent } from './events.js';
import type { CheckedPayment } from './exact.js';
import { checkPresented, type Grant, grantPayment } from './grant.js';
import { InFlight } from './in-flight.js';
import { type CheckedPass, Passes } from './pass.js';
import { effectiveMethod, resourceUrl } from './path.js';
import { type PresentedPayment, type Purchase, presentedPayment } from './payment.js';
import { paymentRequiredWriter } from './payment-required.js';
import { type Answering, admittedHeaders, deliver, refusalResponse, successHeaders } from './respond.js';
import type { Settings } from './settings.js';
import { type Route, routeOf, type Terms } from './terms.js';

/** What the handler is told about the one who is admitted. */
export interface PaidAccess {
  /** URL of the resource, as configured. */
  readonly resource: string;
  /** Stacks address of the payer. */
  readonly payer: string;
  /** Id of the transaction that paid, 64 hex digits. */
  readonly txid: string;
  /** How admission was shown this time. */
  readonly by: 'payment' | 'pass';
  /** When the access ends, Unix seconds; `undefined` for `once`. */
  readonly expiresAt: number | undefined;
}

/** Whether a request is admitted. */
export type Admission =
  | {
      readonly admitted: false;
      /** The whole answer. */
      readonly response: Response;
    }
  | {
      readonly admitted: true;
      readonly access: PaidAccess;
      /** Our headers, for frameworks that write headers themselves: `PAYMENT-RESPONSE`, cookie, cache and cross-origin rules. */
      readonly headers: Headers;
      /** Puts our headers on the handler's answer. Its body is passed through as it is. */
      deliver(response: Response): Response;
      /**
       * To be called once, when the handler has answered with this status, or has failed (500): below 500 an `once` payment is used up, from 500 on it is free
       * again. Gives an answer that has to be sent instead, when the payment could not be marked as used.
       */
      finish(status: number): Promise<Response | undefined>;
    };

/** Decides for one route. */
export interface Gate {
  /** Never throws. */
  admit(request: Request): Promise<Admission>;
  /** @throws `invalid_path` */
  purchaseOf(request: Request): Purchase;
}

/** All gates of one verifier share its settlements and passes. */
export class Admissions {
  readonly #settings: Settings;
  readonly #inFlight: InFlight;
  readonly #passes: Passes;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#inFlight = new InFlight(settings.maxSettlements, settings, 1000 * (3 * settings.waitSeconds + 1));
    this.#passes = new Passes(settings);
  }

  /** @throws `invalid_configuration` */
  gate(terms: Terms): Gate {
    const settings = this.#settings;
    const route = routeOf(terms, settings);
    const write = paymentRequiredWriter(route, settings);
    const purchaseOf = (request: Request) => purchaseIn(request, route, settings);
    const admit = async (request: Request): Promise<Admission> => {
      if (request.method === 'OPTIONS') return { admitted: false, response: settings.cors.preflight(request) };
      let answering: Answering = { request, route, purchase: undefined, payment: undefined, write, settings };
      try {
        answering = { ...answering, purchase: purchaseOf(request) };
        return await this.#decide(answering, answering.purchase as Purchase, (payment) => {
          answering = { ...answering, payment };
        });
      } catch (error) {
        settings.emit(eventOf(error, answering));
        return { admitted: false, response: refusalResponse(error, answering) };
      }
    };
    return { admit, purchaseOf };
  }

  async #decide(
    answering: Answering,
    purchase: Purchase,
    learn: (payment: CheckedPayment) => void,
  ): Promise<Admission> {
    const { request } = answering;
    const pass = await this.#acceptablePass(request, purchase);
    if (pass) return this.#admitByPass(pass, answering, purchase);
    const presented = presentedPayment(request, purchase, this.#settings);
    if (!presented)
      throw new X402Error(
        'payment_required',
        'Payment required: pay one of these offers, then send the same request with the payment.',
      );
    const payment = await checkPresented(presented, purchase, this.#settings, this.#inFlight);
    learn(payment);
    return this.#admitByPayment(payment, presented, { ...answering, payment }, purchase);
  }

  /** A pass that is no good does not stand in the way of a payment that came with it. */
  async #acceptablePass(request: Request, purchase: Purchase): Promise<CheckedPass | undefined> {
    try {
      return await this.#passes.presented(request, purchase);
    } catch (error) {
      if (isX402Error(error) && presentedPayment(request, purchase, this.#settings)) return undefined;
      throw error;
    }
  }

  #admitByPass({ payer, txid, expiresAt }: CheckedPass, answering: Answering, { resource }: Purchase): Admission {
    const access: PaidAccess = { resource, payer, txid, by: 'pass', expiresAt };
    return this.#admitted(access, new Headers(), answering, async () => undefined);
  }

  async #admitByPayment(
    payment: CheckedPayment,
    presented: PresentedPayment,
    answering: Answering,
    purchase: Purchase,
  ): Promise<Admission> {
    const grant = await grantPayment(payment, presented, purchase, this.#settings, this.#inFlight);
    const { resource, route } = purchase;
    const { txid, payer, terms } = payment;
    this.#settings.emit({
      type: 'settled',
      resource,
      txid,
      payer,
      asset: terms.asset.id,
      amount: BigInt(terms.amount),
    });
    const pass =
      route.pass && terms.access !== 'once' ? await this.#passes.issue(purchase, payer, txid, grant.endsAt) : undefined;
    const access: PaidAccess = { resource, payer, txid, by: 'payment', expiresAt: pass?.expiresAt };
    return this.#admitted(access, successHeaders(payment, pass, answering), answering, finisher(grant, answering));
  }

  #admitted(
    access: PaidAccess,
    headers: Headers,
    answering: Answering,
    finish: (status: number) => Promise<Response | undefined>,
  ): Admission {
    const { resource, by, txid, payer } = access;
    this.#settings.emit({ type: 'admitted', resource, by, txid, payer });
    return {
      admitted: true,
      access,
      headers: admittedHeaders(new Headers(), headers, answering),
      deliver: (response) => deliver(response, headers, answering),
      finish,
    };
  }
}

function eventOf(error: unknown, { purchase, payment, settings }: Answering): VerifierEvent {
  const resource = purchase?.resource ?? `${settings.origin}/`;
  if (!isX402Error(error)) return { type: 'internal_error', resource, cause: error };
  if (error.code === 'payment_required') return { type: 'offered', resource };
  const facts = payment ? { txid: payment.txid, payer: payment.payer } : {};
  return { type: 'refused', resource, code: error.code, ...facts };
}

function purchaseIn(request: Request, route: Route, settings: Settings): Purchase {
  // Also a pinned resource is not reached by a path that two programs could read differently.
  const resource = resourceUrl(settings.origin, request.url, route.query);
  return { route, method: effectiveMethod(request.method), resource: route.pinned ?? resource };
}

function finisher(grant: Grant, answering: Answering): (status: number) => Promise<Response | undefined> {
  const { finish } = grant;
  if (!finish) return async () => undefined;
  return async (status) => {
    try {
      await finish(status < 500);
      return undefined;
    } catch (error) {
      return refusalResponse(error, answering);
    }
  };
}

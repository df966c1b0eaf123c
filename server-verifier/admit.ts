/** Decides on one request: admitted by a pass or a payment, or refused with what to do next. */

import { isX402Error, X402Error } from '../src/errors.js';
import { rememberAccess } from './bought-access.js';
import { shownKey } from './browser-key.js';
import type { VerifierEvent } from './events.js';
import type { CheckedPayment } from './exact.js';
import { checkPresented, type Grant, grantPayment } from './grant.js';
import { InFlight } from './in-flight.js';
import { Lookups } from './lookups.js';
import { type CheckedPass, type IssuedPass, Passes } from './pass.js';
import { effectiveMethod, resourceUrl } from './path.js';
import { type PresentedPayment, type Purchase, presentedPayment } from './payment.js';
import { paymentRequiredWriter } from './payment-required.js';
import { type SignedStatement, Statements } from './receipt.js';
import { type Answering, admittedHeaders, deliver, refusalResponse, successHeaders } from './respond.js';
import type { Settings } from './settings.js';
import { bringsSignIn, signedIn } from './sign-in.js';
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
  readonly by: 'payment' | 'pass' | 'sign-in';
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
  readonly #lookups: Lookups;
  readonly #passes: Passes;
  readonly #statements: Statements;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#inFlight = new InFlight(settings.maxSettlements, settings, 1000 * (3 * settings.waitSeconds + 1));
    this.#lookups = new Lookups(settings);
    this.#passes = new Passes(settings);
    this.#statements = new Statements(settings);
  }

  /** @throws `invalid_configuration` */
  gate(terms: Terms): Gate {
    const settings = this.#settings;
    const route = routeOf(terms, settings);
    const write = paymentRequiredWriter(route, settings, this.#statements);
    settings.payees.add(route.payTo, route.pass?.prefix ?? route.pinned ?? '*', route.signIn?.proof === 'payee');
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
        return { admitted: false, response: await refusalResponse(error, answering) };
      }
    };
    return { admit, purchaseOf };
  }

  /** The `did:key` that signs receipts. */
  receiptSigner(): Promise<string> {
    return this.#statements.did();
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
    if (!presented && bringsSignIn(request, purchase)) return this.#admitBySignIn(answering, purchase);
    if (!presented)
      throw new X402Error(
        'payment_required',
        'Payment required: pay one of these offers, then send the same request with the payment.',
      );
    const payment = await checkPresented(presented, purchase, this.#settings, this.#inFlight);
    learn(payment);
    return this.#admitByPayment(payment, presented, { ...answering, payment }, purchase);
  }

  /** A pass that is no good does not stand in the way of a payment or a sign-in that came with it. */
  async #acceptablePass(request: Request, purchase: Purchase): Promise<CheckedPass | undefined> {
    try {
      return await this.#passes.presented(request, purchase);
    } catch (error) {
      if (isX402Error(error) && bringsSignIn(request, purchase)) return undefined;
      if (isX402Error(error) && presentedPayment(request, purchase, this.#settings)) return undefined;
      throw error;
    }
  }

  #admitByPass({ payer, txid, expiresAt }: CheckedPass, answering: Answering, { resource }: Purchase): Admission {
    const access: PaidAccess = { resource, payer, txid, by: 'pass', expiresAt };
    return this.#admitted(access, new Headers(), answering, async () => undefined);
  }

  async #admitBySignIn(answering: Answering, purchase: Purchase): Promise<Admission> {
    const { resource, route } = purchase;
    const key = route.pass?.bound ? await shownKey(answering.request, this.#settings) : undefined;
    const { payer, txid, endsAt } = await signedIn(answering.request, purchase, this.#settings, this.#lookups);
    const pass = await this.#passFor(purchase, payer, txid, endsAt, key);
    const access: PaidAccess = { resource, payer, txid, by: 'sign-in', expiresAt: endsAt };
    const headers = successHeaders({ payer, txid, amount: undefined, pass, receipt: undefined }, answering);
    return this.#admitted(access, headers, answering, async () => undefined);
  }

  /** Who shows no key gets no pass that is bound to one. */
  async #passFor(
    purchase: Purchase,
    payer: string,
    txid: string,
    endsAt: number,
    key: string | undefined,
  ): Promise<IssuedPass | undefined> {
    const { pass } = purchase.route;
    if (!pass || (pass.bound && key === undefined)) return undefined;
    return this.#passes.issue(purchase, payer, txid, endsAt, key);
  }

  /** The payment is settled: a receipt that cannot be signed must not cost what it has bought. */
  async #receiptFor({ resource, route }: Purchase, payment: CheckedPayment): Promise<SignedStatement | undefined> {
    if (!route.receipts) return undefined;
    try {
      return await this.#statements.receipt(resource, payment);
    } catch (cause) {
      this.#settings.emit({ type: 'internal_error', resource, cause });
      return undefined;
    }
  }

  async #admitByPayment(
    payment: CheckedPayment,
    presented: PresentedPayment,
    answering: Answering,
    purchase: Purchase,
  ): Promise<Admission> {
    const { resource, route } = purchase;
    // A proof that is wrong is told before the money moves.
    const key = route.pass?.bound ? await shownKey(answering.request, this.#settings) : undefined;
    const grant = await grantPayment(payment, presented, purchase, this.#settings, this.#inFlight);
    const { txid, payer, terms } = payment;
    this.#settings.emit({
      type: 'settled',
      resource,
      txid,
      payer,
      asset: terms.asset.id,
      amount: BigInt(terms.amount),
    });
    const expiresAt = terms.access === 'once' ? undefined : Math.floor(grant.endsAt);
    const pass = expiresAt ? await this.#passFor(purchase, payer, txid, expiresAt, key) : undefined;
    if (route.signIn && expiresAt) await rememberAccess(payer, { txid, endsAt: expiresAt }, purchase, this.#settings);
    const receipt = await this.#receiptFor(purchase, payment);
    const access: PaidAccess = { resource, payer, txid, by: 'payment', expiresAt };
    const headers = successHeaders({ payer, txid, amount: terms.amount, pass, receipt }, answering);
    return this.#admitted(access, headers, answering, finisher(grant, answering));
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
  const { method, signal } = request;
  return { route, method: effectiveMethod(method), resource: route.pinned ?? resource, gone: signal };
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

/** What `payingFetch` does, and what it remembers between calls. */

import { type WireErrorCode, X402Error } from '../errors.js';
import { encodeHeader } from '../header.js';
import { memoOfOffer } from '../memo.js';
import type { Payer, PaymentOrder } from '../payer.js';
import { withPaymentIdentifier } from '../payment-identifier.js';
import {
  memoryPasses,
  memoryPendingPayments,
  type Passes,
  type PendingPayment,
  type PendingPayments,
} from '../pending.js';
import { areRivals, checkRivals, forgetRivals, rivalOf } from '../rivals.js';
import { chooseOffer, type PaymentPolicy } from '../select.js';
import { HEADER, type Json, type Offer, type SettlementResponse } from '../wire.js';
import { discard, passIn, settlementIn } from './answer.js';
import { type Presented, type Presenting, present } from './present.js';
import { isSafe, type Replayable, replayable } from './replayable.js';
import { type MessageSigner, signInFirst } from './sign-in-first.js';
import { keyOf, type Terms, termsIn } from './terms.js';
import { timer } from './timer.js';
import { Turns } from './turns.js';

/** The shape of `fetch`. */
export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** What happens to a payment. `signed` comes once; then `waiting` any number of times; then at most one of the others. */
export type PaymentEvent = PaymentFacts & PaymentOutcome;

type PaymentOutcome =
  | { readonly type: 'signed' }
  /** The same payment will be presented again after `seconds`. */
  | { readonly type: 'waiting'; readonly reason: WireErrorCode | 'resource_unreachable'; readonly seconds: number }
  /** The server has delivered. `settlement` is its word, where it gave one. */
  | { readonly type: 'settled'; readonly settlement: SettlementResponse | undefined }
  /** The payment is over without having bought this answer. */
  | { readonly type: 'refused'; readonly error: X402Error };

interface PaymentFacts {
  /** The resource, as the server names it. */
  readonly url: string;
  readonly offer: Offer;
  readonly payer: string;
  readonly txid: string;
}

export interface PayingFetchOptions {
  /** Unfinished payments. Default: this process's memory. */
  readonly pending?: PendingPayments;
  /** Passes that payments brought. Default: this process's memory. */
  readonly passes?: Passes;
  /** Asked before anything is signed, after the policy has agreed: the place for a budget or a question. */
  readonly approve?: (order: PaymentOrder) => boolean | Promise<boolean>;
  readonly onPayment?: (event: PaymentEvent) => void;
  /** An account to sign in with before anything is paid, where the server takes that: what it has bought before opens again. A key payer is one. */
  readonly signIn?: MessageSigner;
  /** Most seconds that one call spends waiting between presentations. Default 120. */
  readonly maxWaitSeconds?: number;
  /** Longest request body. Bodies are read into memory, because a request is sent more than once. Default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** Resolves after a time; rejects when the signal aborts. Default: the platform's timer. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Keys that are remembered to bring no pass; those beyond are learned again. */
const MOST_SEPARATE_KEYS = 1000;
/** Longest transaction that a payment of ours has, in bytes, with room to spare. */
const LONGEST_PAYMENT = 600;

export class PayingClient {
  private readonly payer: Payer;
  private readonly policy: PaymentPolicy;
  private readonly options: PayingFetchOptions;
  private readonly pending: PendingPayments;
  private readonly passes: Passes;
  private readonly fetch: (request: Request) => Promise<Response>;
  private readonly turns = new Turns();
  /** Payments that a running call presents: no other call touches them. By transaction id. */
  private readonly underWay = new Set<string>();
  /** Keys whose payments bring no pass, so that each call is a purchase of its own. */
  private readonly separate = new Set<string>();

  constructor(fetch: Fetch, payer: Payer, policy: PaymentPolicy, options: PayingFetchOptions) {
    // A browser's `fetch` refuses to be called as a method of something else.
    this.fetch = (request) => fetch(request);
    this.payer = payer;
    this.policy = policy;
    this.options = options;
    this.pending = options.pending ?? memoryPendingPayments();
    this.passes = options.passes ?? memoryPasses();
  }

  async call(input: Request | URL | string, init?: RequestInit): Promise<Response> {
    const request = await replayable(input, init, this.options.maxBodyBytes ?? 1024 * 1024);
    let response = await this.ask(request, keyOf(request.method, request.url));
    for (;;) {
      const terms = await termsIn(response, request, this.policy);
      if (!terms) return response;
      discard(response);
      const bought = await this.inTurn(terms, request);
      if (bought) return bought;
      response = await this.ask(request, terms.key);
    }
  }

  /** One request without a payment, with the pass where there is one. */
  private async ask(request: Replayable, key: string): Promise<Response> {
    const pass = await this.passes.get(key);
    if (!pass) return this.fetch(request.again());
    const response = await this.fetch(request.again({ headers: { [HEADER.pass]: pass.token }, redirect: 'manual' }));
    if (response.status === 402) {
      if (pass.payment) await this.pending.save(pass.payment);
      if ((await this.passes.get(key))?.token === pass.token) await this.passes.remove(key);
    } else if (isRedirect(response) && isSafe(request)) {
      // A pass must not follow a redirect to somebody else.
      discard(response);
      return this.fetch(request.again());
    }
    return response;
  }

  /** The content, or `undefined` when a pass has come in the meantime: then it is time to ask again. */
  private async inTurn(terms: Terms, request: Replayable): Promise<Response | undefined> {
    const { key } = terms;
    if (terms.once || this.separate.has(key)) return this.buy(terms, request);
    const waited = await this.turns.take(key, request.signal);
    let isMine = true;
    try {
      if (await this.passes.get(key)) return undefined;
      if (this.separate.has(key)) {
        this.turns.giveBack(key);
        isMine = false;
      }
      if (!waited) return await this.buy(terms, request);
      // Others had their turn first: the offers may be old by now.
      const response = await this.ask(request, key);
      const current = await termsIn(response, request, this.policy);
      if (!current) return response;
      discard(response);
      return await this.buy(current, request);
    } finally {
      if (isMine) this.turns.giveBack(key);
    }
  }

  /** Earlier payments first; then, at most once, a new one. */
  private async buy(terms: Terms, request: Replayable): Promise<Response> {
    let replaces: PendingPayment | undefined;
    for (const earlier of await this.pending.list(terms.key)) {
      if (this.underWay.has(earlier.txid)) continue;
      const outcome = await this.present(earlier, terms.url, request, false);
      if (typeof outcome !== 'string') return outcome;
      // The last one: it is the one that the payer knows by this nonce.
      if (outcome === 'refused') replaces = earlier;
      else if (replaces && areRivals(replaces, earlier)) replaces = undefined;
    }
    const opened = await this.signIn(terms, request);
    if (opened) return opened;
    const payment = await this.sign(terms, request.signal, replaces);
    const outcome = await this.present(payment, terms.url, request, true);
    if (typeof outcome !== 'string') return outcome;
    throw new TypeError('A new payment ends with an answer or an error.');
  }

  private async signIn(terms: Terms, request: Replayable): Promise<Response | undefined> {
    const { signIn } = this.options;
    const response = signIn && !terms.once ? await signInFirst(signIn, terms, request, this.fetch) : undefined;
    const pass = response && passIn(settlementIn(response));
    // Without a pass it is signed again the next time.
    if (pass) await this.passes.set(terms.key, pass).catch(() => undefined);
    return response;
  }

  private async sign(terms: Terms, signal: AbortSignal, replaces: PendingPayment | undefined): Promise<PendingPayment> {
    const { resource, extensions } = terms.required;
    const { offer, asset } = chooseOffer(terms.required, this.policy, this.payer);
    const token = offer.extra?.offer;
    const order = { resource, offer, asset, memo: token === undefined ? undefined : memoOfOffer(token) };
    if (replaces) checkRivals(replaces, await this.pending.list(terms.key));
    if (this.options.approve && !(await this.options.approve(order))) {
      throw new X402Error('policy_refused', 'Nothing was paid: the payment was not approved.');
    }
    const envelope = { x402Version: 2, resource, accepted: offer, ...(extensions && { extensions }) } as const;
    // What could not be sent afterwards must not be signed.
    encodeHeader({ ...identified(envelope, '0'.repeat(64)), payload: { transaction: '00'.repeat(LONGEST_PAYMENT) } });
    const signed = await this.payer.pay(order, { signal, ...(replaces && { replaces }) });
    const { payload, payer, txid } = signed;
    const presented = { ...identified(envelope, txid), payload };
    const payment = { payload, payer, txid, key: terms.key, presented, ...rivalOf(replaces) };
    this.underWay.add(txid);
    try {
      await this.pending.save(payment);
    } catch (cause) {
      this.underWay.delete(txid);
      this.payer.abandon?.(signed);
      throw new X402Error('payment_unresolved', 'The payment could not be stored, and was not presented.', {
        cause,
        txid,
      });
    }
    return payment;
  }

  /** What became of an earlier payment that did not open the resource: it is over, or it was refused but may still land. A new one throws instead, and so does one that was charged for an unknown answer. */
  private async present(
    payment: PendingPayment,
    url: string,
    request: Replayable,
    isNew: boolean,
  ): Promise<Response | 'over' | 'refused'> {
    this.underWay.add(payment.txid);
    try {
      if (isNew) this.tell(payment, { type: 'signed' });
      const presenting: Presenting = {
        fetch: this.fetch,
        sleep: this.options.sleep ?? timer,
        maxWaitSeconds: this.options.maxWaitSeconds ?? 120,
        onWait: (reason, seconds) => this.tell(payment, { type: 'waiting', reason, seconds }),
      };
      return await this.conclude(payment, await present(presenting, request, payment, url, !isNew), isNew);
    } finally {
      this.underWay.delete(payment.txid);
    }
  }

  private async conclude(
    payment: PendingPayment,
    presented: Presented,
    isNew: boolean,
  ): Promise<Response | 'over' | 'refused'> {
    if (presented.end === 'unknown') return presented.response;
    if (presented.end === 'delivered') {
      await this.remember(payment, presented.settlement);
      this.tell(payment, { type: 'settled', settlement: presented.settlement });
      return presented.response;
    }
    const { end, error } = presented;
    if (end === 'refused' && presented.taken && !payment.settled) {
      if (!isNew && this.payer.canReplace && 'transaction' in payment.payload) return 'refused';
      const message = `${error.message} An earlier presentation may have reached the chain, so nothing more is paid; the payment is kept.`;
      throw new X402Error('payment_unresolved', message, { cause: error, txid: payment.txid });
    }
    // Those whose place it took may still land when it was turned away.
    if (end !== 'refused') await forgetRivals(this.pending, payment);
    await this.pending.remove(payment);
    if (end !== 'used' && !payment.settled) this.payer.abandon?.(payment);
    this.tell(payment, { type: 'refused', error });
    // Charged, for an answer that we know nothing of: the program is told, and its next call buys.
    const isCharged = error.code === 'payment_already_used' && !payment.settled;
    if (isNew || isCharged) throw error;
    return 'over';
  }

  /** A store that fails must not cost the content: a payment that stays in it is presented again, which is free. */
  private async remember(payment: PendingPayment, settlement: SettlementResponse | undefined): Promise<void> {
    const pass = passIn(settlement);
    const settled = { ...payment, settled: true };
    const { access = 'once' } = payment.presented.accepted.extra ?? {};
    const lasts = pass !== undefined || access !== 'once';
    if (!lasts && this.separate.size < MOST_SEPARATE_KEYS) this.separate.add(payment.key);
    try {
      if (pass) await this.passes.set(payment.key, { ...pass, payment: settled });
      // Presenting it again is idempotent until the access that it bought has ended (PROTOCOL section 2).
      if (lasts && !pass) await this.pending.save(settled);
      else await this.pending.remove(payment);
      await forgetRivals(this.pending, payment);
    } catch {}
  }

  /** The story of a payment ends when it is settled; that it is presented again later is none. */
  private tell(payment: PendingPayment, event: PaymentOutcome): void {
    if (payment.settled) return;
    const { presented, payer, txid } = payment;
    const facts = { url: presented.resource?.url ?? '', offer: presented.accepted, payer, txid };
    this.options.onPayment?.({ ...facts, ...event });
  }
}

/** With an id, where the server asks for one. */
function identified<Envelope extends { readonly extensions?: { readonly [name: string]: Json } }>(
  envelope: Envelope,
  txid: string,
): Envelope {
  const extensions = withPaymentIdentifier(envelope.extensions, txid);
  return extensions ? { ...envelope, extensions } : envelope;
}

function isRedirect(response: Response): boolean {
  return (
    response.type === 'opaqueredirect' ||
    (response.status >= 300 && response.status < 400 && response.headers.has('location'))
  );
}

/** What the mechanism's client has signed, and what became of it. PROTOCOL section 11, rules 3 to 5. */

import type {
  PaymentPayloadContext,
  PaymentPayloadResult,
  PaymentRequired,
  PaymentRequirements,
  PaymentPayload as SdkPayload,
} from '@x402/core/types';
import { X402Error } from '../../src/errors.js';
import type { SignedPayment } from '../../src/payer.js';
import { withPaymentIdentifier } from '../../src/payment-identifier.js';
import { memoryPendingPayments, type PendingPayment, type PendingPayments } from '../../src/pending.js';
import { areRivals, checkRivals, forgetRivals, rivalOf } from '../../src/rivals.js';
import type { Offer, PaymentPayload, ResourceInfo } from '../../src/wire.js';
import { defaultSleep } from '../options.js';
import type { Sleep } from '../patience.js';
import { orderOf, type Spending } from './order.js';
import { outcomeOf } from './outcome.js';

export interface PurchaseOptions extends Spending {
  readonly pending?: PendingPayments;
  readonly resumeAfterSeconds?: number;
  readonly sleep?: Sleep;
}

/** One call of the program, from the server's offers to its answer. */
interface Call {
  /** The SDK hands on the same object to the first payload and to the second. */
  readonly required: PaymentRequired;
  /** What it presents. */
  payment: PendingPayment | undefined;
  /** It has signed a payment, and signs no other. */
  hasSigned: boolean;
  /** It has presented a payment for the second time. */
  hasWaited: boolean;
}

/** What a payload of ours stands for. */
interface Made {
  readonly payment: PendingPayment;
  readonly call: Call;
  /** It was never shown to the server before. */
  readonly isNew: boolean;
}

type Resumed = { recovered: true } | undefined;

export class Purchases {
  readonly #options: PurchaseOptions;
  readonly #pending: PendingPayments;
  /** By what the server has asked for. */
  readonly #calls = new WeakMap<object, Call>();
  /** By the entry that the SDK has chosen of it. */
  readonly #callOf = new WeakMap<object, Call>();
  readonly #made = new WeakMap<object, Made>();
  /** Payments that were refused when they were presented again: they may still land. By transaction id. */
  readonly #refused = new Set<string>();

  constructor(options: PurchaseOptions) {
    this.#options = options;
    this.#pending = options.pending ?? memoryPendingPayments();
  }

  /** SDKs before 2.27 do not tell: then `paymentFor` signs for each call. */
  begin(required: PaymentRequired, chosen: PaymentRequirements): void {
    const call = this.#calls.get(required) ?? { required, payment: undefined, hasSigned: false, hasWaited: false };
    this.#calls.set(required, call);
    this.#callOf.set(chosen, call);
  }

  /** @throws `terms_changed` or `payment_unresolved` while an earlier payment stands in the way; what the payer throws; what `orderOf` throws */
  async paymentFor(chosen: PaymentRequirements, context: PaymentPayloadContext = {}): Promise<PaymentPayloadResult> {
    const { maxAmountPerPayment, extensions } = context;
    const call = this.#callOf.get(chosen);
    if (!call) {
      const order = orderOf(chosen as Offer, undefined, maxAmountPerPayment, this.#options);
      return payloadOf(await this.#options.payer.pay(order), extensions);
    }
    const earlier = await this.#unfinished(call);
    const isNew = !earlier || this.#refused.has(earlier.txid);
    const payment = isNew ? await this.#sign(call, chosen, maxAmountPerPayment, earlier) : earlier;
    call.payment = payment;
    const result = payloadOf(payment, extensions);
    this.#made.set(result.payload, { payment, call, isNew });
    return result;
  }

  /** A payment belongs to the offer that it was made for. */
  presentAsBefore(payload: SdkPayload): void {
    const made = this.#made.get(payload.payload);
    if (made) payload.accepted = made.payment.presented.accepted as PaymentRequirements;
  }

  /** What the server made of a payment. `recovered` makes the SDK ask for a payload once more, and send that. */
  async conclude({ payload }: SdkPayload, success: boolean, reason: string | undefined): Promise<Resumed> {
    const made = this.#made.get(payload);
    if (!made) return undefined;
    const { call, payment, isNew } = made;
    const outcome = outcomeOf(success, reason);
    // The SDK asks once more for each call, and no more: then there is nothing to wait for.
    if (outcome === 'undecided' && !call.hasWaited) {
      call.hasWaited = true;
      const { sleep = defaultSleep, resumeAfterSeconds = 10 } = this.#options;
      await sleep(1000 * resumeAfterSeconds);
      return { recovered: true };
    }
    if (outcome === 'over' || outcome === 'used') {
      await this.#forget(payment);
      call.payment = undefined;
      // What was charged without an answer that we know of is not paid again unasked: the program sees the refusal, and its next call buys.
      if (outcome === 'over' && !call.hasSigned) return { recovered: true };
    }
    this.#calls.delete(call.required);
    // A store that fails must not cost the content: what stays in it is presented again, which is free.
    if (outcome === 'delivered') await this.#forget(payment).catch(() => undefined);
    const isRefused = outcome === 'refused' || outcome === 'unsent';
    if (isRefused && !isNew) this.#refused.add(payment.txid);
    if (outcome === 'unsent' && isNew) {
      await this.#pending.remove(payment);
      this.#options.payer.abandon?.(payment);
      if (reason === 'nonce_conflict') await this.#askForRivals(payment);
    }
    return undefined;
  }

  /**
   * A payment for what is asked for, whose end is not known. It goes to nobody who does not ask for the same money for the same payee; whether it is the same
   * server, the SDK does not tell (see `guardedFetch`).
   */
  async #unfinished({ required, payment }: Call): Promise<PendingPayment | undefined> {
    const pending = await this.#pending.list(urlOf(required));
    const own = pending.find(({ txid }) => txid === payment?.txid);
    if (own) return own;
    const same = pending.filter(({ presented }) =>
      required.accepts.some((offer) => sameTerms(offer as Offer, presented.accepted)),
    );
    const [first] = pending;
    if (first && same.length === 0) throw changed(first);
    // The last one: it is the one that the payer knows by its nonce.
    return same.find(({ txid }) => !this.#refused.has(txid)) ?? same.at(-1);
  }

  /** Saved before it can be presented. */
  async #sign(
    call: Call,
    chosen: PaymentRequirements,
    mostAtomic: string | undefined,
    replaces: PendingPayment | undefined,
  ): Promise<PendingPayment> {
    const { payer } = this.#options;
    // It has ended in another call that began meanwhile.
    if (call.hasSigned) throw unresolved('The payment of this call has served another call.', call.payment);
    const resource = call.required.resource as ResourceInfo;
    const accepted = chosen as Offer;
    const order = orderOf(accepted, resource, mostAtomic, this.#options);
    if (replaces && !payer.canReplace) {
      throw unresolved('An earlier payment for this was refused, and may still reach the chain.', replaces);
    }
    if (replaces) checkRivals(replaces, await this.#pending.list(resource.url));
    const signed = await payer.pay(order, replaces ? { replaces } : {});
    call.hasSigned = true;
    const presented: PaymentPayload = { x402Version: 2, resource, accepted, payload: signed.payload };
    const payment: PendingPayment = { ...signed, key: resource.url, presented, ...rivalOf(replaces) };
    try {
      await this.#pending.save(payment);
    } catch (cause) {
      payer.abandon?.(signed);
      const message = 'The payment could not be stored, and was not presented.';
      throw new X402Error('payment_unresolved', message, { cause, txid: signed.txid });
    }
    return payment;
  }

  /** Its nonce was taken, perhaps by one whose place it was to take: those are presented once more before another one is signed. */
  async #askForRivals(payment: PendingPayment): Promise<void> {
    for (const other of await this.#pending.list(payment.key)) {
      if (areRivals(other, payment)) this.#refused.delete(other.txid);
    }
  }

  /** What has an end, and with it all others of the same nonce. */
  async #forget(payment: PendingPayment): Promise<void> {
    for (const { txid } of [payment, ...(await forgetRivals(this.#pending, payment))]) this.#refused.delete(txid);
    await this.#pending.remove(payment);
  }
}

/** A new object for each presentation: by that it is recognised. */
function payloadOf(
  { payload, txid }: SignedPayment,
  extensions: Record<string, unknown> | undefined,
): PaymentPayloadResult {
  const echo = withPaymentIdentifier(extensions as PaymentPayload['extensions'], txid);
  return { x402Version: 2, payload: { ...payload }, ...(echo && { extensions: echo as Record<string, unknown> }) };
}

/** @throws `invalid_payment_requirements`: payments for addresses that many sites could have are not told apart */
function urlOf({ resource }: PaymentRequired): string {
  if (URL.canParse(resource?.url)) return resource.url;
  const message = 'Nothing was paid: the server does not say for which URL its offers are.';
  throw new X402Error('invalid_payment_requirements', message, { field: 'resource.url' });
}

function sameTerms(one: Offer, other: Offer): boolean {
  const members = ['scheme', 'network', 'asset', 'amount', 'payTo'] as const;
  return members.every((member) => one[member] === other[member]);
}

function unresolved(message: string, payment: PendingPayment | undefined): X402Error {
  const fields = payment ? { txid: payment.txid } : {};
  return new X402Error('payment_unresolved', `${message} Nothing more was paid; look at your account.`, fields);
}

function changed({ txid }: PendingPayment): X402Error {
  const message =
    'A payment for this URL is not finished, and the server asks for something else now. Nothing more was paid; look at your account, and remove the payment from `pending` when it is over.';
  return new X402Error('terms_changed', message, { txid });
}

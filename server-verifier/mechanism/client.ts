/** The client side of `exact` on Stacks for the official SDK: pays with any payer of ours, and never pays for what it has paid. */

import type {
  PaymentPayloadContext,
  PaymentPayloadResult,
  PaymentRequirements,
  SchemeNetworkClient,
  PaymentPayload as SdkPayload,
} from '@x402/core/types';
import { type Asset, assetsOf, findAsset } from '../../src/assets.js';
import { X402Error } from '../../src/errors.js';
import { memoOfOffer } from '../../src/memo.js';
import { isNetwork } from '../../src/networks.js';
import type { Payer, PaymentOrder, SignedPayment } from '../../src/payer.js';
import { withPaymentIdentifier } from '../../src/payment-identifier.js';
import { memoryPendingPayments, type PendingPayment, type PendingPayments } from '../../src/pending.js';
import { readOffer } from '../../src/read-offer.js';
import type { Offer, PaymentPayload, ResourceInfo } from '../../src/wire.js';
import { defaultSleep } from '../options.js';
import type { Sleep } from '../patience.js';

export interface ExactStacksClientOptions {
  /** Who signs: `createKeyPayer(…)` of `x402pay/key-payer`, or a wallet. */
  readonly payer: Payer;
  /** Tokens besides the well-known ones. They still need an entry in the SDK's `spendControls.allowedAssets`. */
  readonly assets?: readonly Asset[];
  /** Payments whose end is not known. Default: this process's memory. */
  readonly pending?: PendingPayments;
  /** Seconds after which a payment that is pending is presented again. The SDK does that once for each call. Default 10. */
  readonly resumeAfterSeconds?: number;
  /** Waits. Default: a timer. */
  readonly sleep?: Sleep;
}

/** The server is not done with the payment. */
const UNDECIDED: ReadonlySet<string | undefined> = new Set([
  'settlement_pending',
  'payment_in_progress',
  'overloaded',
  'transaction_pending',
]);
/** The payment has had its effect, or never will have one. */
const OVER: ReadonlySet<string | undefined> = new Set(['payment_already_used', 'access_expired', 'transaction_failed']);

/**
 * `exact` on Stacks for the official SDK's clients (`@x402/fetch`, `@x402/axios`). What may be spent is the SDK's to say: by default one dollar of USDCx at
 * a time, and nothing else; STX and sBTC need `setSpendControls({ allowedAssets: [{ network, asset, maxAmountPerPayment }] })`.
 *
 * A payment whose settlement is pending is kept, and presented again instead of a new one: after a pause by the same call, then by the next one for the
 * same resource. The SDK does not tell of answers that got lost; `payingFetch` of `x402pay` survives those, too.
 *
 * @throws `invalid_configuration` without a payer
 * @example
 * ```ts
 * import { x402Client } from '@x402/core/client';
 * import { createKeyPayer } from 'x402pay/key-payer';
 * import { createExactStacksClient } from 'x402pay/mechanism';
 * const payer = createKeyPayer({ privateKey: '00'.repeat(31) + '01', network: 'stacks:2147483648' });
 * const client = new x402Client().register('stacks:*', createExactStacksClient({ payer }));
 * console.assert(client.getExtensions().length === 0);
 * ```
 */
export function createExactStacksClient(options: ExactStacksClientOptions): SchemeNetworkClient {
  if (typeof options?.payer?.pay !== 'function') {
    const message = 'A client needs a payer, like createKeyPayer({ privateKey, network }).';
    throw new X402Error('invalid_configuration', message, { field: 'payer' });
  }
  const client = new ExactStacksClient(options);
  return {
    scheme: 'exact',
    findDefaultAsset: (name, network) => dollarOn(network, name, options.assets),
    createPaymentPayload: async (version, requirements, context) => {
      if (version !== 2) throw new X402Error('invalid_x402_version', 'On Stacks the SDK pays with x402 version 2.');
      return client.paymentFor(requirements, context);
    },
    schemeHooks: {
      onBeforePaymentCreation: async ({ paymentRequired, selectedRequirements }) =>
        client.remember(selectedRequirements, paymentRequired.resource),
      onAfterPaymentCreation: async ({ paymentPayload }) => client.presentAsBefore(paymentPayload),
      onPaymentResponse: async ({ paymentPayload, settleResponse, paymentRequired }) =>
        client.conclude(
          paymentPayload,
          settleResponse?.success === true,
          settleResponse?.errorReason ?? paymentRequired?.error,
        ),
    },
  };
}

/** The SDK caps dollars by itself, and asks which asset is one. */
function dollarOn(network: string, name: string, listed: readonly Asset[] = []): Dollar | undefined {
  if (!isNetwork(network)) return undefined;
  try {
    const { symbol, decimals } = findAsset(name, assetsOf(network, listed));
    return symbol === 'USDCx' ? { asset: name, symbol, decimals } : undefined;
  } catch {
    return undefined;
  }
}

interface Dollar {
  asset: string;
  symbol: string;
  decimals: number;
}

/** What a payload of ours stands for. */
interface Made {
  readonly signed: SignedPayment;
  /** The payment from an earlier call, that is presented again. */
  readonly earlier?: PendingPayment;
}

class ExactStacksClient {
  readonly #options: ExactStacksClientOptions;
  readonly #pending: PendingPayments;
  /** What requirements are for. The SDK hands on the same object from selection to payment. */
  readonly #resources = new WeakMap<object, ResourceInfo>();
  readonly #made = new WeakMap<object, Made>();
  /** Payments that were refused after they had been pending: they may still land. By transaction id. */
  readonly #refused = new Set<string>();
  /** Payments that this call presents for the second time. By transaction id. */
  readonly #askedAgain = new Set<string>();

  constructor(options: ExactStacksClientOptions) {
    this.#options = options;
    this.#pending = options.pending ?? memoryPendingPayments();
  }

  remember(requirements: object, resource: ResourceInfo | undefined): void {
    if (resource?.url) this.#resources.set(requirements, resource);
  }

  async paymentFor(
    requirements: PaymentRequirements,
    { maxAmountPerPayment, extensions }: PaymentPayloadContext = {},
  ): Promise<PaymentPayloadResult> {
    const resource = this.#resources.get(requirements);
    const [earlier] = resource ? await this.#pending.list(resource.url) : [];
    if (earlier && !this.#refused.has(earlier.txid)) return this.#payment({ signed: earlier, earlier }, extensions);
    const order = orderOf(requirements, resource, maxAmountPerPayment, this.#options);
    if (earlier && !this.#options.payer.canReplace) throw unresolved(earlier);
    const signed = await this.#options.payer.pay(order, earlier ? { replaces: earlier } : {});
    if (earlier) await this.#forget(earlier);
    return this.#payment({ signed }, extensions);
  }

  /** A payment belongs to the offer that it was made for. */
  presentAsBefore(payment: SdkPayload): void {
    const earlier = this.#made.get(payment.payload)?.earlier;
    if (earlier) payment.accepted = earlier.presented.accepted as PaymentRequirements;
  }

  /** What the server made of a payment. `recovered` makes the SDK ask for a payload once more, and send that. */
  async conclude(
    payment: SdkPayload,
    success: boolean,
    reason: string | undefined,
  ): Promise<{ recovered: true } | undefined> {
    const made = this.#made.get(payment.payload);
    const url = payment.resource?.url;
    if (!made || !url) return undefined;
    const { signed, earlier } = made;
    if (success) {
      await this.#forget({ ...signed, key: url, presented: wireOf(payment, signed) });
      return undefined;
    }
    if (UNDECIDED.has(reason)) {
      await this.#pending.save({ ...signed, key: url, presented: wireOf(payment, signed) });
      // The SDK asks once more for each call, and no more: then there is nothing to wait for.
      if (this.#askedAgain.delete(signed.txid)) return undefined;
      this.#askedAgain.add(signed.txid);
      const { sleep = defaultSleep, resumeAfterSeconds = 10 } = this.#options;
      await sleep(1000 * resumeAfterSeconds);
      return { recovered: true };
    }
    if (earlier && OVER.has(reason)) {
      await this.#forget(earlier);
      return { recovered: true };
    }
    if (earlier) this.#refused.add(earlier.txid);
    else if (reason !== undefined && !OVER.has(reason)) this.#options.payer.abandon?.(signed);
    return undefined;
  }

  #payment(made: Made, extensions: Record<string, unknown> | undefined): PaymentPayloadResult {
    const payload = { ...made.signed.payload };
    this.#made.set(payload, made);
    const echo = withPaymentIdentifier(extensions as PaymentPayload['extensions'], made.signed.txid);
    return { x402Version: 2, payload, ...(echo && { extensions: echo as Record<string, unknown> }) };
  }

  async #forget(payment: PendingPayment): Promise<void> {
    this.#refused.delete(payment.txid);
    this.#askedAgain.delete(payment.txid);
    await this.#pending.remove(payment);
  }
}

/** @throws what is wrong with the offer; `policy_refused` above the SDK's limit; `no_payable_offer` */
function orderOf(
  requirements: PaymentRequirements,
  resource: ResourceInfo | undefined,
  mostAtomic: string | undefined,
  { payer, assets }: ExactStacksClientOptions,
): PaymentOrder {
  const { offer, asset, amountAtomic } = readOffer(requirements as Offer, assets);
  if (mostAtomic !== undefined && amountAtomic > BigInt(mostAtomic)) {
    throw new X402Error(
      'policy_refused',
      `Nothing was paid: it costs ${amountAtomic} atomic units, over the limit of ${mostAtomic}.`,
    );
  }
  if (!payer.canPay(offer))
    throw new X402Error('no_payable_offer', 'Nothing was paid: the payer cannot pay this offer.');
  const token = offer.extra?.offer;
  return {
    resource: resource ?? { url: '' },
    offer: resource ? offer : asPlainTransfer(offer),
    asset,
    memo: token === undefined ? undefined : memoOfOffer(token),
  };
}

/** A revenue split's own function takes the URL, which SDKs before 2.27 do not tell. The split takes a plain transfer, too. */
function asPlainTransfer(offer: Offer): Offer {
  const { call: _, ...extra } = offer.extra ?? {};
  return { ...offer, extra };
}

function wireOf({ accepted, resource }: SdkPayload, { payload }: SignedPayment): PaymentPayload {
  return {
    x402Version: 2,
    accepted: accepted as Offer,
    payload,
    ...(resource && { resource: resource as ResourceInfo }),
  };
}

function unresolved({ txid }: PendingPayment): X402Error {
  const message =
    'An earlier payment for this may still reach the chain, so nothing more is paid; look at your account.';
  return new X402Error('payment_unresolved', message, { txid });
}

/** The client side of `exact` on Stacks for the official SDK: pays with any payer of ours, and never pays again by itself for what it has paid. */

import type { PaymentRequired, SchemeNetworkClient } from '@x402/core/types';
import { type Asset, assetsOf, findAsset } from '../../src/assets.js';
import { X402Error } from '../../src/errors.js';
import { isNetwork } from '../../src/networks.js';
import type { Payer } from '../../src/payer.js';
import type { PendingPayments } from '../../src/pending.js';
import { checkPolicy } from '../../src/select.js';
import type { Sleep } from '../patience.js';
import { Purchases } from './purchases.js';

export interface ExactStacksClientOptions {
  /** Who signs: `createKeyPayer(…)` of `x402pay/key-payer`, or a wallet. */
  readonly payer: Payer;
  /**
   * The most that one payment may cost, decimal text by the asset's symbol or id, `{ STX: '0.05' }`: what is not listed is not paid. It holds besides the SDK's
   * spend controls. Without it, nothing is paid that those set no limit for; the SDK of `@x402/axios` has none at all.
   */
  readonly maxPerPayment?: Readonly<Record<string, string>>;
  /** Tokens besides the well-known ones. They still need an entry in the SDK's `spendControls.allowedAssets`. */
  readonly assets?: readonly Asset[];
  /** Payments whose end is not known. Default: this process's memory. */
  readonly pending?: PendingPayments;
  /** Seconds after which a payment that is pending is presented again. The SDK does that once for each call. Default 10. */
  readonly resumeAfterSeconds?: number;
  /** Waits. Default: a timer. */
  readonly sleep?: Sleep;
}

/**
 * `exact` on Stacks for the official SDK's clients (`@x402/fetch`, `@x402/axios`). What may be spent is said by `maxPerPayment`, by the SDK's spend controls, or by
 * both; without a limit, nothing. Spend controls allow one dollar of USDCx at a time, and nothing else; STX and sBTC need
 * `setSpendControls({ allowedAssets: [{ network, asset, maxAmountPerPayment }] })`.
 *
 * One call signs at most one payment. It is written down before it is presented, and until its end is known: after a broken connection, an error of the
 * server or a word that decides nothing, it is presented again instead of a new one, after a pause by the same call, then by the next one for the same
 * resource and the same terms. Where the terms have changed meanwhile, nothing is paid (`terms_changed`). A payment that was refused, and may still land, is
 * replaced by one with the same nonce; it is kept until that one has an end, and presented again where its nonce turns out to be used. One that turns out to
 * be used (`payment_already_used`) is forgotten, and that call ends with the server's 402: only the next one buys anew. Servers of the official SDK say so of
 * each payment whose handler failed or whose answer was lost.
 *
 * The SDK does not tell where an offer came from: give `guardedFetch(fetch)` to `wrapFetchWithPayment`. Before 2.27, and so in `@x402/axios` 2.11, it does not tell
 * what became of a payment either: there each call pays anew, within `maxPerPayment`.
 *
 * @throws `invalid_configuration` without a payer, or with a mistake in `maxPerPayment` or `assets`
 * @example
 * ```ts
 * import { x402Client } from '@x402/core/client';
 * import { createKeyPayer } from 'x402pay/key-payer';
 * import { createExactStacksClient } from 'x402pay/mechanism';
 * const payer = createKeyPayer({ privateKey: '00'.repeat(31) + '01', network: 'stacks:2147483648' });
 * const client = new x402Client().register('stacks:*', createExactStacksClient({ payer, maxPerPayment: { USDCx: '0.02' } }));
 * console.assert(client.getExtensions().length === 0);
 * ```
 */
export function createExactStacksClient(options: ExactStacksClientOptions): SchemeNetworkClient {
  if (typeof options?.payer?.pay !== 'function') {
    const message = 'A client needs a payer, like createKeyPayer({ privateKey, network }).';
    throw new X402Error('invalid_configuration', message, { field: 'payer' });
  }
  const { maxPerPayment, assets } = options;
  checkPolicy({ ...(maxPerPayment && { maxPerPayment }), ...(assets && { assets }) });
  const purchases = new Purchases(options);
  return {
    scheme: 'exact',
    findDefaultAsset: (name, network) => dollarOn(network, name, assets),
    createPaymentPayload: async (version, requirements, context) => {
      if (version !== 2) throw new X402Error('invalid_x402_version', 'On Stacks the SDK pays with x402 version 2.');
      return purchases.paymentFor(requirements, context);
    },
    schemeHooks: {
      onBeforePaymentCreation: async ({ paymentRequired, selectedRequirements }) =>
        purchases.begin(paymentRequired as PaymentRequired, selectedRequirements),
      onAfterPaymentCreation: async ({ paymentPayload }) => purchases.presentAsBefore(paymentPayload),
      onPaymentResponse: async ({ paymentPayload, settleResponse, paymentRequired }) =>
        purchases.conclude(
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

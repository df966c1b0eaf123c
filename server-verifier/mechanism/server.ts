/** The server side of `exact` on Stacks for the official SDK: prices, offers that bind a payment to one request, and their check. */

import { sha256 } from '@noble/hashes/sha2.js';
import type {
  AssetAmount,
  PaymentPayload,
  PaymentRequirements,
  Price,
  SchemeNetworkServer,
  SchemePaymentRequiredContext,
} from '@x402/core/types';
import { type Asset, assetsOf, findAsset } from '../../src/assets.js';
import { isNetwork, type Network } from '../../src/networks.js';
import { checkNames, checkPrincipal, refuseConfiguration as refuse } from '../configuration.js';
import { type Finality, parseFinality } from '../finality.js';
import { GRACE_SECONDS } from '../grant.js';
import { makeOfferToken, type OfferTerms, readOfferToken } from '../offer.js';
import { SCHEME } from '../offer-terms.js';
import { checkedSecrets } from '../options.js';
import { deriveKey } from '../secret.js';
import { assetAmountOf } from './price.js';

export interface ExactStacksServerOptions {
  /** At least 32 bytes that nobody can guess, like the output of `openssl rand -base64 32`; the same in all processes of the server. Signs offers. */
  readonly secret: string | Uint8Array;
  /** Earlier secrets, whose offers stay good. */
  readonly previousSecrets?: readonly (string | Uint8Array)[];
  /** Tokens besides the well-known ones. */
  readonly assets?: readonly Asset[];
  /** When a payment counts as settled: `mempool`, `block` (default), or a number of burn (Bitcoin) blocks. The facilitator has to keep it. */
  readonly finality?: Finality;
  /** `required` refuses payments whose memo does not bind them to an offer, like those of x402-stacks. The facilitator has to keep it. */
  readonly binding?: 'required';
  /** Unix time in milliseconds. Default `Date.now`. */
  readonly clock?: () => number;
  /** Fills with random bytes. Default: the platform's generator. */
  readonly random?: (bytes: Uint8Array) => Uint8Array;
}

const OPTIONS: readonly (keyof ExactStacksServerOptions)[] = [
  'secret',
  'previousSecrets',
  'assets',
  'finality',
  'binding',
  'clock',
  'random',
];
const ACCESS = 'once';
/** Members of `extra` that bind an offer to a request: a route that wrote them itself would have offers that bind nothing. */
const BINDING = ['offer', 'request'] as const;
const MAX_OFFER_SECONDS = 86_400;

/**
 * `exact` on Stacks for the official SDK's servers (`@x402/express`, `@x402/hono`). Prices are dollars, paid in USDCx (`'$0.10'`), or name their asset
 * (`'0.5 STX'`, `{ asset: 'STX', amount: '500000' }`).
 *
 * Payments are settled before the handler runs (`upfront`): a Stacks transaction does not expire and its nonce is shared, so delivering first would be credit
 * to anybody. Each offer is bound to its method and URL; the payer's echo of it is checked here, because the SDK does not. Programs that call the SDK's
 * `verifyPayment` and `settlePayment` themselves give them requirements out of `createPaymentRequiredResponse`: others are refused as `invalid_offer`.
 *
 * @throws `invalid_configuration` with the `field` that is wrong and what to write instead
 * @example
 * ```ts
 * import { createExactStacksServer } from 'x402pay/mechanism';
 * const server = createExactStacksServer({ secret: 'an example only: use 32 random bytes' });
 * const price = await server.parsePrice('$0.25', 'stacks:1');
 * console.assert(price.amount === '250000');
 * ```
 */
export function createExactStacksServer(options: ExactStacksServerOptions): SchemeNetworkServer {
  const offers = new Offers(options);
  const assetsFor = (network: string) =>
    assetsOf(
      networkOf(network),
      options.assets?.filter((asset) => offers.isOn(asset, network)),
    );
  return {
    scheme: SCHEME,
    defaultAssetTransferMethod: 'default',
    paymentFlows: { default: { supported: ['upfront'], default: 'upfront' } },
    dynamicExtraFields: ['offer'],
    parsePrice: async (price: Price, network: string): Promise<AssetAmount> => assetAmountOf(price, assetsFor(network)),
    getAssetDecimals: (name, network) => decimalsOf(name, assetsFor(network)),
    enhancePaymentRequirements: async (requirements, kind) => offers.complete(requirements, kind.extra),
    enrichPaymentRequiredResponse: async (context) => offers.attach(context),
    schemeHooks: {
      // Both: a server that settles by itself may not verify before.
      onBeforeVerify: async ({ paymentPayload, requirements }) =>
        offers.check(paymentPayload as Echo, requirements as Terms),
      onBeforeSettle: async ({ paymentPayload, requirements }) =>
        offers.check(paymentPayload as Echo, requirements as Terms),
    },
  };
}

type Echo = Pick<PaymentPayload, 'accepted'>;
type Terms = PaymentRequirements;
type Abort = { abort: true; reason: string; message: string };

class Offers {
  readonly #options: ExactStacksServerOptions;
  readonly #secrets: readonly Uint8Array[];
  readonly #finality: string;
  readonly #clock: () => number;
  readonly #random: (bytes: Uint8Array) => Uint8Array;

  constructor(options: ExactStacksServerOptions) {
    checkNames('an option', options, OPTIONS);
    this.#options = options;
    this.#secrets = checkedSecrets(options.secret, options.previousSecrets);
    this.#finality = options.finality === undefined ? 'block' : String(options.finality);
    if (parseFinality(this.#finality) === undefined) {
      refuse('finality', 'finality is "mempool", "block" (the default), or a number of burn blocks from 1 to 1008.');
    }
    if (options.binding !== undefined && options.binding !== 'required') {
      refuse('binding', 'binding is "required", or is left out.');
    }
    this.#clock = options.clock ?? Date.now;
    this.#random = options.random ?? ((bytes) => crypto.getRandomValues(bytes));
  }

  isOn({ id }: Asset, network: string): boolean {
    return id === 'STX' || /^S[PM]/.test(id) === (network === 'stacks:1');
  }

  /** The terms of a route, without what changes with each answer. */
  complete(requirements: Terms, supported: Record<string, unknown> | undefined): Terms {
    const network = networkOf(requirements.network);
    checkPrincipal('payTo', requirements.payTo, network);
    for (const name of BINDING) {
      if (requirements.extra?.[name] === undefined) continue;
      refuse(`extra.${name}`, `extra.${name} is made for each answer; leave it out of the route.`);
    }
    const extra = {
      ...requirements.extra,
      finality: this.#finality,
      access: ACCESS,
      payloads: Array.isArray(supported?.payloads) ? supported.payloads : ['transaction'],
      ...(this.#options.binding && { binding: this.#options.binding }),
    };
    return { ...requirements, extra };
  }

  /** Adds to each of our entries what it is for, and a new token. The SDK compares all of it with the payer's echo but the token. */
  attach({ requirements, resourceInfo, transportContext }: SchemePaymentRequiredContext): Terms[] {
    const request = digestOf(resourceInfo.url, transportContext);
    return requirements.map((terms) => {
      // The SDK asks once for each entry of ours, each time with all of them.
      const isOurs = terms.scheme === SCHEME && isNetwork(terms.network) && terms.extra?.offer === undefined;
      if (!isOurs) return terms;
      const extra = { ...terms.extra, request };
      return { ...terms, extra: { ...extra, offer: this.#token({ ...terms, extra }) } };
    });
  }

  /** Never throws: the SDK takes a hook that throws for one that agrees. */
  check({ accepted }: Echo, requirements: Terms): Abort | undefined {
    try {
      return this.#refusal(accepted, requirements);
    } catch {
      return abort('invalid_offer', 'The offer cannot be read; pay one of the offers of this answer.');
    }
  }

  #refusal(accepted: Terms, requirements: Terms): Abort | undefined {
    // Terms that `attach` has not seen are not bound to any request.
    if (requirements.extra?.request === undefined) {
      const message = 'These terms were not offered; servers offer them by createPaymentRequiredResponse of the SDK.';
      return abort('invalid_offer', message);
    }
    const token = accepted.extra?.offer;
    const expiresAt =
      typeof token === 'string' ? readOfferToken(this.#keys(requirements), token, termsOf(requirements)) : undefined;
    if (expiresAt === undefined) {
      return abort('invalid_offer', 'This offer was not made for this request; pay one of the offers of this answer.');
    }
    // Its terms are today's, or the SDK would not have matched them.
    if (expiresAt + GRACE_SECONDS <= this.#clock() / 1000) {
      return abort('offer_expired', 'This offer has expired; pay one of the offers of this answer.');
    }
    return undefined;
  }

  #token(terms: Terms): string {
    const seconds = Math.min(terms.maxTimeoutSeconds, MAX_OFFER_SECONDS);
    const expiresAt = Math.floor(this.#clock() / 1000 + seconds);
    const nonce = this.#random(new Uint8Array(12));
    return makeOfferToken(this.#keys(terms)[0] as Uint8Array, termsOf(terms), expiresAt, nonce);
  }

  #keys({ network }: Terms): Uint8Array[] {
    return this.#secrets.map((secret) => deriveKey(secret, 'offer', networkOf(network)));
  }
}

function abort(reason: string, message: string): Abort {
  return { abort: true, reason, message };
}

/** In the place of a method and URL stands their digest: a verifier's offers, whatever the secret, are never these. */
function termsOf({ scheme, network, amount, asset, payTo, extra }: Terms): OfferTerms {
  const { request, finality } = extra as { request: string; finality: string };
  return { method: 'x402', resource: request, scheme, network, amount, asset, payTo, access: ACCESS, finality };
}

/** Of the request that the terms are for, as the server sees it; 43 characters. */
function digestOf(url: string, transportContext: unknown): string {
  const { method, path } =
    (transportContext as { request?: { method?: unknown; path?: unknown } } | undefined)?.request ?? {};
  const text = JSON.stringify([method === 'HEAD' ? 'GET' : (method ?? null), path ?? null, url]);
  const hash = sha256(new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function networkOf(network: string): Network {
  if (isNetwork(network)) return network;
  return refuse('network', 'network is "stacks:1" (mainnet) or "stacks:2147483648" (testnet and the embedded chain).');
}

function decimalsOf(name: string, assets: readonly Asset[]): number | undefined {
  try {
    return findAsset(name, assets).decimals;
  } catch {
    return undefined;
  }
}

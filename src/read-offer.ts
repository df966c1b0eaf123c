/** What one entry of `accepts` means on Stacks, judged with the client's own knowledge only. */

import { type Asset, assetsOf, findAsset } from './assets.js';
import { X402Error, type X402ErrorCode } from './errors.js';
import { isOfferToken } from './lib/offer-token.js';
import { parseAtomicAmount } from './money.js';
import { isNetwork, type Network, networkInfo } from './networks.js';
import type { Offer } from './wire.js';

/** An offer that was understood. */
export interface ReadOffer {
  /** As the server wrote it; this is what a payment echoes. */
  readonly offer: Offer;
  readonly network: Network;
  /** From the client's list, by the exact contract; never from the offer's `tokenType` or `decimals`. */
  readonly asset: Asset;
  readonly amountAtomic: bigint;
}

/** Addresses by their network's letters (SIP-005). The full check, with the checksum, is the transaction's builder's. */
const PRINCIPAL: Readonly<Record<Network, RegExp>> = {
  'stacks:1': /^S[PM][0-9A-Z]{20,40}(?:\.[\w-]{1,128})?$/,
  'stacks:2147483648': /^S[TN][0-9A-Z]{20,40}(?:\.[\w-]{1,128})?$/,
};

/** Ways to settle that ask the same of a payer: one signed transaction. */
const FLOWS: ReadonlySet<string> = new Set(['upfront', 'authorization']);

/** True for text that looks like an address or contract of the network. */
export function looksLikePrincipalOn(network: Network, text: string): boolean {
  return PRINCIPAL[network].test(text);
}

/** The assets of a network: the known ones, and those of `listed` that are on it. */
export function assetsOn(network: Network, listed: readonly Asset[]): readonly Asset[] {
  return assetsOf(
    network,
    listed.filter((asset) => asset.id === 'STX' || looksLikePrincipalOn(network, asset.id)),
  );
}

/**
 * Understands an offer, or says which of its members cannot be.
 *
 * @param listed SIP-010 tokens that the client knows besides the well-known assets
 * @throws `invalid_scheme`, `invalid_network`, `unknown_asset`, `invalid_amount`, `invalid_address` or `invalid_payment_requirements`, each with `field`
 * @example
 * ```ts
 * import { readOffer } from 'x402pay';
 * const { asset, amountAtomic } = readOffer({
 *   scheme: 'exact',
 *   network: 'stacks:1',
 *   amount: '250000',
 *   asset: 'SP120SBRBQJ00MCWS7TM5R8WJNTTKD5K0HFRC2CNE.usdcx',
 *   payTo: 'SP000000000000000000002Q6VF78',
 *   maxTimeoutSeconds: 600,
 * });
 * console.assert(asset.symbol === 'USDCx' && amountAtomic === 250000n);
 * ```
 */
export function readOffer(offer: Offer, listed: readonly Asset[] = []): ReadOffer {
  const { network, extra = {} } = offer;
  if (offer.scheme !== 'exact') refuse('invalid_scheme', 'scheme', 'The scheme is not "exact".');
  if (!isNetwork(network)) refuse('invalid_network', 'network', 'The network is not a Stacks network.');
  const asset = naming('asset', () => findAsset(offer.asset, assetsOn(network, listed)));
  const amountAtomic = naming('amount', () => parseAtomicAmount(offer.amount));
  if (amountAtomic === 0n) refuse('invalid_amount', 'amount', 'The amount is zero.');
  if (!looksLikePrincipalOn(network, offer.payTo)) {
    refuse('invalid_address', 'payTo', `The payee is not an address on ${networkInfo(network).name}.`);
  }
  const terms = 'invalid_payment_requirements';
  if (!FLOWS.has(extra.paymentFlow ?? 'upfront')) refuse(terms, 'paymentFlow', 'The payment flow is not known.');
  // A payment for a token that we misunderstand would not be bound to its offer.
  if (extra.offer !== undefined && !isOfferToken(extra.offer)) refuse(terms, 'offer', 'The offer token is malformed.');
  return { offer, network, asset, amountAtomic };
}

function naming<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof X402Error) refuse(error.code, field, error.message);
    throw error;
  }
}

function refuse(code: X402ErrorCode, field: string, message: string): never {
  throw new X402Error(code, message, { field });
}

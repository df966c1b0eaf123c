/** The offers of a 402 that can be paid here, with what the reader gets to see of them. */

import type { Asset } from '../../src/assets.js';
import { formatDecimalAmount } from '../../src/money.js';
import { networkInfo } from '../../src/networks.js';
import { readOffer } from '../../src/read-offer.js';
import type { Offer } from '../../src/wire.js';
import type { PricedOffer } from './state.js';
import type { PriceList } from './wire.js';

/**
 * Offers in other schemes, on other chains or in assets that nobody here knows are left out. The decimals and the symbol come from the
 * reader's side: what the server says of an asset is never shown.
 *
 * @param listed assets that the page's author added
 */
export function payableOffers({ accepts }: PriceList, listed: readonly Asset[]): readonly PricedOffer[] {
  return accepts.flatMap((offer) => pricedOffer(offer, listed) ?? []);
}

/** The offer with its price, or `undefined` when it cannot be paid here. */
export function pricedOffer(offer: Offer, listed: readonly Asset[]): PricedOffer | undefined {
  try {
    const { network, asset, amountAtomic } = readOffer(offer, listed);
    const price = `${formatDecimalAmount(amountAtomic, asset.decimals)}\u00a0${asset.symbol}`;
    return { offer, network: networkInfo(network), asset, amountAtomic, price };
  } catch {
    return undefined;
  }
}

/** True when two offers ask the same of the payer: one may be paid for the other. */
export function sameTerms(one: Offer, other: Offer): boolean {
  return (
    one.network === other.network &&
    one.asset === other.asset &&
    one.amount === other.amount &&
    one.payTo === other.payTo &&
    one.extra?.call === other.extra?.call
  );
}

/** Amounts as people read and write them. Nothing here is ever floating point. */

import { amountText } from '../../../elements/paywall/amount-text.js';
import { assetsOf } from '../../../src/assets.js';
import { formatDecimalAmount, parseDecimalAmount } from '../../../src/money.js';
import { isNetwork } from '../../../src/networks.js';

export interface Unit {
  readonly symbol: string;
  readonly decimals: number;
}

/** `0.25 STX`, with the digits that the language groups. */
export function priceText(atomic: bigint | string, { symbol, decimals }: Unit, language: string): string {
  return amountText(`${formatDecimalAmount(BigInt(atomic), decimals)}\u00a0${symbol}`, language);
}

/** Where a price stands in large letters: rather before the symbol than within the figure. */
export function breakable(price: string): string {
  return price.replace('\u00a0', ' ');
}

/** The figure alone, for what stands under a heading with the symbol. */
export function figureText(atomic: bigint | string, unit: Unit, language: string): string {
  return priceText(atomic, unit, language).slice(0, -unit.symbol.length - 1);
}

/**
 * What a person has typed, in atomic units. A comma is read as a point, unless it may stand for thousands: `0,125` cannot, `1,250` can.
 *
 * @throws `invalid_amount`
 */
export function typedAmount(text: string, decimals: number): bigint {
  const trimmed = text.trim();
  return parseDecimalAmount(
    /^(?:0,\d+|\d+,(?!\d{3}$)\d+)$/.test(trimmed) ? trimmed.replace(',', '.') : trimmed,
    decimals,
  );
}

/** Name and places of an asset of the network; of what is not known, its id. */
export function unitOf(network: string, asset: string): Unit {
  const known = isNetwork(network) ? assetsOf(network).find(({ id }) => id === asset) : undefined;
  return known ?? { symbol: asset.split('.').at(-1) ?? asset, decimals: 0 };
}

/** Thousandths of the whole, from 0 to 1000: for what is drawn. */
export function thousandths(part: bigint, whole: bigint): number {
  if (whole <= 0n || part <= 0n) return 0;
  return part >= whole ? 1000 : Number((part * 1000n) / whole);
}

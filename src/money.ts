/** Amounts: atomic units in `bigint` inside, decimal strings at the edge, never floating point. */

import { X402Error } from './errors.js';
import { MAX_AMOUNT_DIGITS } from './limits.js';

/** Largest amount that Clarity's `uint` can hold. */
const MAX_UINT = 2n ** 128n - 1n;

/**
 * Atomic units from a decimal text such as `0.25`.
 *
 * @param decimal digits with at most one point; no sign, exponent, separator or space
 * @param decimals places after the point of the asset
 * @throws `invalid_amount` when the text is not such a number, has more places than the asset, or is more than the chain can hold
 * @example
 * ```ts
 * import { parseDecimalAmount } from 'x402pay';
 * console.assert(parseDecimalAmount('0.25', 6) === 250000n);
 * ```
 */
export function parseDecimalAmount(decimal: string, decimals: number): bigint {
  checkDecimals(decimals);
  const match = /^(\d+)(?:\.(\d+))?$/.exec(decimal.length <= 2 * MAX_AMOUNT_DIGITS ? decimal : '');
  if (!match?.[1]) {
    throw new X402Error('invalid_amount', `"${decimal.slice(0, 40)}" is not an amount; write it like "0.25".`);
  }
  const fraction = match[2] ?? '';
  if (fraction.length > decimals) {
    throw new X402Error(
      'invalid_amount',
      `"${decimal}" has ${fraction.length} decimal places; this asset has ${decimals}.`,
    );
  }
  return bounded(BigInt(match[1] + fraction.padEnd(decimals, '0')));
}

/**
 * Decimal text of an atomic amount, without trailing zeros.
 *
 * @param atomic zero or more
 * @param decimals places after the point of the asset
 * @throws `invalid_amount` for a negative amount
 * @example
 * ```ts
 * import { formatDecimalAmount } from 'x402pay';
 * console.assert(formatDecimalAmount(250000n, 6) === '0.25');
 * ```
 */
export function formatDecimalAmount(atomic: bigint, decimals: number): string {
  checkDecimals(decimals);
  if (atomic < 0n) throw new X402Error('invalid_amount', 'An amount cannot be negative.');
  const digits = atomic.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction ? `${whole}.${fraction}` : whole;
}

/**
 * An atomic amount as the wire writes it: decimal digits, no sign, no leading zero.
 *
 * @throws `invalid_amount` for any other text, or more than the chain can hold
 * @example
 * ```ts
 * import { parseAtomicAmount } from 'x402pay';
 * console.assert(parseAtomicAmount('250000') === 250000n);
 * ```
 */
export function parseAtomicAmount(text: string): bigint {
  if (text.length > MAX_AMOUNT_DIGITS || !/^(?:0|[1-9]\d*)$/.test(text)) {
    throw new X402Error('invalid_amount', `"${text.slice(0, 40)}" is not an amount in atomic units.`);
  }
  return bounded(BigInt(text));
}

/** A missing `decimals` must not turn 0.5 into 5 atomic units. */
function checkDecimals(decimals: number): void {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MAX_AMOUNT_DIGITS) {
    throw new X402Error('invalid_amount', `An asset has 0 to ${MAX_AMOUNT_DIGITS} decimal places.`, {
      field: 'decimals',
    });
  }
}

function bounded(amount: bigint): bigint {
  if (amount > MAX_UINT) throw new X402Error('invalid_amount', 'The amount is larger than the chain can hold.');
  return amount;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimalAmount } from '../../src/money.js';
import { amountText } from './amount-text.js';

const LANGUAGES = ['en', 'en-IN', 'de', 'de-CH', 'es', 'fr', 'ja', 'ar', 'ar-EG', 'fa', 'pt-BR', 'zh-Hans', 'hi'];
const MOST = 2n ** 128n - 1n;

/** The decimal text behind a formatted amount. */
function decimalOf(text: string, language: string): string {
  const point = new Intl.NumberFormat(language, { numberingSystem: 'latn' }).format(0.5).replaceAll(/\d/g, '');
  const [number = ''] = text.split('\u00a0STX');
  const places = number.lastIndexOf(point);
  if (places < 0) return number.replaceAll(/\D/g, '');
  return `${number.slice(0, places).replaceAll(/\D/g, '')}.${number.slice(places + point.length)}`;
}

describe('an amount in words of a language', () => {
  it('is digit by digit the amount, however large or small', () => {
    const amounts = fc.bigInt({ min: 0n, max: MOST });
    fc.assert(
      fc.property(amounts, fc.nat(20), fc.constantFrom(...LANGUAGES), (atomic, decimals, language) => {
        const decimal = formatDecimalAmount(atomic, decimals);
        expect(decimalOf(amountText(`${decimal}\u00a0STX`, language), language)).toBe(decimal);
      }),
      { numRuns: 2000 },
    );
  });

  it('has the separators of the language, and Western digits', () => {
    expect(amountText('1234567.00001\u00a0sBTC', 'en')).toBe('1,234,567.00001\u00a0sBTC');
    expect(amountText('1234567.5\u00a0STX', 'de')).toBe('1.234.567,5\u00a0STX');
    expect(amountText('1234567.5\u00a0STX', 'fr')).toBe('1\u202f234\u202f567,5\u00a0STX');
    expect(amountText('1234567.5\u00a0STX', 'en-IN')).toBe('12,34,567.5\u00a0STX');
    expect(amountText('0.25\u00a0USDCx', 'ar-EG')).toMatch(/^0.25\u00a0USDCx$/);
  });

  it('leaves alone what is not an amount, and what a browser might round', () => {
    expect(amountText('the price', 'de')).toBe('the price');
    const tiny = `0.${'0'.repeat(20)}1\u00a0STX`;
    expect(amountText(tiny, 'de')).toBe(tiny);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureText, priceText, thousandths, typedAmount, unitOf } from './amounts.js';

const atomic = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
const unit = fc.record({ symbol: fc.constantFrom('STX', 'sBTC', 'X1'), decimals: fc.integer({ min: 0, max: 18 }) });

describe('amounts in the pages', () => {
  it('are exact in every language, to the last digit', () => {
    fc.assert(
      fc.property(atomic, unit, fc.constantFrom('en', 'de', 'de-CH', 'en-IN'), (amount, of, language) => {
        const text = priceText(amount, of, language);
        expect(text.endsWith(`\u00a0${of.symbol}`)).toBe(true);
        const digits = figureText(amount, of, language);
        const point = language === 'de' ? ',' : '.';
        const [whole = '', fraction = ''] = digits.split(point);
        expect(BigInt(whole.replace(/\D/g, '') + fraction.padEnd(of.decimals, '0'))).toBe(amount);
      }),
    );
  });

  it('are read as they were typed, with a point or a comma', () => {
    expect(typedAmount(' 0.25 ', 6)).toBe(250_000n);
    expect(typedAmount('0,25', 6)).toBe(250_000n);
    expect([typedAmount('0,125', 6), typedAmount('12,5', 6)]).toEqual([125_000n, 12_500_000n]);
    for (const wrong of ['1,000', '1.000,5', '1e3', '-1', '', '.5', '0.1234567']) {
      expect(() => typedAmount(wrong, 6)).toThrow(expect.objectContaining({ code: 'invalid_amount' }));
    }
  });

  it('are drawn in proportion, and never beyond the whole', () => {
    fc.assert(
      fc.property(atomic, atomic, (part, whole) => {
        const drawn = thousandths(part, whole);
        expect(drawn >= 0 && drawn <= 1000).toBe(true);
        if (whole > 0n && part <= whole) expect(BigInt(drawn)).toBe((part * 1000n) / whole);
      }),
    );
  });

  it('of an unknown asset have no point, so that none can be in the wrong place', () => {
    expect(unitOf('stacks:1', 'SP000000000000000000002Q6VF78.token')).toEqual({ symbol: 'token', decimals: 0 });
    expect(unitOf('stacks:1', 'STX')).toMatchObject({ symbol: 'STX', decimals: 6 });
  });
});

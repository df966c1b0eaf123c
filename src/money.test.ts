import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_AMOUNT_DIGITS } from './limits.js';
import { formatDecimalAmount, parseAtomicAmount, parseDecimalAmount } from './money.js';

const MAX_UINT = 2n ** 128n - 1n;
const amount = fc.bigInt({ min: 0n, max: MAX_UINT });
const decimals = fc.nat(MAX_AMOUNT_DIGITS);
const refusal = expect.objectContaining({ name: 'X402Error', code: 'invalid_amount' });

describe('decimal amounts', () => {
  it('come back from their text, whatever the decimals', () => {
    fc.assert(
      fc.property(amount, decimals, (atomic, places) => {
        expect(parseDecimalAmount(formatDecimalAmount(atomic, places), places)).toBe(atomic);
      }),
    );
  });

  it('are written without zeros that mean nothing, and never as a floating-point number', () => {
    fc.assert(
      fc.property(amount, decimals, (atomic, places) => {
        expect(formatDecimalAmount(atomic, places)).toMatch(/^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      }),
    );
  });

  it('are the atomic amount with the point moved', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(18), (atomic, places) => {
        const [whole, fraction = ''] = formatDecimalAmount(atomic, places).split('.');
        expect(BigInt(whole!) * 10n ** BigInt(places) + BigInt(fraction.padEnd(places, '0') || '0')).toBe(atomic);
      }),
    );
  });

  it.each<[string, number, bigint]>([
    ['0', 6, 0n],
    ['0.25', 6, 250000n],
    ['0.000001', 6, 1n],
    ['1', 0, 1n],
    ['1.10', 6, 1100000n],
    ['21000000', 8, 2100000000000000n],
    ['0.00001', 8, 1000n],
    ['340282366920938463463374607431768.211455', 6, MAX_UINT],
  ])('read %j with %i decimals', (text, places, atomic) => {
    expect(parseDecimalAmount(text, places)).toBe(atomic);
  });

  it.each([
    '',
    ' ',
    '.',
    '.5',
    '5.',
    '-1',
    '+1',
    '1e6',
    '0x10',
    '1,5',
    '1 000',
    '1_000',
    '1.2.3',
    ' 1',
    '1\n',
    '١',
    '１',
    'NaN',
    'Infinity',
  ])('refuse %j', (text) => {
    expect(() => parseDecimalAmount(text, 6)).toThrow(refusal);
  });

  it('refuse one place more than the asset has, instead of rounding', () => {
    expect(parseDecimalAmount('0.123456', 6)).toBe(123456n);
    expect(() => parseDecimalAmount('0.1234560', 6)).toThrow(refusal);
    expect(() => parseDecimalAmount('1.0', 0)).toThrow(refusal);
  });

  it('refuse one unit more than the chain can hold', () => {
    expect(() => parseDecimalAmount('340282366920938463463374607431768.211456', 6)).toThrow(refusal);
  });

  it('refuse very long texts unread', () => {
    const zeros = (digits: number) => '0'.repeat(digits);
    expect(parseDecimalAmount(zeros(2 * MAX_AMOUNT_DIGITS), 6)).toBe(0n);
    expect(() => parseDecimalAmount(zeros(2 * MAX_AMOUNT_DIGITS + 1), 6)).toThrow(refusal);
  });

  it.each([-1, 1.5, Number.NaN, MAX_AMOUNT_DIGITS + 1, undefined as unknown as number])(
    'refuse an asset with %s decimals, instead of guessing',
    (places) => {
      expect(() => parseDecimalAmount('0.5', places)).toThrow(refusal);
      expect(() => formatDecimalAmount(5n, places)).toThrow(refusal);
    },
  );

  it('are never negative', () => expect(() => formatDecimalAmount(-1n, 6)).toThrow(refusal));
});

describe('atomic amounts', () => {
  it('come back from their text', () => {
    fc.assert(
      fc.property(amount, (atomic) => {
        expect(parseAtomicAmount(atomic.toString())).toBe(atomic);
      }),
    );
  });

  it.each(['', '-1', '+1', '01', '00', '1.0', '1e3', ' 1', '1 ', '0x1', '１', '1n'])('refuse %j', (text) => {
    expect(() => parseAtomicAmount(text)).toThrow(refusal);
  });

  it(`have at most ${MAX_AMOUNT_DIGITS} digits and fit into 128 bits`, () => {
    expect(MAX_UINT.toString()).toHaveLength(MAX_AMOUNT_DIGITS);
    expect(parseAtomicAmount(MAX_UINT.toString())).toBe(MAX_UINT);
    expect(() => parseAtomicAmount((MAX_UINT + 1n).toString())).toThrow(refusal);
    expect(() => parseAtomicAmount(`1${'0'.repeat(MAX_AMOUNT_DIGITS)}`)).toThrow(refusal);
  });
});

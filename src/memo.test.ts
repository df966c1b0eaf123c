import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../test/vectors/memos.json' with { type: 'json' };
import { memoOfOffer } from './memo.js';

describe('memoOfOffer', () => {
  it.each(vectors.memos)('gives the memo of $offer', ({ offer, memo }) => expect(memoOfOffer(offer)).toBe(memo));

  it.each(vectors.refused)('refuses %j, which is no offer token', (offer) => {
    expect(() => memoOfOffer(offer)).toThrow(expect.objectContaining({ code: 'invalid_offer' }));
  });

  it('always has 34 ASCII characters, and differs when one character of the token differs', () => {
    const token = fc.stringMatching(/^[\w-]{44}$/);
    fc.assert(
      fc.property(token, fc.nat(43), (offer, position) => {
        const memo = memoOfOffer(offer);
        expect(memo).toMatch(/^x402:[\w-]{29}$/);
        const other = offer[position] === 'A' ? 'B' : 'A';
        expect(memoOfOffer(offer.slice(0, position) + other + offer.slice(position + 1))).not.toBe(memo);
      }),
      { numRuns: 300 },
    );
  });
});

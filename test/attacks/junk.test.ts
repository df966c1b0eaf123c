/** Payments that cost their sender nothing, in numbers: they must not fill the store and stop the sales to others. */

import { describe, expect, it } from 'vitest';
import type { Offer } from 'x402pay';
import { createMemoryClaims, type Terms, type Verifier } from 'x402pay/verifier';
import {
  asks,
  ONCE,
  offerOf,
  openShop,
  presents,
  READER,
  STRANGER,
  serves,
  signed,
  TERMS,
  verdict,
} from '../verifier/shop.js';

const MAX_CLAIMS = 10;

/** Signed with a key that holds nothing, each with a nonce of its own. */
async function floods(
  verifier: Verifier,
  terms: Terms,
  offerToday: () => Promise<Offer>,
  memo?: string,
): Promise<Set<string>> {
  const guarded = verifier.protect(terms);
  const all = Array.from({ length: 3 * MAX_CLAIMS }, async (_, nonce) => {
    const offer = await offerToday();
    const junk = signed(offer, { payer: STRANGER, nonce: BigInt(nonce), ...(memo && { memo }) });
    return verdict(await guarded(asks('/a', presents(offer, junk)), serves));
  });
  return new Set(await Promise.all(all));
}

describe('a store with room for few claims', () => {
  it.each([
    ['bound', undefined],
    ['unbound', 'a memo of my own'],
  ])('is not filled with %s junk while the nodes have no time', async (_what, memo) => {
    const shop = openShop();
    let isBusy = true;
    const busy = { status: 429, headers: { 'Retry-After': '1' } };
    const verifier = shop.another({
      claims: createMemoryClaims({ maxClaims: MAX_CLAIMS, clock: shop.time.clock }),
      chain: {
        url: 'https://node.example',
        fetch: async () =>
          isBusy ? new Response(null, busy) : Response.json({ reason: 'NotEnoughFunds' }, { status: 400 }),
      },
    });
    const guarded = verifier.protect(TERMS);
    const found = new Set<string>();
    for (let times = 0; times < 3; times++) {
      // As many at a time as the store has room for: they are written down while they are under way.
      for (const one of await floods(verifier, TERMS, () => offerOf(guarded), memo)) found.add(one);
    }
    expect([...found].sort()).toEqual(['402 settlement_pending', '503 overloaded']);
    isBusy = false;
    shop.time.advance(60);
    const offer = await offerOf(guarded);
    const honest = presents(offer, signed(offer, { payer: READER }));
    expect(verdict(await guarded(asks('/a', honest), serves))).toBe('402 insufficient_funds');
  });

  it('is not filled with payments of offers that are too old to be sent', async () => {
    const shop = openShop();
    const claims = createMemoryClaims({ maxClaims: MAX_CLAIMS, clock: shop.time.clock });
    const verifier = shop.another({ claims });
    const old = await offerOf(verifier.protect(ONCE));
    shop.time.advance(601);
    const dearer: Terms = { price: { STX: '0.9' }, access: 'once' };
    expect([...(await floods(verifier, dearer, async () => old))]).toContain('402 offer_expired');
    expect(shop.chain.broadcasts).toEqual([]);
    const guarded = verifier.protect(dearer);
    const offer = await offerOf(guarded);
    const honest = presents(offer, signed(offer, { payer: READER }));
    expect(verdict(await guarded(asks('/a', honest), serves))).toBe('200 success');
  });
});

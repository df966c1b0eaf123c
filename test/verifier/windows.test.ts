/** PROTOCOL sections 2 and 5: how long an offer is good, and how long a payment opens what it bought. */

import { describe, expect, it } from 'vitest';
import type { Offer } from 'x402pay';
import { createMemoryClaims, type Terms } from 'x402pay/verifier';
import {
  asks,
  buys,
  ONCE,
  ORIGIN,
  offerOf,
  openShop,
  openShopWithClaims,
  passOf,
  presents,
  type Shop,
  serves,
  signed,
  TERMS,
  verdict,
} from './shop.js';

const DAY = 86_400;
const CHEAP: Terms = { price: { STX: '0.5' }, access: '30d' };
const DEAR: Terms = { price: { STX: '0.9' }, access: '30d' };

async function present(shop: Shop, terms: Terms, offer: Offer, transaction = signed(offer)): Promise<string> {
  return verdict(await shop.verifier.protect(terms)(asks('/a', presents(offer, transaction)), serves));
}

describe('an offer', () => {
  it('keeps its price until it expires, whatever the price is now', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(CHEAP));
    shop.time.advance(599);
    expect(await present(shop, DEAR, offer)).toBe('200 success');
  });

  it('is refused from the second of its end on, and nothing is sent', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(CHEAP));
    shop.time.advance(600);
    expect(await present(shop, DEAR, offer)).toBe('402 offer_expired');
    expect(shop.chain.broadcasts).toEqual([]);
  });

  it.each([
    ['price', { ...CHEAP, price: { STX: '0.9' } }],
    ['access', { ...CHEAP, access: '7d' }],
    ['finality', { ...CHEAP, finality: 6 }],
  ])('that has expired is refused when the %s has changed', async (_what, terms) => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(CHEAP));
    shop.time.advance(600);
    expect(await present(shop, terms as Terms, offer)).toBe('402 offer_expired');
  });

  it('that has expired is honoured for a payment that meets today’s terms', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(CHEAP));
    shop.time.advance(90 * DAY);
    expect(await present(shop, CHEAP, offer)).toBe('200 success');
  });

  it('that has expired is honoured for a payment that was mined within a day after its end', async () => {
    for (const [late, expected] of [
      [DAY, '200 success'],
      [DAY + 1, '402 offer_expired'],
    ] as const) {
      const shop = openShop();
      const offer = await offerOf(shop.verifier.protect(CHEAP));
      const transaction = signed(offer);
      shop.time.advance(600 + late);
      shop.chain.mine(transaction);
      shop.time.advance(3 * DAY);
      expect(await present(shop, DEAR, offer, transaction)).toBe(expected);
    }
  });

  it('that has expired is not honoured for a block without a time', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(CHEAP));
    const transaction = signed(offer);
    const txid = shop.chain.mine(transaction);
    shop.chain.transactions.set(txid, { status: 'success', txid });
    shop.time.advance(601);
    expect(await present(shop, DEAR, offer, transaction)).toBe('402 offer_expired');
  });

  it('that has expired leaves a payment in the mempool pending for a day, and no longer', async () => {
    const shop = openShop();
    const terms = { ...CHEAP, finality: 'mempool' as const };
    const offer = await offerOf(shop.verifier.protect(terms));
    const transaction = signed(offer);
    const txid = shop.chain.mine(transaction);
    shop.chain.transactions.set(txid, { status: 'pending', txid });
    shop.time.advance(601);
    expect(await present(shop, DEAR, offer, transaction)).toBe('402 settlement_pending');
    shop.time.advance(DAY);
    expect(await present(shop, DEAR, offer, transaction)).toBe('402 offer_expired');
  });

  it('that has expired is honoured by the id of a payment that was mined in time', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(CHEAP));
    const txid = shop.chain.mine(signed(offer));
    shop.time.advance(DAY);
    const response = await shop.verifier.protect(DEAR)(asks('/a', presents(offer, { txid })), serves);
    expect(verdict(response)).toBe('200 success');
  });

  it('lives as long as the terms say', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect({ ...CHEAP, offerSeconds: 3600 }));
    expect(offer.maxTimeoutSeconds).toBe(3600);
    shop.time.advance(3599);
    expect(await present(shop, DEAR, offer)).toBe('200 success');
  });

  it('outlives the rotation of the secret, and dies with it', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(CHEAP));
    const headers = presents(offer, signed(offer));
    const secret = 'the next secret, also for tests only';
    const rotated = shop.another({ secret, previousSecrets: ['a secret that is used in tests only'] });
    expect(verdict(await rotated.protect(CHEAP)(asks('/a', headers), serves))).toBe('200 success');
    expect(verdict(await shop.another({ secret }).protect(CHEAP)(asks('/a', headers), serves))).toBe(
      '402 invalid_offer',
    );
  });

  it('of one verifier is nothing to another with another secret', async () => {
    const shop = openShop();
    const foreign = shop.another({ secret: 'a secret of somebody else, in tests' });
    const offer = await offerOf(foreign.protect(CHEAP));
    expect(await present(shop, CHEAP, offer)).toBe('402 invalid_offer');
  });

  it('is for one method', async () => {
    const shop = openShop();
    const guarded = shop.verifier.protect(CHEAP);
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer));
    expect(verdict(await guarded(asks('/a', headers, 'POST'), serves))).toBe('402 invalid_offer');
    expect(verdict(await guarded(asks('/a', headers, 'HEAD'), serves))).toBe('200 success');
  });

  it('is for one set of named parameters', async () => {
    const shop = openShop();
    const guarded = shop.verifier.protect({ ...CHEAP, query: ['page'] });
    const offer = await offerOf(guarded, 'STX', asks('/a?page=1&utm=x'));
    const headers = presents(offer, signed(offer, { resource: `${ORIGIN}/a?page=1` }));
    expect(verdict(await guarded(asks('/a?page=2', headers), serves))).toBe('402 invalid_offer');
    expect(verdict(await guarded(asks('/a?utm=y&page=1', headers), serves))).toBe('200 success');
    expect((await guarded(asks('/a?page=1&page=2', headers), serves)).status).toBe(400);
  });
});

describe('access in time', () => {
  it('begins with the block, and ends exactly then', async () => {
    const shop = openShop();
    const guarded = shop.verifier.protect(CHEAP);
    const { headers, response } = await buys(guarded);
    const end = passOf(response).expiresAt;
    shop.time.advance(30 * DAY - 1);
    const again = await guarded(asks('/a', headers), serves);
    expect(verdict(again)).toBe('200 success');
    expect(passOf(again).expiresAt).toBe(end);
    shop.time.advance(1);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 access_expired');
  });

  it('cannot be moved by presenting late, with or without claims', async () => {
    for (const shop of [openShop(), openShopWithClaims()]) {
      const offer = await offerOf(shop.verifier.protect(CHEAP));
      const transaction = signed(offer);
      shop.chain.mine(transaction);
      shop.time.advance(30 * DAY);
      expect(await present(shop, CHEAP, offer, transaction)).toBe('402 access_expired');
    }
  });

  it('of a mempool payment begins with its offer, before and after it was mined', async () => {
    const shop = openShop();
    shop.chain.behaviour = 'pending';
    const guarded = shop.verifier.protect({ ...CHEAP, finality: 'mempool' });
    const { headers, response, transaction } = await buys(guarded);
    const end = passOf(response).expiresAt;
    shop.time.advance(10 * DAY);
    shop.chain.mine(transaction);
    expect(passOf(await guarded(asks('/a', headers), serves)).expiresAt).toBe(end);
    shop.time.advance(20 * DAY + 600);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 access_expired');
  });

  it('that has ended before a mempool payment is sent leaves the money where it is', async () => {
    const shop = openShop();
    const terms = { ...CHEAP, finality: 'mempool' as const };
    const offer = await offerOf(shop.verifier.protect(terms));
    shop.time.advance(30 * DAY + 600);
    expect(await present(shop, terms, offer)).toBe('402 access_expired');
    expect(shop.chain.broadcasts).toEqual([]);
  });

  it.each([
    ['45s', 1],
    ['30m', 6],
    ['once', 1008],
  ] as const)('of %s is not over before %i burn blocks have come', async (access, finality) => {
    const shop = openShopWithClaims();
    const guarded = shop.verifier.protect({ price: { STX: '0.5' }, access, finality });
    const { headers } = await buys(guarded);
    shop.time.advance(660 * finality);
    shop.chain.burnHeight += finality;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('begins with the offer when the node tells no time', async () => {
    const shop = openShop();
    const guarded = shop.verifier.protect(CHEAP);
    const offer = await offerOf(guarded);
    const transaction = signed(offer);
    const txid = shop.chain.mine(transaction);
    shop.chain.transactions.set(txid, { status: 'success', txid });
    const start = shop.time.clock() / 1000;
    const response = await guarded(asks('/a', presents(offer, transaction)), serves);
    expect(passOf(response).expiresAt).toBe(start + 600 + 30 * DAY);
  });
});

describe('an `once` payment', () => {
  it('must be presented within a week after it was mined', async () => {
    for (const [seconds, expected] of [
      [7 * DAY - 1, '200 success'],
      [7 * DAY, '402 access_expired'],
    ] as const) {
      const shop = openShopWithClaims();
      const offer = await offerOf(shop.verifier.protect(ONCE));
      const transaction = signed(offer);
      shop.chain.mine(transaction);
      shop.time.advance(seconds);
      expect(await present(shop, ONCE, offer, transaction)).toBe(expected);
    }
  });

  it('is remembered for longer than it can be presented, whatever its finality', async () => {
    for (const finality of ['mempool', 'block', 1, 1008] as const) {
      const shop = openShop();
      const claims = createMemoryClaims({ clock: shop.time.clock });
      const guarded = shop.another({ claims }).protect({ ...ONCE, finality });
      const { headers } = await buys(guarded);
      shop.chain.burnHeight += 1008;
      if (typeof finality === 'number') expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
      for (let hour = 0; hour < 24 * 40; hour += 6) {
        shop.time.advance(6 * 3600);
        const found = verdict(await guarded(asks('/a', headers), serves));
        expect(found).toMatch(/^402 (?:payment_already_used|access_expired)$/);
      }
    }
  });
});

describe('terms in full', () => {
  it('are bound to the offer: what another route sells is something else', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    const transaction = signed(offer);
    const response = await shop.verifier.protect(TERMS)(asks('/b', presents(offer, transaction)), serves);
    expect(verdict(response)).toBe('402 invalid_offer');
  });
});

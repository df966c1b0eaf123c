/** Where the mempool is good enough: no credit for what can never be mined. */

import { afterEach, describe, expect, it } from 'vitest';
import { HEADER } from 'x402pay';
import { transactionId } from 'x402pay/stacks';
import { createMemoryClaims } from 'x402pay/verifier';
import { loopTime } from '../suites/loop-time.js';
import { asks, ONCE, offerOf, presents, serves, settlementOf, signed, TERMS, verdict } from '../verifier/shop.js';
import { broadcasts, market, statusOnChain, trap } from './market.js';

const shop = market({ blockMilliseconds: 'manual' });
const patient = { ...loopTime(), waitSeconds: 1 };
const CREDIT = { ...TERMS, finality: 'mempool' } as const;

afterEach(async () => {
  await shop.devnet.mine();
});

describe('a payment behind a nonce that is missing', () => {
  it('opens nothing, says why, and does when the missing one is there', async () => {
    const guarded = shop.verifier(patient).protect(CREDIT);
    const payer = await shop.stranger();
    const offer = await offerOf(guarded);
    const transaction = signed(offer, { payer, nonce: 1n });
    const headers = presents(offer, transaction);
    const { handler, runs } = trap();
    const response = await guarded(asks('/a', headers), handler);
    expect(verdict(response)).toBe('402 settlement_pending');
    expect(settlementOf(response).errorMessage).toContain('earlier nonce');
    expect(await statusOnChain(shop.devnet, transactionId(transaction))).toBe('pending');
    expect(runs()).toBe(0);

    await broadcasts(shop.devnet, signed(offer, { payer, nonce: 0n, memo: null }));
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('nor do any number of them that count on one balance', async () => {
    const guarded = shop
      .verifier({ ...patient, claims: createMemoryClaims() })
      .protect({ ...ONCE, finality: 'mempool' });
    const payer = await shop.stranger();
    const { handler, runs } = trap();
    const answers = await Promise.all(
      [1n, 2n, 3n, 5n].map(async (nonce) => {
        const offer = await offerOf(guarded);
        return guarded(asks('/a', presents(offer, signed(offer, { payer, nonce }))), handler);
      }),
    );
    expect(answers.map(verdict)).toEqual(Array(4).fill('402 settlement_pending'));
    expect(answers.every(({ headers }) => headers.has(HEADER.response))).toBe(true);
    expect(runs()).toBe(0);
  });
});

describe('payments that wait one behind the other', () => {
  it('open at once, all of them', async () => {
    const guarded = shop.verifier(patient).protect(CREDIT);
    const payer = await shop.stranger();
    for (const nonce of [0n, 1n, 2n]) {
      const offer = await offerOf(guarded);
      const headers = presents(offer, signed(offer, { payer, nonce }));
      expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    }
  });
});

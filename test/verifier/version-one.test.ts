/** x402 version 1, where a route opts in. PROTOCOL section 1, and check 2. */

import { describe, expect, it } from 'vitest';
import { decodePaymentRequired, encodeHeader, HEADER, type Offer } from 'x402pay';
import { hexFromBytes } from 'x402pay/stacks';
import type { Protection, Terms } from 'x402pay/verifier';
import {
  asks,
  buys,
  ORIGIN,
  openShopWithClaims,
  passOf,
  SBTC,
  STRANGER,
  serves,
  settlementOf,
  signed,
  TERMS,
  verdict,
} from './shop.js';

const V1: Terms = { ...TERMS, v1: true };
const MEMO = { memo: 'a memo of its own' };

/** What a version 1 client reads: the body. */
async function bodyOf(guarded: Protection, path = '/a') {
  const response = await guarded(asks(path), serves);
  return (await response.json()) as {
    x402Version: number;
    accepts: (Offer & { maxAmountRequired: string; resource: string })[];
  };
}

const pays = (transaction: Uint8Array, change: object = {}) => ({
  [HEADER.payment]: encodeHeader({
    x402Version: 1,
    scheme: 'exact',
    network: 'stacks-testnet',
    payload: { transaction: hexFromBytes(transaction) },
    ...change,
  }),
});

async function offerIn(guarded: Protection, asset = 'STX', path = '/a'): Promise<Offer> {
  const { accepts } = await bodyOf(guarded, path);
  const found = accepts.find((one) => one.asset === asset);
  if (!found) throw new Error('There is no offer.');
  return { ...found, amount: found.maxAmountRequired };
}

describe('version 1', () => {
  it('has its terms in the body, and version 2 in the header', async () => {
    const guarded = openShopWithClaims().verifier.protect(V1);
    const response = await guarded(asks(), serves);
    expect(decodePaymentRequired(response.headers.get(HEADER.required) as string).x402Version).toBe(2);
    const { x402Version, accepts } = await bodyOf(guarded);
    expect(x402Version).toBe(1);
    expect(accepts[0]).toMatchObject({
      network: 'stacks-testnet',
      maxAmountRequired: '500000',
      resource: `${ORIGIN}/a`,
    });
  });

  it.each(['STX', SBTC])('opens the resource, paid in %s, and answers in its own header too', async (asset) => {
    const guarded = openShopWithClaims().verifier.protect(V1);
    const transaction = signed(await offerIn(guarded, asset), MEMO);
    const response = await guarded(asks('/a', pays(transaction)), serves);
    expect(verdict(response)).toBe('200 success');
    const settlement = JSON.parse(atob(response.headers.get(HEADER.paymentResponse) as string));
    expect(settlement).toEqual({ ...settlementOf(response), network: 'stacks-testnet' });
    expect(passOf(response).token).toMatch(/^eyJ/);
  });

  it('still serves version 2', async () => {
    const { response } = await buys(openShopWithClaims().verifier.protect(V1));
    expect(verdict(response)).toBe('200 success');
    expect(response.headers.get(HEADER.paymentResponse)).toBeNull();
  });

  it('serves one payment once: nothing tells its payer from somebody who copied it', async () => {
    const guarded = openShopWithClaims().verifier.protect(V1);
    const transaction = signed(await offerIn(guarded), MEMO);
    const headers = pays(transaction);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
    expect(verdict(await guarded(asks('/b', headers), serves))).toBe('402 payment_already_used');
  });

  it('runs the handler once when fifty present one payment at once', async () => {
    const guarded = openShopWithClaims().verifier.protect(V1);
    const headers = pays(signed(await offerIn(guarded), MEMO));
    let runs = 0;
    await Promise.all(
      Array.from({ length: 50 }, () =>
        guarded(asks('/a', headers), () => {
          runs += 1;
          return new Response();
        }),
      ),
    );
    expect(runs).toBe(1);
  });

  it('gives a payment more time, because it cannot come back', async () => {
    const { verifier, chain, time } = openShopWithClaims();
    chain.behaviour = 'pending';
    const guarded = verifier.protect(V1);
    const transaction = signed(await offerIn(guarded), MEMO);
    void time.sleep(20_000).then(() => chain.mine(transaction));
    expect(verdict(await guarded(asks('/a', pays(transaction)), serves))).toBe('200 success');
  });

  it('refuses what was public before', async () => {
    const { verifier, chain } = openShopWithClaims();
    const guarded = verifier.protect(V1);
    const transaction = signed(await offerIn(guarded), MEMO);
    chain.mine(transaction);
    expect(verdict(await guarded(asks('/a', pays(transaction)), serves))).toBe('402 payment_already_used');
  });

  it('does not let a bound payment of version 2 be replayed', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(V1);
    const { transaction } = await buys(guarded);
    expect(verdict(await guarded(asks('/a', pays(transaction)), serves))).toBe(
      '402 invalid_exact_stacks_payload_memo_mismatch',
    );
  });

  it.each([
    ['another version', { x402Version: 2 }, '400 invalid_x402_version'],
    ['another scheme', { scheme: 'upto' }, '402 invalid_scheme'],
    ['mainnet', { network: 'stacks' }, '402 invalid_network'],
    ['an unknown network', { network: 'base' }, '402 invalid_network'],
    ['a transaction id', { payload: { txid: 'ab'.repeat(32) } }, '402 invalid_payment_requirements'],
    ['no payload', { payload: null }, '400 invalid_payload'],
  ])('refuses %s', async (_what, change, expected) => {
    const guarded = openShopWithClaims().verifier.protect(V1);
    const transaction = signed(await offerIn(guarded), MEMO);
    expect(verdict(await guarded(asks('/a', pays(transaction, change)), serves))).toBe(expected);
  });

  it('says what was wrong with the payment that came nearest', async () => {
    const guarded = openShopWithClaims().verifier.protect(V1);
    for (const asset of ['STX', SBTC]) {
      const offer = await offerIn(guarded, asset);
      const less = signed({ ...offer, amount: '1' }, MEMO);
      expect(verdict(await guarded(asks('/a', pays(less)), serves))).toBe(
        '402 invalid_exact_stacks_payload_amount_mismatch',
      );
      const elsewhere = signed({ ...offer, payTo: STRANGER.address }, MEMO);
      expect(verdict(await guarded(asks('/a', pays(elsewhere)), serves))).toBe(
        '402 invalid_exact_stacks_payload_recipient_mismatch',
      );
    }
  });
});

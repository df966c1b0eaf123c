/** Attempts to use one payment for more than it bought, or the payment of somebody else. */

import { describe, expect, it } from 'vitest';
import { encodeHeader, HEADER } from 'x402pay';
import { hexFromBytes } from 'x402pay/stacks';
import { createMemoryClaims } from 'x402pay/verifier';
import {
  asks,
  ONCE,
  ORIGIN,
  offerOf,
  passOf,
  presents,
  SBTC,
  SELLER,
  serves,
  signed,
  TERMS,
  verdict,
} from '../verifier/shop.js';
import { broadcasts, market, rawFromChain, trap } from './market.js';

const MEMO_MISMATCH = '402 invalid_exact_stacks_payload_memo_mismatch';
const shop = market();

describe('a payment for article A', () => {
  it('does not open article B, with the offer of A or with one of B, before or after it was mined', async () => {
    for (const config of [{}, { claims: createMemoryClaims() }]) {
      const guarded = shop.verifier(config).protect(TERMS);
      const payer = await shop.stranger();
      const offerA = await offerOf(guarded, 'STX', asks('/a'));
      const transaction = signed(offerA, { payer });
      const offerB = await offerOf(guarded, 'STX', asks('/b'));
      const { handler, runs } = trap();
      const attempts = async () => [
        verdict(await guarded(asks('/b', presents(offerA, transaction)), handler)),
        verdict(await guarded(asks('/b', presents(offerB, transaction)), handler)),
      ];
      expect(await attempts()).toEqual(['402 invalid_offer', MEMO_MISMATCH]);
      expect(await shop.balance(payer.address)).toBe(100_000_000n);
      expect(verdict(await guarded(asks('/a', presents(offerA, transaction)), serves))).toBe('200 success');
      expect(await attempts()).toEqual(['402 invalid_offer', MEMO_MISMATCH]);
      expect(runs()).toBe(0);
    }
  });

  it('does not open it by its pass', async () => {
    const guarded = shop.verifier().protect(TERMS);
    const { response } = await shop.buys(guarded, await shop.stranger());
    const { handler, runs } = trap();
    const { token } = passOf(response);
    expect(verdict(await guarded(asks('/b', { [HEADER.pass]: token }), handler))).toBe('402 invalid_pass');
    expect(runs()).toBe(0);
  });

  it('does not open what another method sells at the same place', async () => {
    const guarded = shop.verifier().protect(TERMS);
    const { headers } = await shop.buys(guarded, await shop.stranger());
    expect(verdict(await guarded(asks('/a', headers, 'POST'), serves))).toBe('402 invalid_offer');
  });

  it('is not charged to another seller’s offer', async () => {
    const payer = await shop.stranger();
    const other = shop.verifier({
      payTo: shop.devnet.account('platform').address,
      secret: 'the secret of another seller, in tests',
    });
    const theirs = other.protect(TERMS);
    const { transaction, offer } = await shop.buys(shop.verifier().protect(TERMS), payer);
    expect(verdict(await theirs(asks('/a', presents(offer, transaction)), serves))).toBe(
      '402 invalid_payment_requirements',
    );
    const own = await offerOf(theirs);
    expect(verdict(await theirs(asks('/a', presents(own, transaction)), serves))).toBe(
      '402 invalid_exact_stacks_payload_recipient_mismatch',
    );
  });
});

describe('somebody else’s mined transaction', () => {
  it.each(['STX', SBTC])(
    'paid in %s opens nothing for who copied it off the chain, as bytes or by its id',
    async (asset) => {
      for (const config of [{}, { claims: createMemoryClaims() }]) {
        const guarded = shop.verifier(config).protect(TERMS);
        const { txid, response } = await shop.buys(guarded, await shop.stranger(), { asset });
        expect(verdict(response)).toBe('200 success');
        const copied = await rawFromChain(shop.devnet, txid);
        const thiefs = await offerOf(guarded, asset);
        const { handler, runs } = trap();
        expect(verdict(await guarded(asks('/a', presents(thiefs, copied)), handler))).toBe(MEMO_MISMATCH);
        expect(verdict(await guarded(asks('/a', presents(thiefs, { txid })), handler))).toBe(MEMO_MISMATCH);
        expect(runs()).toBe(0);
      }
    },
  );

  it('opens nothing where it was made by a client that binds nothing', async () => {
    const guarded = shop.verifier({ claims: createMemoryClaims() }).protect(TERMS);
    const offer = await offerOf(guarded);
    const transaction = signed(offer, { payer: await shop.stranger(), memo: 'x402:somebody else' });
    expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe('200 success');
    const thiefs = await offerOf(guarded);
    expect(verdict(await guarded(asks('/a', presents(thiefs, transaction)), serves))).toBe('402 payment_already_used');
    // Another process that shares nothing, such as the day after a restart.
    const forgetful = shop.verifier({ claims: createMemoryClaims() }).protect(TERMS);
    expect(verdict(await forgetful(asks('/a', presents(await offerOf(forgetful), transaction)), serves))).toBe(
      '402 payment_already_used',
    );
  });

  it('to the seller that had nothing to do with any offer opens nothing', async () => {
    const claims = createMemoryClaims();
    const guarded = shop.verifier({ claims }).protect({ ...TERMS, v1: true });
    const offer = await offerOf(guarded);
    const gift = signed(offer, { payer: await shop.stranger(), memo: 'happy birthday' });
    await broadcasts(shop.devnet, gift);
    expect(verdict(await guarded(asks('/a', presents(offer, gift)), serves))).toBe('402 payment_already_used');
    const v1 = {
      [HEADER.payment]: encodeHeader({
        x402Version: 1,
        scheme: 'exact',
        network: 'stacks-testnet',
        payload: { transaction: hexFromBytes(gift) },
      }),
    };
    expect(verdict(await guarded(asks('/a', v1), serves))).toBe('402 payment_already_used');
  });

  it('cannot be replayed through version 1', async () => {
    const guarded = shop.verifier({ claims: createMemoryClaims() }).protect({ ...TERMS, v1: true });
    const { transaction } = await shop.buys(guarded, await shop.stranger());
    const v1 = {
      [HEADER.payment]: encodeHeader({
        x402Version: 1,
        scheme: 'exact',
        network: 'stacks-testnet',
        payload: { transaction: hexFromBytes(transaction) },
      }),
    };
    expect(verdict(await guarded(asks('/a', v1), serves))).toBe(MEMO_MISMATCH);
    expect(verdict(await guarded(asks('/b', v1), serves))).toBe(MEMO_MISMATCH);
  });
});

describe('one transaction for an `once` resource', () => {
  it('presented twice runs the handler once', async () => {
    const guarded = shop.verifier({ claims: createMemoryClaims() }).protect(ONCE);
    const { handler, runs } = trap();
    const { response, headers } = await shop.buys(guarded, await shop.stranger(), { handler });
    expect(verdict(response)).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), handler))).toBe('402 payment_already_used');
    expect(runs()).toBe(1);
  });

  it('presented fifty times at once, to three processes, runs the handler once and is charged once', async () => {
    const claims = createMemoryClaims();
    const guards = [1, 2, 3].map(() => shop.verifier({ claims }).protect(ONCE));
    const payer = await shop.stranger();
    const seller = await shop.balance(SELLER);
    const offer = await offerOf(guards[0] as (typeof guards)[number]);
    const headers = presents(offer, signed(offer, { payer }));
    const { handler, runs } = trap();
    const slow = async (...call: Parameters<typeof handler>) => {
      await new Promise((done) => setTimeout(done, 100));
      return handler(...call);
    };
    const responses = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (guards[index % 3] as (typeof guards)[number])(asks('/a', headers), slow),
      ),
    );
    const verdicts = responses.map(verdict);
    expect(runs()).toBe(1);
    expect(verdicts.filter((one) => one === '200 success')).toHaveLength(1);
    expect(verdicts.filter((one) => /^(?:409 payment_in_progress|402 payment_already_used)$/.test(one))).toHaveLength(
      49,
    );
    expect((await shop.balance(SELLER)) - seller).toBe(500_000n);
    expect(await shop.balance(payer.address)).toBe(100_000_000n - 500_000n - 1000n);
  });

  it('presented with two bodies, one after the other or at once, is answered for one of them', async () => {
    const guarded = shop.verifier({ claims: createMemoryClaims() }).protect(ONCE);
    const posts = (body: string, headers: Record<string, string> = {}) =>
      new Request(`${ORIGIN}/a`, { method: 'POST', headers, body });
    const answered: string[] = [];
    const echo = async (request: Request) => {
      answered.push(await request.text());
      return new Response('the content');
    };
    const pays = async () => {
      // The price was asked for with a third body: none of them is part of the offer.
      const offer = await offerOf(guarded, 'STX', posts('small'));
      return presents(offer, signed(offer, { payer: await shop.stranger() }));
    };
    const first = await pays();
    expect(verdict(await guarded(posts('large', first), echo))).toBe('200 success');
    expect(verdict(await guarded(posts('larger', first), echo))).toBe('402 payment_already_used');
    expect(answered).toEqual(['large']);

    const second = await pays();
    const both = await Promise.all(['one', 'other'].map((body) => guarded(posts(body, second), echo)));
    expect(both.map(verdict)).toContain('200 success');
    expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    expect(answered).toHaveLength(2);
  });

  it('presented with HEAD is used up, too', async () => {
    const guarded = shop.verifier({ claims: createMemoryClaims() }).protect(ONCE);
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer, { payer: await shop.stranger() }));
    expect((await guarded(asks('/a', headers, 'HEAD'), serves)).status).toBe(200);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
  });
});

describe('spelling', () => {
  it('does not open a neighbour: each path is a resource of its own', async () => {
    const guarded = shop.verifier().protect(TERMS);
    const { headers } = await shop.buys(guarded, await shop.stranger());
    const { handler, runs } = trap();
    for (const path of ['/A', '/a/', '/a/b', '/a%2F', '//a', '/a%00', '/a%5C', '/b']) {
      const { status } = await guarded(new Request(ORIGIN + path, { headers }), handler);
      expect([400, 402]).toContain(status);
    }
    expect(runs()).toBe(0);
    expect(verdict(await guarded(asks('/%61?utm_source=mail', headers), serves))).toBe('200 success');
  });

  it('of the Host does not matter', async () => {
    const guarded = shop.verifier().protect(TERMS);
    const evil = new Request('https://evil.example/a', {
      headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' },
    });
    const offer = await offerOf(guarded, 'STX', evil);
    const headers = presents(offer, signed(offer, { payer: await shop.stranger() }));
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });
});

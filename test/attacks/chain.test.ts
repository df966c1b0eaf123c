/** A chain that lies, dies or changes its mind, and payers who make use of it. */

import { afterEach, describe, expect, it } from 'vitest';
import { transactionId } from 'x402pay/stacks';
import { createMemoryClaims } from 'x402pay/verifier';
import { loopTime } from '../suites/loop-time.js';
import {
  asks,
  ONCE,
  offerOf,
  presents,
  READER,
  SELLER,
  serves,
  settlementOf,
  signed,
  TERMS,
  verdict,
} from '../verifier/shop.js';
import { broadcasts, market, statusOnChain, trap } from './market.js';

const shop = market({ blockMilliseconds: 'manual' });

afterEach(async () => {
  await shop.devnet.faults();
  await shop.devnet.mine();
});

/** With a short wait, since these payments are meant to stay pending. */
const patient = { ...loopTime(), waitSeconds: 1 };

describe('a node that says 200', () => {
  it.each([
    ['lie', ONCE],
    ['drop', TERMS],
  ] as const)('and never mines (%s) opens nothing, however often it is asked', async (kind, terms) => {
    await shop.devnet.faults([{ kind }]);
    const guarded = shop.verifier({ ...patient, claims: createMemoryClaims() }).protect(terms);
    const { handler, runs } = trap();
    const { response, headers, txid } = await shop.buys(guarded, await shop.stranger(), { handler });
    expect(verdict(response)).toBe('402 settlement_pending');
    expect(settlementOf(response).transaction).toBe(txid);
    await shop.devnet.mine(3);
    expect(verdict(await guarded(asks('/a', headers), handler))).toBe('402 settlement_pending');
    expect(runs()).toBe(0);
  });

  it('and drops the transaction does not open the mempool’s credit either', async () => {
    await shop.devnet.faults([{ kind: 'drop' }]);
    const guarded = shop.verifier(patient).protect({ ...TERMS, finality: 'mempool' });
    const { response } = await shop.buys(guarded, await shop.stranger());
    expect(verdict(response)).toBe('402 settlement_pending');
  });
});

describe('a node that dies', () => {
  /** The transport of the verifier: the transaction arrives, its answer does not. */
  const losingAnswers =
    (isLosing: () => boolean): typeof fetch =>
    async (input, init) => {
      const response = await fetch(input, init);
      if (init?.method === 'POST' && isLosing()) throw new TypeError('connection reset');
      return response;
    };

  it('between broadcast and answer leaves the payment pending; the same request gets the content, charged once', async () => {
    for (const claims of [undefined, createMemoryClaims()]) {
      let isLosing = true;
      const guarded = shop
        .verifier({ ...patient, fetch: losingAnswers(() => isLosing), ...(claims && { claims }) })
        .protect(claims ? ONCE : TERMS);
      const payer = await shop.stranger();
      const seller = await shop.balance(SELLER);
      const { response, headers, txid } = await shop.buys(guarded, payer);
      expect(verdict(response)).toBe('402 settlement_pending');
      expect(await statusOnChain(shop.devnet, txid)).toBe('pending');
      await shop.devnet.mine();
      isLosing = false;
      expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
      expect((await shop.balance(SELLER)) - seller).toBe(500_000n);
    }
  });

  it('altogether leaves the payment pending, and everything goes on when it is back', async () => {
    let isDead = false;
    let later = 0;
    const clock = () => patient.clock() + later;
    const transport: typeof fetch = (input, init) =>
      isDead ? Promise.reject(new TypeError('connection refused')) : fetch(input, init);
    const guarded = shop.verifier({ ...patient, fetch: transport, clock, claims: createMemoryClaims() }).protect(ONCE);
    const payer = await shop.stranger();
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer, { payer }));
    isDead = true;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 settlement_pending');
    expect(await shop.balance(payer.address)).toBe(100_000_000n);
    isDead = false;
    // A node that failed is left alone for a while.
    later += 10_000;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 settlement_pending');
    await shop.devnet.mine();
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('is stood in for by the next one', async () => {
    const chain = { urls: ['http://127.0.0.1:9', shop.devnet.url] };
    const guarded = shop.verifier({ chain }).protect({ ...TERMS, finality: 'mempool' });
    expect(verdict((await shop.buys(guarded, await shop.stranger())).response)).toBe('200 success');
  });

  it('is stood in for when it is out of breath', async () => {
    await shop.devnet.faults([
      { kind: 'rate-limit', count: 1 },
      { kind: 'unavailable', count: 1 },
    ]);
    const guarded = shop
      .verifier({ chain: { urls: [shop.devnet.url, `${shop.devnet.url}/`, `${shop.devnet.url}//`] } })
      .protect({ ...TERMS, finality: 'mempool' });
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer, { payer: await shop.stranger() }));
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });
});

describe('a server that dies', () => {
  it('between payment and content lets the reader in when it is back, without a second payment', async () => {
    const before = shop.verifier(patient).protect(TERMS);
    const payer = await shop.stranger();
    const { response, headers } = await shop.buys(before, payer);
    expect(verdict(response)).toBe('402 settlement_pending');
    await shop.devnet.mine();
    const after = shop.verifier().protect(TERMS);
    expect(verdict(await after(asks('/a', headers), serves))).toBe('200 success');
    expect(await shop.balance(payer.address)).toBeGreaterThan(99_000_000n);
  });
});

describe('a transaction that is replaced by fee', () => {
  it('by one that pays the payer himself opens nothing', async () => {
    const claims = createMemoryClaims();
    const guarded = shop.verifier({ ...patient, claims }).protect(ONCE);
    const payer = await shop.stranger();
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer, { payer }));
    const { handler, runs } = trap();
    expect(verdict(await guarded(asks('/a', headers), handler))).toBe('402 settlement_pending');
    await broadcasts(shop.devnet, signed({ ...offer, payTo: READER.address }, { payer, fee: 50_000n }));
    await shop.devnet.mine();
    expect(verdict(await guarded(asks('/a', headers), handler))).toBe('402 nonce_conflict');
    expect(runs()).toBe(0);
    // And the payer may pay again.
    const honest = await offerOf(guarded);
    const again = presents(honest, signed(honest, { payer, nonce: 1n }));
    expect(verdict(await guarded(asks('/a', again), serves))).toBe('402 settlement_pending');
    await shop.devnet.mine();
    expect(verdict(await guarded(asks('/a', again), serves))).toBe('200 success');
  });

  it('by one that pays the same offer with a higher fee opens it once', async () => {
    for (const claims of [undefined, createMemoryClaims()]) {
      const guarded = shop.verifier({ ...patient, ...(claims && { claims }) }).protect(claims ? ONCE : TERMS);
      const payer = await shop.stranger();
      const offer = await offerOf(guarded);
      const slow = signed(offer, { payer });
      const fast = signed(offer, { payer, fee: 50_000n });
      expect(verdict(await guarded(asks('/a', presents(offer, slow)), serves))).toBe('402 settlement_pending');
      await broadcasts(shop.devnet, fast);
      await shop.devnet.mine();
      const { handler, runs } = trap();
      const byId = presents(offer, { txid: transactionId(fast) });
      expect(verdict(await guarded(asks('/a', byId), handler))).toBe('200 success');
      expect(verdict(await guarded(asks('/a', presents(offer, slow)), handler))).toBe(
        claims ? '402 payment_already_used' : '402 nonce_conflict',
      );
      expect(runs()).toBe(1);
    }
  });

  it('by one for another offer gives its claim to the one that really paid', async () => {
    const guarded = shop.verifier({ ...patient, claims: createMemoryClaims() }).protect(ONCE);
    const payer = await shop.stranger();
    const first = await offerOf(guarded);
    const dead = presents(first, signed(first, { payer }));
    expect(verdict(await guarded(asks('/a', dead), serves))).toBe('402 settlement_pending');
    const second = await offerOf(guarded);
    const fast = signed(second, { payer, fee: 50_000n });
    const { handler, runs } = trap();
    expect(verdict(await guarded(asks('/a', presents(second, fast)), handler))).toBe('402 nonce_conflict');
    await broadcasts(shop.devnet, fast);
    await shop.devnet.mine();
    expect(verdict(await guarded(asks('/a', presents(second, fast)), handler))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', dead), handler))).toBe('402 nonce_conflict');
    expect(runs()).toBe(1);
  });

  it('cannot get two answers where the mempool was good enough', async () => {
    const guarded = shop
      .verifier({ ...patient, claims: createMemoryClaims() })
      .protect({ ...ONCE, finality: 'mempool' });
    const payer = await shop.stranger();
    const offer = await offerOf(guarded);
    const { handler, runs } = trap();
    expect(verdict(await guarded(asks('/a', presents(offer, signed(offer, { payer }))), handler))).toBe('200 success');
    const fast = signed(offer, { payer, fee: 50_000n });
    expect(verdict(await guarded(asks('/a', presents(offer, fast)), handler))).toBe('402 payment_already_used');
    await broadcasts(shop.devnet, fast);
    await shop.devnet.mine();
    expect(verdict(await guarded(asks('/a', presents(offer, fast)), handler))).toBe('402 payment_already_used');
    expect(runs()).toBe(1);
  });
});

describe('finality', () => {
  it('in burn blocks opens when so many are on top, and not before', async () => {
    const guarded = shop.verifier(patient).protect({ ...TERMS, finality: 2 });
    const { headers } = await shop.buys(guarded, await shop.stranger());
    await shop.devnet.mine();
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 settlement_pending');
    await shop.devnet.mineBurn(2);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('in a block does not take a waiting transaction for a mined one', async () => {
    const guarded = shop.verifier(patient).protect(TERMS);
    const { handler, runs } = trap();
    const { response, txid } = await shop.buys(guarded, await shop.stranger(), { handler });
    expect([verdict(response), await statusOnChain(shop.devnet, txid), runs()]).toEqual([
      '402 settlement_pending',
      'pending',
      0,
    ]);
  });
});

describe('the chain’s refusals', () => {
  it('are told by their names, and leave the content closed', async () => {
    const guarded = shop.verifier({ ...patient, claims: createMemoryClaims() }).protect(TERMS);
    const offer = await offerOf(guarded);
    const payer = await shop.stranger();
    const poor = { ...READER };
    const { handler, runs } = trap();
    const ask = async (options: Parameters<typeof signed>[1]) =>
      verdict(await guarded(asks('/a', presents(offer, signed(offer, options))), handler));
    expect(await ask({ payer: poor })).toBe('402 insufficient_funds');
    expect(await ask({ payer, fee: 1n })).toBe('402 fee_too_low');
    expect(await ask({ payer, nonce: 99n })).toBe('402 nonce_conflict');
    expect(runs()).toBe(0);
  });
});

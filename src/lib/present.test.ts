import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, FIRST, KEY, scene } from '../../test/suites/buying-scene.js';
import { type Step, scriptedPayer } from '../../test/suites/scripted-shop.js';
import { isX402Error } from '../errors.js';
import { encodeHeader } from '../header.js';
import { payingFetch } from '../paying-fetch.js';
import { HEADER } from '../wire.js';

describe('a payment whose answer is not the content', () => {
  it.each<[string, Step[], number[]]>([
    ['the answer is lost', ['lose'], [1]],
    ['the server is away for a while', ['unreachable', 'unreachable', 'lose'], [1, 2, 4]],
    ['the server fails', [{ status: 500 }, { status: 502 }], [1, 2]],
    [
      'the server is busy',
      [
        { status: 503, retryAfter: '7' },
        { status: 429, retryAfter: '0' },
      ],
      [7, 1],
    ],
    [
      'the block takes its time',
      [{ reason: 'settlement_pending', retryAfter: '3' }, { reason: 'settlement_pending' }],
      [3, 2],
    ],
    ['a peer calls it otherwise', [{ reason: 'transaction_pending' }], [1]],
    ['another presentation is under way', [{ reason: 'payment_in_progress', retryAfter: '2' }], [2]],
    ['a date says when', [{ status: 503, retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' }], [1]],
  ])('is presented again when %s', async (_, script, pauses) => {
    const { shop, payer, pending, slept, events, buy } = scene();
    shop.script = script;
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
    expect(new Set(shop.presented.map((payment) => JSON.stringify(payment))).size).toBe(1);
    expect(slept).toEqual(pauses);
    expect(events.flatMap((event) => (event.type === 'waiting' ? [event.seconds] : []))).toEqual(pauses);
    expect(await pending.list(KEY)).toEqual([]);
  });

  it('is presented again when the money was taken and the handler failed', async () => {
    const { shop, payer, buy } = scene();
    const settled = { success: true, transaction: 'ab'.repeat(32), network: 'stacks:2147483648' };
    shop.script = [() => new Response('oops', { status: 500, headers: { [HEADER.response]: encodeHeader(settled) } })];
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
  });

  it.each<[string, Step, string]>([
    ['the server cannot be reached', 'unreachable', 'resource_unreachable'],
    ['the answers get lost', 'lose', 'resource_unreachable'],
    ['it is not settled', { reason: 'settlement_pending' }, 'settlement_pending'],
    ['it is under way', { reason: 'payment_in_progress' }, 'payment_in_progress'],
  ])('is kept when the time is up and %s, and the next call pays nothing', async (_, step, code) => {
    const { shop, payer, slept, pending, buy } = scene({ maxWaitSeconds: 20 });
    shop.script = Array(5).fill(step);
    await expect(buy(shop.url)).rejects.toMatchObject({ code, retryable: true, txid: FIRST });
    expect(slept).toEqual([1, 2, 4, 8]);
    expect(await pending.list(KEY)).toHaveLength(1);
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
  });

  it('does not wait longer than it may, and says how long the server wants', async () => {
    const { shop, slept, buy } = scene();
    shop.script = [{ reason: 'settlement_pending', retryAfter: '600' }];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'settlement_pending', retryAfterSeconds: 600 });
    expect(slept).toEqual([]);
  });

  it('is kept, and the answer given, when the server goes on failing', async () => {
    const { shop, payer, pending, buy } = scene({ maxWaitSeconds: 2 });
    shop.script = [{ status: 503 }, { status: 503 }];
    expect((await buy(shop.url)).status).toBe(503);
    expect(await pending.list(KEY)).toHaveLength(1);
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
  });

  it('is over with any answer for which the server says that it was charged', async () => {
    const { shop, pending, buy } = scene();
    const settled = { success: true, transaction: 'ab'.repeat(32), network: 'stacks:2147483648' };
    shop.script = [() => new Response('none', { status: 404, headers: { [HEADER.response]: encodeHeader(settled) } })];
    expect((await buy(shop.url)).status).toBe(404);
    expect(await pending.list(KEY)).toEqual([]);
  });

  it('is kept with an answer that is not about payments', async () => {
    const { shop, payer, pending, buy } = scene();
    shop.script = [{ status: 404 }];
    expect((await buy(shop.url)).status).toBe(404);
    expect(await pending.list(KEY)).toHaveLength(1);
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
  });

  it('survives the process when the store does', async () => {
    const one = scene({ maxWaitSeconds: 0 });
    one.shop.script = ['lose'];
    await expect(one.buy(one.shop.url)).rejects.toMatchObject({ code: 'resource_unreachable' });
    const payer = scriptedPayer();
    const again = payingFetch(one.shop.fetch, payer, { maxPerPayment: { STX: '1' } }, { pending: one.pending });
    expect(await contentOf(again(one.shop.url))).toBe('200 content');
    expect(payer.signed).toEqual([]);
  });
});

describe('a payment that is refused', () => {
  it.each(['insufficient_funds', 'nonce_conflict', 'fee_too_low', 'invalid_offer', 'offer_expired', 'invalid_payload'])(
    'for %s at once never reached the chain: its nonce is free, and a later call pays anew',
    async (reason) => {
      const { shop, payer, pending, events, buy } = scene();
      shop.script = [{ reason }];
      await expect(buy(shop.url)).rejects.toMatchObject({ code: reason, txid: FIRST });
      expect(payer.abandoned.map(({ txid }) => txid)).toEqual([payer.signed[0]?.txid]);
      expect(events.at(-1)).toMatchObject({ type: 'refused', error: { code: reason } });
      expect(await pending.list(KEY)).toEqual([]);
      expect(await contentOf(buy(shop.url))).toBe('200 content');
      expect(payer.signed).toHaveLength(2);
    },
  );

  it('after it may have reached the chain is kept, and nothing more is paid', async () => {
    const { shop, payer, pending, buy } = scene();
    shop.script = ['unreachable', { reason: 'offer_expired' }, { reason: 'offer_expired' }];
    const unresolved = { code: 'payment_unresolved', cause: { code: 'offer_expired' } };
    await expect(buy(shop.url)).rejects.toMatchObject(unresolved);
    await expect(buy(shop.url)).rejects.toMatchObject(unresolved);
    expect(await pending.list(KEY)).toHaveLength(1);
    expect(payer.signed).toHaveLength(1);
    expect(payer.abandoned).toEqual([]);
  });

  it('after it may have reached the chain is replaced by a later call, where the payer can do so', async () => {
    const { shop, payer, pending, buy } = scene();
    payer.canReplace = true;
    shop.script = ['unreachable', { reason: 'offer_expired' }, { reason: 'offer_expired' }];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'payment_unresolved' });
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(2);
    expect(payer.orders[1]?.[1]?.replaces?.txid).toBe(payer.signed[0]?.txid);
    expect(await pending.list(KEY)).toEqual([]);
  });

  it('keeps its place beside the one that was signed instead, and opens when that finds its nonce used', async () => {
    const { shop, payer, pending, buy } = scene();
    payer.canReplace = true;
    shop.script = [
      'unreachable',
      { reason: 'offer_expired' },
      { reason: 'offer_expired' },
      { reason: 'nonce_conflict' },
    ];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'payment_unresolved' });
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'nonce_conflict' });
    expect((await pending.list(KEY)).map(({ txid }) => txid)).toEqual([FIRST]);
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(2);
    expect(await pending.list(KEY)).toEqual([]);
  });

  it('is presented with all that were signed instead before another one is, and those are no more than five', async () => {
    const { shop, payer, pending, buy } = scene({ maxWaitSeconds: 0 });
    payer.canReplace = true;
    for (let signed = 1; signed <= 5; signed++) {
      shop.script = [...Array(signed - 1).fill({ reason: 'offer_expired' }), 'unreachable'];
      await expect(buy(shop.url)).rejects.toMatchObject({ code: 'resource_unreachable' });
      expect(await pending.list(KEY)).toHaveLength(signed);
    }
    const replaced = payer.orders.map(([, options]) => options?.replaces?.txid);
    expect(replaced).toEqual([undefined, ...payer.signed.slice(0, 4).map(({ txid }) => txid)]);
    shop.script = Array(5).fill({ reason: 'offer_expired' });
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'payment_unresolved' });
    expect(payer.signed).toHaveLength(5);
    shop.script = Array(4).fill({ reason: 'offer_expired' });
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(await pending.list(KEY)).toEqual([]);
  });

  it('is forgotten with all that were signed instead once one of them has failed on the chain', async () => {
    const { shop, payer, pending, buy } = scene({ maxWaitSeconds: 0 });
    payer.canReplace = true;
    shop.script = ['unreachable'];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'resource_unreachable' });
    shop.script = [{ reason: 'offer_expired' }, 'unreachable'];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'resource_unreachable' });
    shop.script = [{ reason: 'offer_expired' }, { reason: 'transaction_failed' }, 'unreachable'];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'resource_unreachable' });
    expect(payer.orders[2]?.[1]?.replaces).toBeUndefined();
    expect((await pending.list(KEY)).map(({ txid }) => txid)).toEqual([payer.signed[2]?.txid]);
  });

  it('because the transaction failed is over, and a later call pays anew', async () => {
    const { shop, payer, pending, buy } = scene();
    shop.script = [{ reason: 'settlement_pending' }, { reason: 'transaction_failed' }];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'transaction_failed' });
    expect(await pending.list(KEY)).toEqual([]);
    await buy(shop.url);
    expect(payer.signed).toHaveLength(2);
  });

  it('as used ends the call that hears it, and the next one pays anew', async () => {
    const { shop, payer, buy } = scene({ maxWaitSeconds: 0 });
    shop.access = 'once';
    shop.script = ['lose'];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'resource_unreachable' });
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'payment_already_used' });
    expect(payer.signed).toHaveLength(1);
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(2);
    shop.script = [{ reason: 'payment_already_used' }];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'payment_already_used' });
    expect(payer.signed).toHaveLength(3);
  });

  it('without a word is presented again by later calls, and never paid a second time', async () => {
    const { shop, payer, buy } = scene();
    shop.script = Array(9).fill({ status: 402 });
    for (let call = 0; call < 3; call++)
      await expect(buy(shop.url)).rejects.toMatchObject({ code: 'payment_unresolved' });
    expect(payer.signed).toHaveLength(1);
  });

  it('for another price is not paid a second time', async () => {
    const { shop, payer, pending, buy } = scene();
    shop.before = ({ headers }) => {
      if (headers.has(HEADER.signature)) shop.price = '2000';
      return undefined;
    };
    shop.script = Array(2).fill({ status: 402 });
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'terms_changed', txid: FIRST });
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'terms_changed' });
    expect(payer.signed).toHaveLength(1);
    expect(await pending.list(KEY)).toHaveLength(1);
  });
});

describe('whatever a server does', () => {
  const reasons = [
    'settlement_pending',
    'payment_in_progress',
    'payment_already_used',
    'transaction_failed',
    'offer_expired',
    'nonsense',
  ];
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.constantFrom<Step>('serve', 'lose', 'unreachable'),
    fc.constantFrom(...reasons).map((reason) => ({ reason })),
    fc.constantFrom(402, 404, 409, 500, 503).map((status) => ({ status })),
  );

  it('a call pays at most once, presents only what is stored, and loses no payment that may have landed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        async (script, calls, once) => {
          const { shop, payer, pending, events, buy } = scene({ maxWaitSeconds: 3 });
          Object.assign(shop, { script: [...script], access: once ? 'once' : 'pass' });
          for (let call = 0; call < calls; call++) {
            const before = payer.signed.length;
            await buy(shop.url).catch((error) => expect(isX402Error(error)).toBe(true));
            expect(payer.signed.length - before).toBeLessThanOrEqual(1);
          }
          const kept = (await pending.list(KEY)).map(({ txid }) => txid);
          const ended = events.flatMap(({ type, txid }) => (type === 'settled' || type === 'refused' ? [txid] : []));
          expect(new Set([...kept, ...ended])).toEqual(new Set(payer.signed.map(({ txid }) => txid)));
          expect(kept.filter((txid) => ended.includes(txid))).toEqual([]);
          const known = new Set(payer.signed.map(({ txid }) => txid));
          for (const { payload } of shop.presented)
            expect(known.has('transaction' in payload ? payload.transaction : '')).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});

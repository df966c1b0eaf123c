import { describe, expect, it, vi } from 'vitest';
import { contentOf, FIRST, KEY, scene } from '../test/suites/buying-scene.js';
import { encodeHeader } from './header.js';
import { memoOfOffer } from './memo.js';
import { settlementOf } from './paying-fetch.js';
import { memoryPasses, memoryPendingPayments } from './pending.js';
import { HEADER, type PaymentRequired } from './wire.js';

describe('a fetch that pays', () => {
  it('gives back as it is what is not an offer', async () => {
    const { shop, payer, buy } = scene();
    const v1 = Response.json({ x402Version: 1, error: 'pay', accepts: [] }, { status: 402 });
    const empty = { ...(shop.required() as PaymentRequired), accepts: [] };
    const answers = [
      new Response('free'),
      new Response('gone', { status: 404 }),
      new Response('<p>402</p>', { status: 402, headers: { 'content-type': 'text/html' } }),
      new Response('odd', { status: 402, headers: { [HEADER.required]: 'not base64!' } }),
      new Response('none', { status: 402, headers: { [HEADER.required]: encodeHeader(empty) } }),
      v1,
    ];
    for (const answer of answers) {
      const body = await answer.clone().text();
      shop.before = () => answer;
      const response = await buy(shop.url);
      expect(response).toBe(answer);
      expect(await response.text()).toBe(body);
    }
    expect(payer.signed).toEqual([]);
  });

  it('pays once, echoes the offer to the letter, and gives the content', async () => {
    const { shop, payer, events, buy } = scene();
    const response = await buy(shop.url);
    expect(await response.text()).toBe('content');
    expect(settlementOf(response)).toMatchObject({ success: true, transaction: payer.signed[0]?.txid });
    const [order] = payer.orders[0] ?? [];
    const [presented] = shop.presented;
    const required = shop.required() as PaymentRequired;
    const offer = {
      ...required.accepts[0],
      extra: { ...required.accepts[0]?.extra, offer: order?.offer.extra?.offer },
    };
    expect(presented).toEqual({
      x402Version: 2,
      resource: required.resource,
      accepted: offer,
      payload: { transaction: payer.signed[0]?.txid },
      extensions: required.extensions,
    });
    expect(order).toMatchObject({ asset: { symbol: 'STX' }, memo: memoOfOffer(order?.offer.extra?.offer ?? '') });
    expect(events.map(({ type }) => type)).toEqual(['signed', 'settled']);
    expect(events[0]).toMatchObject({ url: shop.url, txid: payer.signed[0]?.txid, offer: { amount: '1000' } });
  });

  it('reads the offers from the body where headers are hidden', async () => {
    const { shop, buy } = scene();
    shop.before = ({ headers }) =>
      headers.has(HEADER.signature) ? undefined : Response.json(shop.required(), { status: 402 });
    expect(await contentOf(buy(shop.url))).toBe('200 content');
  });

  it('sets no memo for a server that does not bind payments', async () => {
    const { shop, payer, buy } = scene();
    const { required } = shop;
    shop.required = () => {
      const all = required() as PaymentRequired;
      return { ...all, accepts: all.accepts.map(({ extra: _, ...offer }) => offer) };
    };
    await buy(shop.url);
    expect(payer.orders[0]?.[0].memo).toBeUndefined();
  });

  it('stores the payment before it presents it, and forgets it when it is served', async () => {
    const { shop, payer, pending, buy } = scene();
    let stored: readonly { txid: string }[] = [];
    shop.script = [];
    shop.before = async ({ headers }) => {
      if (headers.has(HEADER.signature)) stored = await pending.list(KEY);
      return undefined;
    };
    await buy(shop.url);
    expect(stored.map(({ txid }) => txid)).toEqual(payer.signed.map(({ txid }) => txid));
    expect(await pending.list(KEY)).toEqual([]);
  });

  it('presents nothing that could not be stored', async () => {
    const broken = { ...memoryPendingPayments(), save: () => Promise.reject(new Error('disk full')) };
    const { shop, payer, buy } = scene({ pending: broken });
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'payment_unresolved', txid: FIRST });
    expect(shop.presented).toEqual([]);
    expect(payer.abandoned).toEqual(payer.signed);
  });

  it('signs nothing that the policy forbids, or that could not be sent', async () => {
    const dear = scene();
    dear.shop.price = '1000001';
    await expect(dear.buy(dear.shop.url)).rejects.toMatchObject({
      code: 'policy_refused',
      refusals: [{ index: 0, rule: 'maxPerPayment' }],
    });
    const long = scene();
    const required = long.shop.required() as PaymentRequired;
    long.shop.required = () => ({ ...required, extensions: { long: 'x'.repeat(11_000) } });
    await expect(long.buy(long.shop.url)).rejects.toMatchObject({ code: 'limit_exceeded' });
    expect([...dear.payer.signed, ...long.payer.signed]).toEqual([]);
  });

  it('asks for approval with the whole order', async () => {
    const approve = vi.fn(() => false);
    const { shop, payer, buy } = scene({ approve });
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'policy_refused' });
    expect(approve).toHaveBeenCalledWith(
      expect.objectContaining({ resource: expect.objectContaining({ url: shop.url }) }),
    );
    expect(payer.signed).toEqual([]);
  });

  it('finds a mistake in the policy at once', () => {
    expect(() => scene({}, { maxPerPayment: { sats: '1' } })).toThrow(
      expect.objectContaining({ code: 'invalid_configuration' }),
    );
  });

  it('passes the payer’s refusal on', async () => {
    const { shop, payer, buy } = scene();
    const refusal = new Error('no funds');
    payer.pay = () => Promise.reject(refusal);
    await expect(buy(shop.url)).rejects.toBe(refusal);
    expect(shop.presented).toEqual([]);
  });
});

describe('the request that is paid for', () => {
  const stream = () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('a question'));
        controller.close();
      },
    });

  it.each<[string, RequestInit]>([
    ['text', { body: 'a question' }],
    ['a stream', { body: stream(), duplex: 'half' } as RequestInit],
  ])('is sent again with the same body: %s', async (_, init) => {
    const { shop, buy } = scene();
    shop.script = ['unreachable'];
    await buy(shop.url, { ...init, method: 'POST', headers: { 'content-type': 'text/plain', 'x-mine': '1' } });
    expect(await Promise.all(shop.requests.map((request) => request.text()))).toEqual(Array(3).fill('a question'));
    for (const { method, headers } of shop.requests) {
      expect([method, headers.get('x-mine'), headers.get('content-type')]).toEqual(['POST', '1', 'text/plain']);
    }
  });

  it('may be a Request, and form data', async () => {
    const { shop, buy } = scene();
    const body = new FormData();
    body.set('file', new Blob(['contents']), 'a.txt');
    await buy(new Request(shop.url, { method: 'PUT', body }));
    const [first, paid] = await Promise.all(shop.requests.map((request) => request.formData()));
    expect(await (paid!.get('file') as File).text()).toBe('contents');
    expect(await (first!.get('file') as File).text()).toBe('contents');
  });

  it('is refused when its body is longer than what is kept', async () => {
    const { shop, buy } = scene({ maxBodyBytes: 10 });
    expect((await buy(shop.url, { method: 'POST', body: 'x'.repeat(10) })).status).toBe(200);
    await expect(buy(shop.url, { method: 'POST', body: 'x'.repeat(11) })).rejects.toMatchObject({
      code: 'limit_exceeded',
    });
  });

  it('shares payments between HEAD and GET, and with no other method', async () => {
    const { shop, payer, buy } = scene();
    await buy(shop.url, { method: 'HEAD' });
    await buy(`${shop.url}#part`);
    expect(payer.signed).toHaveLength(1);
    await buy(shop.url, { method: 'POST' });
    expect(payer.signed).toHaveLength(2);
  });
});

describe('passes', () => {
  it('make the next call free', async () => {
    const { shop, payer, buy } = scene();
    await buy(shop.url);
    shop.requests.length = 0;
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(shop.requests.map(({ headers }) => headers.get(HEADER.pass))).toEqual([`pass-${payer.signed[0]?.txid}`]);
    expect(payer.signed).toHaveLength(1);
  });

  it('open other addresses of the same resource too', async () => {
    const { shop, payer, buy } = scene();
    await buy(`${shop.url}?from=mail`);
    expect(await contentOf(buy(`${shop.url}?from=feed`))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
  });

  it('that are refused give way to the payment that bought them, and nothing is paid', async () => {
    const { shop, payer, buy } = scene();
    await buy(shop.url);
    shop.passes.clear();
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
    expect(shop.presented).toHaveLength(2);
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(shop.presented).toHaveLength(2);
  });

  it.each(['access_expired', 'invalid_offer'])(
    'whose payment has no more effect (%s) are bought anew, once',
    async (reason) => {
      const { shop, payer, pending, buy } = scene();
      await buy(shop.url);
      shop.passes.clear();
      shop.script = [{ reason }];
      expect(await contentOf(buy(shop.url))).toBe('200 content');
      expect(payer.signed).toHaveLength(2);
      expect(await pending.list(KEY)).toEqual([]);
    },
  );

  it.each([
    { token: 'a\nb', expiresAt: 1 },
    { token: '', expiresAt: 1 },
    { token: 7, expiresAt: 1 },
    { token: 'x'.repeat(8193), expiresAt: 1 },
    { token: 'a', expiresAt: '1' },
    { token: 'a' },
    'a',
    null,
  ])('that could not stand in a header are ignored: %j', async (info) => {
    const passes = memoryPasses();
    const { shop, buy } = scene({ passes });
    const settled = { success: true, transaction: 'ab', network: 'stacks:1', extensions: { pass: { info } } };
    shop.script = [() => new Response('content', { headers: { [HEADER.response]: encodeHeader(settled) } })];
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(await passes.get(KEY)).toBeUndefined();
  });

  it('that cannot be stored cost neither the content nor the payment', async () => {
    const passes = { ...memoryPasses(), set: () => Promise.reject(new Error('disk full')) };
    const { shop, payer, buy } = scene({ passes });
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
  });

  it('that never came are not missed where access lasts: the payment is presented again until it has ended', async () => {
    const { shop, payer, pending, events, buy } = scene();
    Object.assign(shop, { access: 'lasting', says: '30d' });
    for (let call = 0; call < 3; call++) expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
    expect(events.map(({ type }) => type)).toEqual(['signed', 'settled']);
    shop.script = [{ reason: 'access_expired' }];
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    shop.script = [{ status: 402 }];
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(3);
    expect(await pending.list(KEY)).toHaveLength(1);
    expect(payer.abandoned).toEqual([]);
  });

  it('are forgotten when there are too many, oldest first', async () => {
    const passes = memoryPasses(2);
    for (const key of ['a', 'b', 'a', 'c']) await passes.set(key, { token: key, expiresAt: 1 });
    expect(await Promise.all(['a', 'b', 'c'].map(async (key) => (await passes.get(key))?.token))).toEqual([
      'a',
      undefined,
      'c',
    ]);
  });
});

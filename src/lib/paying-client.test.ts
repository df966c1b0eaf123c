import { describe, expect, it } from 'vitest';
import { contentOf, KEY, scene } from '../../test/suites/buying-scene.js';

describe('calls at the same time', () => {
  const many = <T>(call: () => Promise<T>) => Promise.all(Array.from({ length: 50 }, call));

  it('share one payment where it brings a pass', async () => {
    const { shop, payer, buy } = scene();
    expect(await many(() => contentOf(buy(shop.url)))).toEqual(Array(50).fill('200 content'));
    expect(payer.signed).toHaveLength(1);
    expect(shop.served).toHaveLength(1);
  });

  it.each([undefined, 'once'])(
    'are purchases of their own where each buys one answer (the offer says: %s)',
    async (says) => {
      const { shop, payer, buy } = scene();
      Object.assign(shop, { access: 'once', says });
      expect(await many(() => contentOf(buy(shop.url)))).toEqual(Array(50).fill('200 content'));
      expect(payer.signed).toHaveLength(50);
      expect(new Set(shop.served).size).toBe(50);
      expect(shop.presented).toHaveLength(50);
    },
  );

  it('share one payment where it lasts, with or without a pass', async () => {
    const { shop, payer, buy } = scene();
    Object.assign(shop, { access: 'lasting', says: '30d' });
    expect(await many(() => contentOf(buy(shop.url)))).toEqual(Array(50).fill('200 content'));
    expect(payer.signed).toHaveLength(1);
  });

  it('are served though answers get lost, each with one payment at most', async () => {
    const { shop, payer, buy } = scene();
    Object.assign(shop, { access: 'once', says: 'once' });
    shop.script = Array.from({ length: 200 }, (_, index) => (index % 3 === 0 ? 'unreachable' : 'serve'));
    expect(await many(() => contentOf(buy(shop.url)))).toEqual(Array(50).fill('200 content'));
    expect(payer.signed).toHaveLength(50);
  });

  it('go on when the one whose turn it was fails', async () => {
    const { shop, payer, buy } = scene();
    const { pay } = payer;
    payer.pay = () => {
      payer.pay = pay;
      return Promise.reject(new Error('wallet closed'));
    };
    const results = await Promise.allSettled([buy(shop.url), buy(shop.url), buy(shop.url)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(payer.signed).toHaveLength(1);
  });

  it('present an unfinished payment one at a time', async () => {
    const { shop, payer, pending, buy } = scene({ maxWaitSeconds: 0 });
    Object.assign(shop, { access: 'once', says: 'once' });
    shop.script = ['unreachable'];
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'resource_unreachable' });
    await Promise.all([buy(shop.url), buy(shop.url)]);
    expect(payer.signed).toHaveLength(2);
    expect(shop.served).toHaveLength(2);
    expect(await pending.list(KEY)).toEqual([]);
  });

  it('may be given up while they wait for their turn, for the server, and before they sign', async () => {
    const abort = new AbortController();
    const enough = new Error('enough');
    const { shop, payer, pending, buy } = scene({
      sleep: async (_, signal) => {
        abort.abort(enough);
        signal.throwIfAborted();
      },
    });
    shop.script = ['lose'];
    const first = buy(shop.url, { signal: abort.signal });
    const second = buy(shop.url, { signal: abort.signal });
    await expect(first).rejects.toBe(enough);
    await expect(second).rejects.toBe(enough);
    expect(await pending.list(KEY)).toHaveLength(1);
    await expect(buy(shop.url, { signal: AbortSignal.abort(enough) })).rejects.toBe(enough);
    expect(await contentOf(buy(shop.url))).toBe('200 content');
    expect(payer.signed).toHaveLength(1);
  });
});

/** A Redis that does not write claims down, and has lost them when it starts again: what it costs, as SECURITY.md has it, and that its operator is told. */

import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRedisClaims } from 'x402pay/verifier/redis-claims';
import { market, rawFromChain, trap } from '../attacks/market.js';
import { asks, ONCE, offerOf, presents, SELLER, signed, verdict } from '../verifier/shop.js';
import { REDIS_URL } from './driver.js';
import { type OpenClaims, openClaims } from './open-claims.js';
import { describeWith, openRedis, type TestServer } from './servers.js';

const SUCCESS = '200 success';
const USED = '402 payment_already_used';
const MEMO_MISMATCH = '402 invalid_exact_stacks_payload_memo_mismatch';
const PRICE = 500_000n;

const shop = market();

const hasForgotten = (server: TestServer) => {
  let place: string;
  const opened: OpenClaims[] = [];

  beforeEach(() => {
    place = server.place();
  });
  afterAll(async () => {
    for (const { close } of opened) await close();
  });

  /** All that such a Redis knows when it is there again: nothing. */
  const startAgain = () => server.remove(place);

  const sell = async () => {
    const claims = await openClaims('redis', place);
    opened.push(claims);
    return shop.verifier({ claims: claims.store }).protect(ONCE);
  };

  it('serves a used payment once more to its payer, and to nobody who has only its transaction', async () => {
    const guarded = await sell();
    const { handler, runs } = trap();
    const before = await shop.balance(SELLER);
    const { response, headers, txid } = await shop.buys(guarded, await shop.stranger(), { handler });
    expect(verdict(response)).toBe(SUCCESS);
    expect(verdict(await guarded(asks('/a', headers), handler))).toBe(USED);

    const copied = await rawFromChain(shop.devnet, txid);
    const steals = async () => {
      const own = await offerOf(guarded);
      for (const loot of [copied, { txid }]) {
        expect(verdict(await guarded(asks('/a', presents(own, loot)), handler))).toBe(MEMO_MISMATCH);
      }
    };
    await startAgain();
    await steals();
    expect(runs()).toBe(1);
    expect(verdict(await guarded(asks('/a', headers), handler))).toBe(SUCCESS);
    expect(verdict(await guarded(asks('/a', headers), handler))).toBe(USED);
    await steals();
    expect(runs()).toBe(2);
    expect((await shop.balance(SELLER)) - before).toBe(PRICE);
    await startAgain();
  });

  it('serves a used payment that no offer binds to nobody any more, its payer neither', async () => {
    const guarded = await sell();
    const { handler, runs } = trap();
    const offer = await offerOf(guarded);
    const transaction = signed(offer, { payer: await shop.stranger(), memo: null });
    expect(verdict(await guarded(asks('/a', presents(offer, transaction)), handler))).toBe(SUCCESS);

    await startAgain();
    const own = await offerOf(guarded);
    expect(verdict(await guarded(asks('/a', presents(own, transaction)), handler))).toBe(USED);
    expect(verdict(await guarded(asks('/a', presents(offer, transaction)), handler))).toBe(USED);
    expect(runs()).toBe(1);
    await startAgain();
  });
};

/** What the Redis of this machine says about itself, read without our code, and what our check must make of it. */
const saysSo = (server: TestServer) => {
  let due: unknown[];

  beforeAll(async () => {
    const client = createClient({ url: REDIS_URL });
    await client.connect();
    const appends = /^aof_enabled:1\r?$/m.test(await client.info('persistence'));
    const { save } = await client.configGet('save');
    client.destroy();
    const lost = save
      ? `forgets the claims since its last snapshot ("save ${save}")`
      : 'forgets all claims when it dies';
    due = appends ? [] : [expect.stringContaining(lost)];
  });

  const aboutPersistence = (warnings: readonly string[]) => warnings.filter((one) => one.includes('"appendonly no"'));

  it.each(server.drivers)('is seen by the check with %s', async (driver) => {
    const warnings: string[] = [];
    const { store, close } = await openClaims(driver, server.place(), (warning) => warnings.push(warning));
    await store.check();
    await close();
    expect(aboutPersistence(warnings)).toEqual(due);
  });

  it('is said on the console by the first payment, where no program has asked before, and once', async () => {
    const said = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const place = server.place();
    const client = createClient({ url: REDIS_URL });
    await client.connect();
    const claims = createRedisClaims({ client, prefix: place });
    const guarded = shop.verifier({ claims }).protect(ONCE);
    for (let payments = 0; payments < 2; payments++) {
      expect(verdict((await shop.buys(guarded, await shop.stranger())).response)).toBe(SUCCESS);
    }
    client.destroy();
    await server.remove(place);
    const warnings = said.mock.calls.map(([warning]) => String(warning));
    said.mockRestore();
    expect(aboutPersistence(warnings)).toEqual(due);
  });
};

await describeWith(openRedis, (server) => {
  afterAll(() => server.close());
  describe('that has lost its claims', () => hasForgotten(server));
  describe('that would lose its claims', () => saysSo(server));
});

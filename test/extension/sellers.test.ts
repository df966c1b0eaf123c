import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { PATIENCE } from '../patience.js';
import { PASSPHRASE, Profile } from './profile.js';
import { openShop, type Shop } from './shop.js';
import { until } from './until.js';

let devnet: Devnet;
let shop: Shop;
let other: Shop;
let profile: Profile;
let address: string;

beforeAll(async () => {
  [devnet, profile] = await Promise.all([startDevnet({ port: 0, blockMilliseconds: 0 }), Profile.open()]);
  address = await profile.settle(devnet.url);
});
afterAll(async () => {
  await profile?.close();
  await devnet?.close();
});

beforeEach(async () => {
  await devnet.reset();
  await profile.renew();
  [shop, other] = [await openShop(devnet), await openShop(devnet, 'localhost')];
  await devnet.fund(address, { STX: 10_000_000n });
  await profile.allow(shop.url);
  return () => Promise.all([shop.close(), other.close()]);
});

/** A page has its answer before the worker has written it down. */
const WAITING = { timeout: PATIENCE };

const history = async () =>
  (await profile.ask({ type: 'history', limit: 100 })).map(({ state, seller, resource }) => {
    return `${state} ${seller === shop.url ? 'shop' : 'other'}${new URL(resource).pathname}`;
  });

const statusOf = (page: Page, url: string) =>
  page.evaluate((address) => fetch(address).then((response) => response.status), url);

describe('a seller on another origin', () => {
  it('is paid after a person has said yes, and then without a question, also when it knows nothing of CORS', async () => {
    const page = await profile.tabs.visit(shop.url);
    const bought = page.evaluate(
      (url) =>
        (window as unknown as { x402: { fetch: typeof fetch } }).x402.fetch(url).then((response) => response.text()),
      `${other.url}/plain/article`,
    );
    const question = await profile.question();
    expect(question).toMatchObject({ why: 'new_seller', site: shop.url, seller: other.url, amountAtomic: '100000' });
    await profile.ask({ type: 'answer', id: question.id, yes: true, grant: true });
    expect(await bought).toContain('What was paid for.');
    await expect.poll(history, WAITING).toEqual(['delivered other/plain/article']);
    expect(await statusOf(page, `${other.url}/article`)).toBe(200);
    expect(other.visits).toEqual([
      'GET /plain/article',
      'GET /plain/article paid',
      'GET /article',
      'GET /article paid',
    ]);
  });

  it('gets nothing when a person says no, and does not get to ask again', async () => {
    const page = await profile.tabs.visit(shop.url);
    const buy = () =>
      page.evaluate(
        (url) =>
          (window as unknown as { x402: { fetch: typeof fetch } }).x402.fetch(url).then(
            ({ status }) => `${status}`,
            ({ code }) => code as string,
          ),
        `${other.url}/article`,
      );
    const asked = buy();
    const question = await profile.question();
    await profile.ask({ type: 'answer', id: question.id, yes: false, grant: false });
    expect(await asked).toBe('declined');
    expect(await buy()).toBe('declined');
    await expect.poll(history, WAITING).toEqual([]);
  });
});

describe('a seller who does not deliver', () => {
  it('and asks again and again is paid once', async () => {
    const page = await profile.tabs.visit(shop.url);
    for (let asked = 0; asked < 4; asked++) expect(await statusOf(page, '/never')).toBe(402);
    await expect.poll(history, WAITING).toEqual(['undelivered shop/never']);
    expect(shop.visits.filter((visit) => visit.endsWith('paid')).length).toBeGreaterThan(0);
    expect(await profile.ask({ type: 'questions' })).toEqual([]);
  });

  it('and turns each payment away has a person asked after the third', async () => {
    const page = await profile.tabs.visit(shop.url);
    for (let asked = 1; asked <= 3; asked++) {
      expect(await statusOf(page, '/refuses')).toBe(402);
      await expect.poll(history, WAITING).toEqual(Array(asked).fill('undelivered shop/refuses'));
    }
    // What was turned away and never sent has one nonce: at most one of the three can ever land.
    const nonces = (await profile.ask({ type: 'history', limit: 9 })).map(({ nonce }) => nonce);
    expect(new Set(nonces).size).toBe(1);
    const fourth = statusOf(page, '/refuses');
    const question = await profile.question();
    expect(question.why).toBe('many_failures');
    await profile.ask({ type: 'answer', id: question.id, yes: false, grant: false });
    expect(await fourth).toBe(402);
    expect(await history()).toHaveLength(3);
  });

  it('and holds the payment can be stopped: its nonce goes to nobody, and the budget has its money again', async () => {
    await profile.ask({ type: 'touch' });
    const page = await profile.tabs.visit(shop.url);
    // Answered when the page gives up, or never.
    page.evaluate(() => fetch('/held').then(({ status }) => status)).catch(() => undefined);
    await until(async () => (await history())[0] === 'sent shop/held');
    const left = async () => BigInt((await profile.ask({ type: 'left', site: shop.url }))[1]!.leftAtomic);
    const held = await left();
    const [entry] = await profile.ask({ type: 'history', limit: 1 });
    await profile.ask({ type: 'cancel', id: entry!.id });
    await devnet.mine();
    await until(async () => {
      await profile.ask({ type: 'reconcile' });
      return (await history())[0] === 'cancelled shop/held';
    });
    expect(await left()).toBe(held + 100_000n);
  });
});

describe('the account', () => {
  it('pays nothing while it is locked, and the next day of the worker knows what was paid', async () => {
    const page = await profile.tabs.visit(shop.url);
    expect(await statusOf(page, '/article')).toBe(200);
    await profile.ask({ type: 'lock' });
    expect(await statusOf(page, '/quote')).toBe(402);
    await profile.kill();
    await profile.tabs.reload(page);
    expect(await statusOf(page, '/quote')).toBe(402);
    // What was bought stays bought.
    expect(await statusOf(page, '/article')).toBe(200);
    await profile.ask({ type: 'unlock', passphrase: PASSPHRASE });
    await expect.poll(history, WAITING).toEqual(['delivered shop/article']);
  });
});

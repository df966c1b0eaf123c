import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { Profile } from './profile.js';
import { openShop, type Shop } from './shop.js';

let devnet: Devnet;
let shop: Shop;
let profile: Profile;

let address: string;

beforeAll(async () => {
  const installed = Profile.open(inject('extensionAsInstalled'));
  [devnet, profile] = await Promise.all([startDevnet({ port: 0, blockMilliseconds: 0 }), installed]);
  address = await profile.settle(devnet.url);
});
afterAll(async () => {
  await profile?.close();
  await devnet?.close();
});

beforeEach(async () => {
  await devnet.reset();
  await profile.renew();
  shop = await openShop(devnet);
  await devnet.fund(address, { STX: 10_000_000n });
  return () => shop.close();
});

describe('the extension as it is installed', () => {
  it('is in no page, sees no page, and pays nothing', async () => {
    await profile.allow(shop.url);
    const page = await profile.tabs.visit(`${shop.url}/article`);
    expect(await page.evaluate(() => 'x402' in window)).toBe(false);
    expect(await page.evaluate(() => fetch('/article').then(({ status }) => status))).toBe(402);
    expect(shop.visits.filter((visit) => visit.endsWith('paid'))).toEqual([]);
    expect(await profile.ask({ type: 'history', limit: 10 })).toEqual([]);
  });

  it.each(['/article', '/quote'])(
    'pays for the page %s after a click and a yes, and shows it in place',
    async (path) => {
      const page = await profile.tabs.visit(shop.url);
      await profile.tabs.go(page, `${shop.url}${path}`);
      const tabId = await profile.click(page);
      const paid = profile.ask({ type: 'payTab', tabId });
      const { id, why, amountAtomic } = await profile.question();
      expect([why, amountAtomic]).toEqual(['not_granted', '100000']);
      await profile.ask({ type: 'answer', id, yes: true, grant: false });
      await paid;
      await profile.tabs.rest(page);
      expect(await page.evaluate(() => document.body.textContent)).toContain('What was paid for.');
      const [entry, ...others] = await profile.ask({ type: 'history', limit: 10 });
      expect(entry).toMatchObject({ resource: `${shop.url}${path}`, approved: true });
      expect(others).toEqual([]);
      await profile.tabs.back(page);
      expect(page.url()).toBe(`${shop.url}/`);
    },
  );

  it('asks nobody to pay for a page that is free', async () => {
    const page = await profile.tabs.visit(shop.url);
    const tabId = await profile.click(page);
    await expect(profile.ask({ type: 'payTab', tabId })).rejects.toThrow('no_payable_offer');
  });
});

/** Yes and no in the window that a person sees. */

import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { PATIENCE } from '../patience.js';
import { Profile } from './profile.js';
import { openShop, type Shop } from './shop.js';

const WAITING = { timeout: PATIENCE };

let devnet: Devnet;
let shop: Shop;
let profile: Profile;
let page: Page;

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
  shop = await openShop(devnet);
  await devnet.fund(address, { STX: 10_000_000n });
  page = await profile.tabs.visit(shop.url);
  return () => shop.close();
});

/** What the page hears: a status, or the code of a refusal. */
const fetchPaid = (path: string) =>
  page.evaluate(
    (wanted) =>
      (window as unknown as { x402: { fetch: typeof fetch } }).x402.fetch(wanted).then(
        ({ status }) => status,
        (error) => error.code,
      ),
    path,
  );

/** The window that asks, when a click in it counts. */
const approval = async () => profile.window('question', (await profile.question()).id, '.pay');
const press = (opened: Page, selector: string) => opened.locator(`x402-approve >>> ${selector}`).click();
const gone = () =>
  expect.poll(() => profile.browser.targets().some((one) => one.url().includes('/approve.html')), WAITING).toBe(false);

describe('the approval window', () => {
  it('pays once on a click, closes, and asks again for the next', async () => {
    const answer = fetchPaid('/quote');
    const opened = await approval();
    await opened.locator('x402-approve >>> .pay').click();
    expect(await answer).toBe(200);
    await gone();
    const next = fetchPaid('/quote');
    await press(await approval(), '.answers .quiet');
    expect(await next).toBe('declined');
    expect(await profile.ask({ type: 'grants' })).toEqual([]);
  });

  it('remembers up to which price, and what is below it is paid without a question', async () => {
    const answer = fetchPaid('/article');
    const opened = await approval();
    await press(opened, '.rule:nth-of-type(3) input');
    await press(opened, '#up-to-amount');
    await opened.keyboard.type('0.2');
    await opened.locator('x402-approve >>> .pay').click();
    expect(await answer).toBe(200);
    await gone();
    expect(await fetchPaid('/quote')).toBe(200);
    expect(await profile.ask({ type: 'questions' })).toEqual([]);
    const [grant, ...others] = await profile.ask({ type: 'grants' });
    expect([grant?.upToAtomic, grant?.site, others.length]).toEqual(['200000', shop.url, 0]);
    const days = Math.round((grant!.expiresAt - grant!.at) / 86_400_000);
    expect(days).toBe(90);
  });

  it('is not heard again before its page is loaded anew, and offers to block a site the third time', async () => {
    for (const turn of [1, 2, 3]) {
      const answer = fetchPaid('/quote');
      const opened = await approval();
      const offersBlock = (await opened.$('pierce/.danger')) !== null;
      expect([turn, offersBlock]).toEqual([turn, turn === 3]);
      await press(opened, turn === 3 ? '.danger' : '.answers .quiet');
      expect(await answer).toBe('declined');
      await gone();
      expect(await fetchPaid('/quote')).toBe(turn === 3 ? 'policy_refused' : 'declined');
      await profile.tabs.reload(page);
    }
    const { settings } = await profile.ask({ type: 'status' });
    expect(settings.sites[shop.url]).toMatchObject({ blocked: true });
    expect(await profile.ask({ type: 'history', limit: 10 })).toEqual([]);
  });
});

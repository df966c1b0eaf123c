/** The extension as it is built for Firefox, in Firefox: it pays there as it does in Chromium. */

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { findFirefox } from '../browser/find-firefox.mjs';
import { PATIENCE } from '../patience.js';
import { FirefoxProfile } from './firefox-profile.js';
import { openShop, type Shop } from './shop.js';
import { Thief } from './thief.js';

let devnet: Devnet;
let profile: FirefoxProfile;
let shop: Shop;
let other: Shop;

describe.skipIf(!findFirefox())('in Firefox, the extension', () => {
  beforeAll(async () => {
    devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
    profile = await FirefoxProfile.open();
    await devnet.fund(await profile.settle(devnet.url), { STX: 100_000_000n });
    return async () => {
      await profile.close();
      await devnet.close();
    };
  });

  beforeEach(async () => {
    [shop, other] = [await openShop(devnet), await openShop(devnet, 'localhost')];
    await profile.ask({ type: 'setSite', origin: shop.url, site: { automatic: true } });
    return () => Promise.all([shop.close(), other.close()]);
  });

  it('answers a page', async () => {
    const page = await profile.visit(other.url);
    expect(await page.evaluate('x402.getBudget()')).toEqual([]);
    const wish = `x402.requestBudget({ asset: 'no asset', max: '1', period: 'day' }).catch(({ code }) => code)`;
    expect(await page.evaluate(wish)).toBe('policy_refused');
    expect(await page.evaluate(`fetch('/article').then(({ status }) => status)`)).toBe(402);
    expect(await history()).toEqual([]);
  });

  it('pays a fetch by itself, and the page gets what it asked for', async () => {
    const page = await profile.visit(shop.url);
    expect(await page.evaluate(`fetch('/article').then((answer) => answer.text())`)).toContain('What was paid for.');
    await expect.poll(history, WAITING).toEqual(['delivered shop/article']);
    expect(sold(shop)).toEqual(['GET /article', 'GET /article paid']);
  });

  it('pays a seller on another origin after a person has said yes, also one that knows nothing of CORS', async () => {
    const page = await profile.visit(shop.url);
    const bought = page.evaluate(`x402.fetch('${other.url}/plain/article').then((answer) => answer.text())`);
    const question = await asked();
    expect(question).toMatchObject({ why: 'new_seller', site: shop.url, seller: other.url });
    await profile.ask({ type: 'answer', id: question.id, yes: true, grant: true });
    expect(await bought).toContain('What was paid for.');
    await expect.poll(history, WAITING).toEqual(['delivered other/plain/article']);
    expect(sold(other)).toEqual(['GET /plain/article', 'GET /plain/article paid']);
  });

  it('pays a whole page in place, and the history has it once', async () => {
    const page = await profile.visit(shop.url);
    const before = await page.evaluate(() => history.length);
    await page.goto(`${shop.url}/article`);
    await page.waitForFunction(() => document.title === 'Goods');
    expect(await page.evaluate(() => history.length)).toBe(before + 1);
    await expect.poll(history, WAITING).toEqual(['delivered shop/article']);
    expect(sold(shop)).toEqual(['GET /article', 'GET /article paid']);
  });

  it('pays when its worker has gone to sleep, a fetch as well as a whole page', async () => {
    const page = await profile.visit(shop.url);
    await profile.putToSleep();
    expect(await page.evaluate(`fetch('/article').then(({ status }) => status)`)).toBe(200);
    await expect.poll(history, WAITING).toEqual(['delivered shop/article']);
    await profile.putToSleep();
    await page.goto(`${shop.url}/quote`);
    await page.waitForFunction(() => document.title === 'Goods');
    await expect.poll(history, WAITING).toEqual(['delivered shop/quote', 'delivered shop/article']);
    expect(sold(shop)).toEqual(['GET /article', 'GET /article paid', 'GET /quote', 'GET /quote paid']);
  });

  it('is listed as a wallet where a person has asked for it, and shows a site the address after a yes', async () => {
    const { settings, address } = await profile.ask({ type: 'status' });
    const page = await profile.visit(other.url);
    expect(await page.evaluate('typeof window.wbip_providers')).toBe('undefined');
    await profile.ask({ type: 'setSettings', settings: { ...settings, listed: true } });
    await page.reload();
    expect(await page.evaluate('wbip_providers.map(({ id }) => id)')).toEqual(['x402']);
    const shown = page.evaluate(`x402.request('getAddresses').then(({ result }) => result.addresses[0].address)`);
    const open = () => profile.ask({ type: 'addressQuestions' });
    await expect.poll(open, WAITING).toMatchObject([{ site: other.url, address }]);
    const [question] = await open();
    await profile.ask({ type: 'answerAddress', id: question?.id ?? '', yes: true });
    expect(await shown).toBe(address);
    await profile.ask({ type: 'setSettings', settings });
  });

  it('asks about a whole page that comes through a service worker of its own, and opens it', async () => {
    const seller = await Thief.open(devnet, {
      '/worker.js': () => ({ headers: { 'content-type': 'text/javascript' }, body: PASSES_ON }),
    });
    await profile.ask({ type: 'setSite', origin: seller.url, site: { automatic: true } });
    const page = await profile.visit(seller.url);
    await page.evaluate(`navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)`);
    await page.waitForFunction('navigator.serviceWorker.controller !== null');
    await page.goto(`${seller.url}/covered`);
    const { id, resource } = await asked();
    expect(resource).toBe(`${seller.url}/covered`);
    await profile.ask({ type: 'answer', id, yes: true, grant: false });
    const log = () => seller.log.filter((line) => line.includes('covered'));
    await expect.poll(log, WAITING).toEqual(['GET /covered', 'GET /covered', 'GET /covered paid']);
    await page.close();
    await seller.close();
  });

  it('keeps account, settings and ledger where no content script reads them, and where nothing clears them away', async () => {
    await profile.visit(other.url);
    const reading = async () => [
      Object.keys(await chrome.storage.local.get()),
      typeof chrome.storage.session,
      (await indexedDB.databases()).map(({ name }) => name),
    ];
    expect(await profile.asContentScript(other.url, reading)).toEqual([[], 'undefined', []]);
    await expect.poll(() => profile.panel.evaluate(() => navigator.storage.persisted()), WAITING).toBe(true);
  });
});

const PASSES_ON = `addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`;
/** A page has its answer before the worker has written it down. */
const WAITING = { timeout: PATIENCE };
const sold = ({ visits }: Shop) => visits.filter((visit) => /article|quote/.test(visit));

/** What was paid to the two shops of this test. */
async function history(): Promise<readonly string[]> {
  const entries = await profile.ask({ type: 'history', limit: 100 });
  return entries
    .filter(({ seller }) => [shop.url, other.url].includes(seller))
    .map(
      ({ state, seller, resource }) =>
        `${state} ${seller === shop.url ? 'shop' : 'other'}${new URL(resource).pathname}`,
    );
}

async function asked() {
  for (;;) {
    const [question] = await profile.ask({ type: 'questions' });
    if (question) return question;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

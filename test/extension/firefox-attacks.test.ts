/** What is tried against the extension in Firefox, where the network, the pages' messages and the browser's rules come by other ways than in Chromium. */

import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import type { ShownQuestion } from '../../extension/messages/panel.js';
import { findFirefox } from '../browser/find-firefox.mjs';
import { PATIENCE } from '../patience.js';
import { FirefoxProfile } from './firefox-profile.js';
import { type Manners, Thief } from './thief.js';

let devnet: Devnet;
let profile: FirefoxProfile;
const thieves: Thief[] = [];

describe.skipIf(!findFirefox())('in Firefox, too,', () => {
  beforeAll(async () => {
    devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
    profile = await FirefoxProfile.open();
    await devnet.fund(await profile.settle(devnet.url), { STX: 100_000_000n });
    const { settings } = await profile.ask({ type: 'status' });
    const assets = { STX: { perPaymentAtomic: '500000', perDayAtomic: '100000000' } };
    await profile.ask({ type: 'setSettings', settings: { ...settings, assets } });
    return async () => {
      await profile.close();
      await devnet.close();
    };
  });

  afterEach(async () => {
    for (const { id } of await profile.ask({ type: 'questions' }))
      await profile.ask({ type: 'answer', id, yes: false, grant: false });
    for (const thief of thieves.splice(0)) {
      await thief.cashIn();
      await thief.close();
    }
  });

  it('a click on another site that leads to a paid page makes the person be asked', async () => {
    const seller = await allowed();
    const other = await stranger({ '/': () => words(`<a href="${seller.url}/paid">Read</a>`) });
    await (await visit(other.url)).click('a');
    await expect.poll(questions, WAITING).toEqual(['not_granted /paid']);
    expect(seller.log).toEqual(['GET /paid']);
  });

  it.each<[string, (url: string) => Manners]>([
    ['a script of another site', (url) => ({ '/': () => words(`<script>location.href = '${url}/paid'</script>`) })],
    ['a redirect', (url) => ({ '/': () => ({ status: 302, headers: { location: `${url}/paid` } }) })],
  ])('%s that goes to a paid page makes the person be asked', async (_, manners) => {
    const seller = await allowed();
    await visit((await stranger(manners(seller.url))).url);
    await expect.poll(questions, WAITING).toEqual(['not_granted /paid']);
    expect(seller.log).toEqual(['GET /paid']);
  });

  it('a site that redirects the paid request takes the payment to nobody else', async () => {
    const thief = await stranger();
    const away = { status: 302, headers: { location: `${thief.url}/stolen` } };
    const sends: Manners[string] = ({ payment, path }, self) => (payment ? away : self.ask({ resource: path }));
    const seller = await allowed({ '/paid': sends, '/api': sends });
    await visit(`${seller.url}/paid`);
    await expect.poll(() => thief.log, WAITING).toEqual(['GET /stolen']);
    const page = await profile.visit(seller.url);
    expect(await page.evaluate(`fetch('/api').catch(({ name }) => name)`)).toBe('TypeError');
    expect(seller.payments).toHaveLength(2);
    expect(thief.payments).toEqual([]);
  });

  it('many fetches at once, of a seller on another origin, carry each its own payment', async () => {
    const seller = await stranger();
    const site = await allowed();
    const page = await profile.visit(site.url);
    const first = page.evaluate(`x402.fetch('${seller.url}/0').then(({ status }) => status)`);
    await expect.poll(questions, WAITING).toEqual(['new_seller /0']);
    const [question] = await open();
    await profile.ask({ type: 'answer', id: `${question?.id}`, yes: true, grant: true });
    expect(await first).toBe(200);
    const all = [1, 2, 3, 4].map((n) => `fetch('${seller.url}/${n}').then(({ status }) => status)`);
    expect(await page.evaluate(`Promise.all([${all}])`)).toEqual([200, 200, 200, 200]);
    expect(seller.payments).toHaveLength(5);
    expect(seller.log.filter((line) => line.endsWith('paid'))).toHaveLength(5);
  });

  it('a frame has no provider, and what it asks for is not paid', async () => {
    const seller = await allowed({
      '/frame': () => words(`<script>fetch('/api').then((r) => { top.got = [typeof x402, r.status] })</script>`),
      '/': () => words('<iframe src="/frame"></iframe>'),
    });
    const page = await visit(seller.url);
    await page.waitForFunction('typeof got === "object"');
    expect(await page.evaluate('got')).toEqual(['undefined', 402]);
    expect(seller.payments).toEqual([]);
  });

  it('a page hears nothing of the provider being set up, and cannot take its place', async () => {
    const listening = `for (const name of ['port', 'ready']) document.addEventListener('x402pay:' + name, () => heard++, true)`;
    const seller = await allowed({ '/': () => words(`<script>let heard = 0; ${listening}</script>`) });
    const page = await profile.visit(seller.url);
    const replacing = `try { Object.defineProperty(window, 'x402', { value: 1 }) } catch ({ name }) { name }`;
    expect(await page.evaluate(replacing)).toBe('TypeError');
    expect(await page.evaluate('[heard, Object.isFrozen(x402)]')).toEqual([0, true]);
  });

  it('a content script cannot speak as a page of the extension', async () => {
    const seller = await allowed();
    await profile.visit(seller.url);
    const speak = () =>
      Promise.all(
        ['status', 'questions', 'lock'].map((type) => chrome.runtime.sendMessage({ type }).then(({ code }) => code)),
      );
    expect(await profile.asContentScript(seller.url, speak)).toEqual(Array(3).fill('invalid_message'));
  });
});

const WAITING = { timeout: PATIENCE };
const words = (body: string) => ({ body: `<!doctype html><meta charset="utf-8"><title>A page</title>${body}` });

/** A seller who is paid without asking. */
async function allowed(manners: Manners = {}): Promise<Thief> {
  const seller = await Thief.open(devnet, manners);
  thieves.push(seller);
  await profile.ask({ type: 'setSite', origin: seller.url, site: { automatic: true } });
  return seller;
}

/** On another host, and nobody has said anything about it. */
async function stranger(manners: Manners = {}): Promise<Thief> {
  const thief = await Thief.open(devnet, manners, 'localhost');
  thieves.push(thief);
  return thief;
}

/** A page may go on to another one while it is being loaded. */
async function visit(url: string): Promise<Page> {
  const page = await profile.browser.newPage();
  await page.goto(url).catch(() => undefined);
  return page;
}

/** What is asked about this test's sellers: a page of the one before can still come to its question. */
async function open(): Promise<readonly ShownQuestion[]> {
  const sellers = thieves.map(({ url }) => url);
  return (await profile.ask({ type: 'questions' })).filter(({ seller }) => sellers.includes(seller));
}

async function questions(): Promise<readonly string[]> {
  return (await open()).map(({ why, resource }) => `${why} ${new URL(resource).pathname}`);
}

/** The script tag as it is built, on pages of a real browser: what it loads and when, under which policies, and what a reload does to a payment. */

import type { Browser, BrowserContext, Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { PATIENCE } from '../patience.js';
import { openBrowser } from './browser.js';
import { ShopWindow } from './shop-window.js';

const TAG = '<script async src="/x402pay.js"></script>';
const FAR = '<p>Far away.</p>'.repeat(300);
const POLLING = { polling: 50, timeout: PATIENCE };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

let shop: ShopWindow;
let profile: BrowserContext;
let page: Page;
const troubles: string[] = [];
beforeEach(async () => {
  [shop, profile] = await Promise.all([ShopWindow.open(inject('bundles')), browser.createBrowserContext()]);
  page = await openTab();
  troubles.length = 0;
});
afterEach(async () => {
  await profile.close();
  await shop.close();
});

describe('the script tag', () => {
  it('sells under a strict policy with Trusted Types, and offends nothing', async () => {
    shop.site.body = '<p>Paid. <img alt="" src="data:,"> <a href="/more">more</a></p>';
    await page.goto(shop.page('/', `${TAG}${shop.paywall('/paid/one')}`));
    await pay();
    await reaches('unlocked');
    await says('main, body', 'Paid.');
    expect(await offences(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it('does so with DOMPurify, too, where the browser has no sanitizer', async () => {
    await page.evaluateOnNewDocument(() => Reflect.deleteProperty(Element.prototype, 'setHTML'));
    shop.site.body = '<p>Paid. <img alt="" src="data:,"> <a href="/more">more</a></p>';
    await page.goto(shop.page('/', `${TAG}${shop.paywall('/paid/one')}`));
    await pay();
    await reaches('unlocked');
    await says('body', 'Paid.');
    expect(shop.scripts.join()).toContain('purify');
    expect(await offences(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it('gives paid HTML no way to run, nor to look as it likes', async () => {
    shop.site.body = '<p style="color: red">Paid. <img src="data:," onerror="document.title = 1"></p>';
    await page.goto(shop.page('/', `${TAG}${shop.paywall('/paid/one')}`));
    await pay();
    await reaches('unlocked');
    await says('body', 'Paid.');
    expect(await page.title()).toBe('An article');
    expect(await page.$('[data-x402-paid] :is([style], [onerror])')).toBeNull();
  });

  it('explains under that policy what stands in the way', async () => {
    shop.wallet.decision = 'reject';
    await page.goto(shop.page('/', `${TAG}${shop.paywall('/paid/one')}`));
    await pay();
    await reaches('failed');
    await page.waitForFunction(
      () => document.querySelector('x402-paywall')?.shadowRoot?.textContent?.includes('You declined'),
      POLLING,
    );
    expect(await offences(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it('comes from anywhere, as classic scripts do', async () => {
    await page.setBypassCSP(true);
    const tag = `<script async src="${shop.cdn}/x402pay.js"></script>`;
    await page.goto(shop.page('/', `${tag}${shop.paywall('/paid/one')}`));
    await reaches('locked');
  });

  it('leaves nothing behind in the page', async () => {
    await page.goto(shop.page('/free', `${TAG}<p>Free.</p>`), { waitUntil: 'networkidle0' });
    expect(await newGlobals(page)).toEqual([]);
    await page.goto(shop.page('/', `${TAG}${shop.paywall('/paid/one')}`));
    await pay();
    await reaches('unlocked');
    expect(await newGlobals(page)).toEqual([]);
  });

  it('twice is harmless', async () => {
    await page.goto(
      shop.page('/', `${TAG}${shop.paywall('/paid/one')}${TAG}<script src="/x402pay.js?again"></script>`),
    );
    await pay();
    await reaches('unlocked');
    expect(shop.scripts.filter((path) => path.includes('paywall-'))).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  it('loads the price with what is near, and what pays with the click', async () => {
    await page.goto(shop.page('/', `${TAG}${FAR}${shop.paywall('/paid/one')}`), { waitUntil: 'networkidle0' });
    expect(chunks()).toEqual([]);
    await page.evaluate(() => document.querySelector('x402-paywall')?.scrollIntoView());
    await reaches('locked');
    expect(chunks()).toEqual(['paywall']);
    shop.wallet.decision = 'later';
    await pay();
    await reaches('wallet');
    expect(chunks()).toEqual(['later', 'payment', 'paywall']);
  });

  it('turns a marked div into a paywall, not before its end has arrived', async () => {
    const marked = '<div data-x402-paywall="/paid/one"><p id="one">One.</p>';
    const first = `${TAG}${shop.paywall('/paid/zero')}${marked}`;
    const arrived = page.goto(shop.page('/', first, '<p id="two">Two.</p></div>'));
    await page.waitForSelector('x402-paywall[state=locked]', POLLING);
    expect(await page.$$('x402-paywall')).toHaveLength(1);
    shop.sendNext();
    await arrived;
    await page.waitForSelector('div > x402-paywall[state=locked]', POLLING);
    const held = await page.$$eval('div > x402-paywall > p', (all) => all.map(({ id }) => id));
    expect(held).toEqual(['one', 'two']);
  });

  it('finds what is added later', async () => {
    await page.goto(shop.page('/', `${TAG}<p>Free.</p>`), { waitUntil: 'networkidle0' });
    await page.evaluate(() => {
      const marked = document.createElement('div');
      marked.dataset.x402Paywall = '/paid/one';
      document.body.append(marked);
    });
    await reaches('locked');
    await page.evaluate(() =>
      document.body.prepend(Object.assign(document.createElement('x402-paywall'), { src: '/paid/two' })),
    );
    await page.waitForFunction(() => document.querySelectorAll('x402-paywall[state=locked]').length === 2, POLLING);
  });
});

describe('code that the network loses', () => {
  beforeEach(async () => {
    await page.goto(shop.page('/', `${TAG}${shop.paywall('/paid/one')}`));
    await reaches('locked');
  });

  it('on the click can be had again, and nothing is paid twice', async () => {
    shop.loses = /chunks/;
    await pay();
    await reaches('failed');
    expect(shop.wallet.prompts).toBe(0);
    shop.loses = undefined;
    await click();
    await reaches('unlocked');
    expectOnePayment();
  });

  it('after the payment can be had again, and nothing is paid twice', async () => {
    shop.loses = /content/;
    await pay();
    await reaches('failed');
    shop.loses = undefined;
    await click();
    await reaches('unlocked');
    await says('body', 'What was paid for.');
    expectOnePayment();
  });
});

describe('a page that is reloaded', () => {
  beforeEach(async () => {
    await page.goto(shop.page('/', `${TAG}${shop.paywall('/paid/one')}`));
    await reaches('locked');
  });

  it('while the wallet asks shows the price, and whatever the wallet signs, one payment can land', async () => {
    shop.wallet.decision = 'later';
    await pay();
    await reaches('wallet');
    await page.reload();
    await reaches('locked');
    shop.wallet.approve();
    shop.wallet.decision = 'approve';
    await pay();
    await reaches('unlocked');
    expect(shop.wallet.prompts).toBe(2);
    expect(nonces()).toEqual([0n]);
  });

  it('while the payment is on its way presents it again', async () => {
    shop.wallet.decision = 'later';
    await pay();
    await reaches('wallet');
    const answer = shop.site.pause();
    shop.wallet.approve();
    await reaches('presenting');
    await page.reload();
    await reaches('presenting');
    answer();
    await reaches('unlocked');
    expectOnePayment();
  });

  it('after an answer that was lost presents it again', async () => {
    shop.wallet.decision = 'later';
    await pay();
    await reaches('wallet');
    shop.site.losesAnswers = true;
    shop.wallet.approve();
    await reaches('failed');
    await page.reload();
    await reaches('failed');
    shop.site.losesAnswers = false;
    await page.reload();
    await reaches('unlocked');
    expectOnePayment();
  });

  it('while the payment waits for its block goes on waiting', async () => {
    shop.site.trustsMempool = false;
    await pay();
    await reaches('waiting');
    await page.reload();
    await reaches('waiting');
    shop.chain.mine();
    await reaches('unlocked');
    expectOnePayment();
  });

  it('after it was opened is open, in another tab too, but not for other people', async () => {
    await pay();
    await reaches('unlocked');
    await page.reload();
    await reaches('unlocked');
    const other = await openTab();
    await other.goto(shop.url);
    await reaches('unlocked', other);
    expectOnePayment();
    const somebody = await browser.createBrowserContext();
    const elsewhere = await openTab(somebody);
    await elsewhere.goto(shop.url);
    await reaches('locked', elsewhere);
    await somebody.close();
  });
});

describe('a sandboxed frame', () => {
  it('sells, although it may keep nothing, and says so', async () => {
    shop.page('/framed', `${TAG}${shop.paywall(`${shop.url}/paid/one`)}`);
    await page.goto(shop.page('/', '<iframe sandbox="allow-scripts" src="/framed" width="600" height="700"></iframe>'));
    const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
    await frame?.waitForSelector('x402-paywall[state=locked]', POLLING);
    expect(await textOf(frame)).toContain('This browser keeps nothing');
    await frame?.locator('x402-paywall >>> [part~=button]').click();
    await frame?.waitForSelector('x402-paywall[state=unlocked] > [data-x402-paid]', POLLING);
    expectOnePayment();
    expect(troubles).toEqual([]);
  });
});

describe('two tabs', () => {
  it('are both opened by one payment', async () => {
    await page.goto(shop.page('/', `${TAG}${shop.paywall('/paid/one')}`));
    const second = await openTab();
    await second.goto(shop.url);
    await reaches('locked', second);
    await page.bringToFront();
    await pay();
    await Promise.all([reaches('unlocked'), reaches('unlocked', second)]);
    expectOnePayment();
  });

  it('do not pay at the same time; the one that is left goes on when the other is closed', async () => {
    shop.wallet.decision = 'later';
    await page.goto(shop.page('/', `${TAG}${shop.paywall('/paid/one')}`));
    await reaches('locked');
    const second = await openTab();
    await second.goto(shop.url);
    await reaches('locked', second);
    await page.bringToFront();
    await pay();
    await reaches('wallet');
    await second.bringToFront();
    await pay(second);
    await reaches('waiting', second);
    expect(shop.wallet.prompts).toBe(1);
    await page.close();
    await reaches('wallet', second);
    shop.wallet.approve();
    await reaches('unlocked', second);
    expect(nonces()).toEqual([0n]);
  });
});

async function openTab(context = profile): Promise<Page> {
  const tab = await context.newPage();
  tab.setDefaultTimeout(PATIENCE);
  tab.on('pageerror', (error) => troubles.push(String(error)));
  await shop.prepare(tab);
  return tab;
}

/** Clicks the pay button. */
async function pay(tab = page): Promise<void> {
  await reaches('locked', tab);
  await click(tab);
}

/** Clicks the button, whatever it does now. */
async function click(tab = page): Promise<void> {
  await tab.locator('x402-paywall >>> [part~=button]').click();
}

async function reaches(state: string, tab = page): Promise<void> {
  const isThere = (wanted: string) => document.querySelector('x402-paywall')?.getAttribute('state') === wanted;
  await tab.waitForFunction(isThere, POLLING, state).catch(async (cause) => {
    throw new Error(`The paywall is not ${state}: ${(await textOf(tab)).slice(-400)}`, { cause });
  });
}

/** What the paywall says. */
async function textOf(place: Page | Frame | undefined): Promise<string> {
  const text = await place?.$eval('x402-paywall', (paywall) => paywall.shadowRoot?.textContent).catch(() => undefined);
  return (text ?? 'no paywall').replace(/\s+/g, ' ');
}

async function says(selector: string, words: string): Promise<void> {
  await page.waitForFunction(
    (inside, wanted) => document.querySelector(inside)?.textContent?.includes(wanted),
    POLLING,
    selector,
    words,
  );
}

function offences(tab: Page): Promise<unknown> {
  return tab.evaluate(() => Reflect.get(window, Symbol.for('offences')));
}

/** Names in the window that were not there when the page began. */
function newGlobals(tab: Page): Promise<readonly string[]> {
  return tab.evaluate(() => {
    const before: string[] = Reflect.get(window, Symbol.for('before'));
    const known = [...before, 'wbip_providers', 'TestWalletProvider'];
    return Object.getOwnPropertyNames(window).filter((name) => !known.includes(name) && !/puppeteer|__aria/.test(name));
  });
}

/** Names of the chunks that were fetched, without their hashes. */
function chunks(): readonly string[] {
  return shop.scripts.flatMap((path) => /^\/chunks\/([\w-]+)-[\w-]{8}\.js$/.exec(path)?.[1] ?? []).sort();
}

function nonces(): readonly bigint[] {
  return shop.chain.sent.map(({ nonce }) => nonce);
}

function expectOnePayment(): void {
  expect([shop.wallet.prompts, shop.chain.sent.length, new Set(shop.site.presented).size]).toEqual([1, 1, 1]);
}

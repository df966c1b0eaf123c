/** The script tag on blogs as they are: apps that change their pages, frames, tag managers, modules, two paywalls, two scripts, and files that somebody has changed. */

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Frame } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createVerifier } from 'x402pay/verifier';
import { fetchHandler } from 'x402pay/verifier/fetch';
import { nodeListener } from 'x402pay/verifier/node';
import { BlogVisit, TAG } from './blog-visit.js';
import { openBrowser } from './browser.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

let visit: BlogVisit;
beforeEach(async () => {
  visit = await BlogVisit.begin(browser, inject('bundles'));
});
afterEach(() => visit.end());

/** The markup of a paywall that can be told from others. */
function paywall(id: string, at = visit.shop.url): string {
  return `<x402-paywall id="${id}" src="${at}/paid/${id}" node-url="${visit.shop.url}/node"><p>Free.</p></x402-paywall>`;
}

function fetched(name: string): number {
  return visit.shop.scripts.filter((path) => path.startsWith(`/chunks/${name}-`)).length;
}

/** Does this in the page. */
function inPage(script: (value: string) => void, value = ''): Promise<void> {
  return visit.page.evaluate(script, value);
}

describe('an app that changes its page without loading it', () => {
  // Such apps write HTML.
  beforeEach(() => visit.page.setBypassCSP(true));

  it('has paywalls on the next page, too', async () => {
    await visit.open(`${TAG}<main>${paywall('one')}</main>`);
    await visit.reaches('locked', '#one');
    await inPage(
      (html) => {
        history.pushState({}, '', '/second');
        document.querySelector('main')?.replaceChildren();
        document.querySelector('main')?.insertAdjacentHTML('beforeend', html);
      },
      `<div data-x402-paywall="/paid/two"></div>${paywall('three')}`,
    );
    await visit.reaches('locked', '[src="/paid/two"]');
    await visit.pay('#three');
    await visit.reaches('unlocked', '#three');
    expect(visit.troubles).toEqual([]);
  });

  it('that replaces the whole body, before the code has come, has them, too', async () => {
    await visit.open(`${TAG}<p>Free.</p>`);
    await inPage((html) => {
      const body = document.createElement('body');
      body.innerHTML = html;
      document.body.replaceWith(body);
    }, paywall('one'));
    await visit.reaches('locked', '#one');
  });

  it('that moves a paywall away and back, loses neither its price nor a payment', async () => {
    visit.shop.wallet.decision = 'later';
    await visit.open(`${TAG}<main>${paywall('one')}</main><aside></aside>`);
    await visit.pay('#one');
    await visit.reaches('wallet', '#one');
    await inPage(() => document.querySelector('aside')?.append(document.querySelector('#one') as Element));
    visit.shop.wallet.approve();
    await visit.reaches('unlocked', 'aside > #one');
    expect(visit.shop.chain.sent).toHaveLength(1);
  });
});

describe('several paywalls on one page', () => {
  it('are paid for separately', async () => {
    await visit.open(`${TAG}${paywall('one')}${paywall('two')}<div data-x402-paywall="/paid/three"></div>`);
    await visit.pay('#one');
    await visit.reaches('unlocked', '#one');
    await visit.reaches('locked', '#two');
    await visit.reaches('locked', '[src="/paid/three"]');
    expect(visit.shop.chain.sent).toHaveLength(1);
    await visit.pay('#two');
    await visit.reaches('unlocked', '#two');
    await visit.reaches('locked', '[src="/paid/three"]');
    expect(visit.shop.chain.sent).toHaveLength(2);
    await visit.page.reload();
    for (const [id, state] of Object.entries({
      '#one': 'unlocked',
      '#two': 'unlocked',
      '[src="/paid/three"]': 'locked',
    }))
      await visit.reaches(state, id);
    expect(visit.shop.chain.sent).toHaveLength(2);
  });
});

describe('a frame', () => {
  async function frame(): Promise<Frame> {
    return (await (await visit.page.waitForSelector('iframe'))?.contentFrame()) as Frame;
  }

  it.each([
    ['of the same origin', (url: string) => `<iframe src="${url}/framed" width="600" height="900"></iframe>`],
    [
      'of another origin, in a sandbox',
      (_: string, cdn: string) =>
        `<iframe sandbox="allow-scripts" src="${cdn}/framed" width="600" height="900"></iframe>`,
    ],
  ])('%s sells', async (_, embed) => {
    const { url, cdn } = visit.shop;
    visit.shop.page('/framed', `${TAG}${paywall('one', url)}`);
    await visit.open(embed(url, cdn));
    const inside = await frame();
    await visit.pay('#one', inside);
    await visit.reaches('unlocked', '#one', inside);
    await visit.reads('What was paid for.', inside);
    expect(visit.troubles).toEqual([]);
  });

  it('without an address of its own (srcdoc) sells', async () => {
    const { url } = visit.shop;
    const inner = `<script src="${url}/wallet.js"></script><script async src="${url}/x402pay.js"></script>${paywall('one')}`;
    const srcdoc = inner.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    await visit.open(`<iframe srcdoc="${srcdoc}" width="600" height="900"></iframe>`);
    const inside = await frame();
    await visit.pay('#one', inside);
    await visit.reaches('unlocked', '#one', inside);
    expect(visit.troubles).toEqual([]);
  });
});

describe('the script', () => {
  it.each([
    ['as a module', '<script type="module" src="/x402pay.js"></script>'],
    ['deferred', '<script defer src="/x402pay.js"></script>'],
    ['imported by the page', '<script type="module" src="/page-of-the-blog.js"></script>'],
  ])('%s finds its chunks', async (_, tag) => {
    visit.shop.own.set('/page-of-the-blog.js', `import '${visit.shop.url}/x402pay.js';`);
    await visit.open(`${tag}${paywall('one')}`);
    await visit.reaches('locked');
    expect(visit.troubles).toEqual([]);
  });

  it('put into the page by a tag manager, from elsewhere, finds its chunks', async () => {
    await visit.page.setBypassCSP(true);
    await visit.open(paywall('one'));
    await inPage(
      (src) => document.head.append(Object.assign(document.createElement('script'), { src })),
      `${visit.shop.cdn}/x402pay.js`,
    );
    await visit.reaches('locked');
  });

  it('twice, by two addresses and in two ways, is harmless', async () => {
    const tags = `${TAG}<script defer src="/x402pay.js?ver=6.4"></script><script type="module" src="/x402pay.js"></script>`;
    const link = '<p><a href="/paid/three#x402-paywall">Read on</a></p>';
    await visit.open(`${tags}${paywall('one')}<div data-x402-paywall="/paid/two"></div>${link}`);
    await visit.pay('#one');
    await visit.reaches('unlocked', '#one');
    expect(await visit.page.$$eval('x402-paywall', (all) => all.length)).toBe(3);
    expect([fetched('paywall'), visit.shop.chain.sent.length]).toEqual([1, 1]);
    expect(visit.troubles).toEqual([]);
  });

  it('of two versions is harmless', async () => {
    await visit.page.setBypassCSP(true);
    const other = `<script async src="${visit.shop.cdn}/x402pay.js"></script>`;
    await visit.open(`${TAG}${other}${paywall('one')}<div data-x402-paywall="/paid/two"></div>`);
    await visit.pay('#one');
    await visit.reaches('unlocked', '#one');
    await visit.reaches('locked', '[src="/paid/two"]');
    expect(await visit.page.$$eval('x402-paywall', (all) => all.length)).toBe(2);
    expect(visit.troubles).toEqual([]);
  });

  it.each([
    ['has no sheets to adopt', () => Reflect.deleteProperty(window, 'CSSStyleSheet')],
    ['cannot say what is near', () => Reflect.deleteProperty(window, 'IntersectionObserver')],
  ])('in a browser that %s leaves the page as it is, with its links', async (_, makeOld) => {
    await visit.page.evaluateOnNewDocument(makeOld);
    visit.shop.own.set('/page-of-the-blog.js', `document.title = 'Alive';`);
    const main = `${paywall('one')}<p><a href="/paid/one#x402-paywall">Read on</a></p>`;
    await visit.open(
      `<script src="/x402pay.js"></script><script src="/page-of-the-blog.js"></script><main>${main}</main>`,
    );
    expect(await visit.page.title()).toBe('Alive');
    expect(await visit.page.$eval('main', ({ innerHTML }) => innerHTML)).toBe(main);
  });

  it('that was lost on the reader’s click is asked for again, and the click counts', async () => {
    await visit.open(`${TAG}${paywall('one')}`);
    await visit.reaches('locked');
    visit.shop.losesOnce = /later|payment/;
    await visit.pay('#one');
    await visit.reaches('unlocked', '#one');
    expect([visit.shop.wallet.prompts, visit.shop.chain.sent.length]).toEqual([1, 1]);
  });

  it('that could not be had at all is asked for again by one more click', async () => {
    await visit.open(`${TAG}${paywall('one')}`);
    await visit.reaches('locked');
    visit.shop.loses = /chunks/;
    await visit.pay('#one');
    await visit.reaches('failed', '#one');
    visit.shop.loses = undefined;
    await visit.page.locator('#one >>> [part~=button]').click();
    await visit.reaches('unlocked', '#one');
    expect([visit.shop.wallet.prompts, visit.shop.chain.sent.length]).toEqual([1, 1]);
  });

  it('opens a lone paywall without a reload when the network comes back', async () => {
    await visit.open(`${TAG}${'<p>Far away.</p>'.repeat(300)}${paywall('one')}`);
    await visit.page.setOfflineMode(true);
    await inPage(() => document.querySelector('x402-paywall')?.scrollIntoView());
    // Both tries are over.
    await visit.page.waitForFunction(
      () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/chunks/')).length === 2,
    );
    await visit.page.setOfflineMode(false);
    await visit.reaches('locked', '#one');
  });
});

describe('the link, where our script is not', () => {
  let seller: Server;
  afterEach(() => seller?.close());

  it('leads to the function’s own page, which sells', async () => {
    const origin = await openSeller();
    await visit.open(`<main><p><a href="${origin}/one#x402-paywall">Read on</a></p></main>`);
    await Promise.all([visit.page.waitForNavigation(), visit.page.click('main a')]);
    await visit.reaches('locked');
    expect(visit.page.url()).toBe(`${origin}/one#x402-paywall`);
  });

  /** The verifier itself, with our script beside it. */
  async function openSeller(): Promise<string> {
    let handle: ReturnType<typeof nodeListener> | undefined;
    seller = createServer((request, response) => {
      if (!request.url?.endsWith('.js')) return handle?.(request, response);
      response.setHeader('content-type', 'text/javascript');
      void readFile(join(inject('bundles'), request.url)).then((script) => response.end(script));
    });
    await new Promise<void>((done) => seller.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(seller.address() as AddressInfo).port}`;
    const verifier = createVerifier({
      network: 'stacks:2147483648',
      payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
      secret: 'a secret of the tests, longer than thirty-two bytes',
      origin,
    });
    const terms = { price: { STX: '0.5' }, access: '30d' } as const;
    handle = nodeListener(fetchHandler(verifier, { '/one': { terms, handler: () => new Response('Sold.') } }));
    return origin;
  }
});

describe('the printed tag', () => {
  let snippet: string;
  beforeEach(async () => {
    await visit.page.setBypassCSP(true);
    snippet = await readFile(join(inject('bundles'), 'snippet.html'), 'utf8');
  });

  it('runs the files that were built', async () => {
    await visit.open(`${snippet}${paywall('one')}`);
    await visit.pay('#one');
    await visit.reaches('unlocked', '#one');
    expect(visit.troubles).toEqual([]);
  });

  it('refuses a script that somebody has changed', async () => {
    const [pinned = ''] = /x402pay-[\d.]+\.js/.exec(snippet) ?? [];
    const changed = await readFile(join(inject('bundles'), pinned), 'utf8');
    visit.shop.own.set(`/${pinned}`, `${changed};document.title = 'Changed';`);
    await visit.open(`${snippet}${paywall('one')}`);
    expect(await visit.page.title()).toBe('An article');
    expect(fetched('paywall')).toBe(0);
  });

  it.each([
    ['before the click', 'paywall', undefined],
    ['with the click', 'payment', 'failed'],
  ])('refuses a chunk that somebody has changed, %s', async (_, name, state) => {
    const [file = ''] = new RegExp(`/chunks/${name}-[\\w-]+\\.js`).exec(snippet) ?? [];
    const changed = await readFile(join(inject('bundles'), file), 'utf8');
    visit.shop.own.set(file, `${changed};document.title = 'Changed';`);
    const refused = visit.page.waitForResponse((response) => response.url().endsWith(file));
    await visit.open(`${snippet}${paywall('one')}`);
    if (state) {
      await visit.pay('#one');
      await visit.reaches(state, '#one');
    }
    await refused;
    expect(await visit.page.title()).toBe('An article');
    expect(visit.shop.chain.sent).toHaveLength(0);
  });
});

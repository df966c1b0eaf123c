/** Pages that try to speak for the extension, to its worker, or to its storage. */

import type { CDPSession, Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from './profile.js';
import { prepareTheft, statusOf, until } from './theft.js';
import { untilOver } from './until.js';

const theft = prepareTheft();
const html = (script: string, body = '') => ({
  body: `<!doctype html><head><script>${script}</script></head><title>A page</title>${body}`,
});

describe('a page’s own service worker', () => {
  const fabricate = (header: string) => `
    addEventListener('install', () => skipWaiting());
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    addEventListener('fetch', (event) => {
      if (new URL(event.request.url).pathname === '/invented') event.respondWith(
        new Response('pay', { status: 402, headers: { 'payment-required': '${header}' } }));
    });`;

  it('that invents a demand is not believed, for a fetch or a whole page', async () => {
    const thief = await theft.seller({
      '/sw.js': (_, self) => ({
        headers: { 'content-type': 'text/javascript' },
        body: fabricate(self.ask({ resource: '/invented' }).headers!['payment-required']!),
      }),
    });
    const page = await theft.visit(thief.url);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/sw.js');
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) {
        await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
      }
    });
    expect(await statusOf(page, '/invented')).toBe(402);
    // It steals the port, to say what our own script would not.
    expect(
      await said(page, { type: 'pay', call: 'a', url: `${thief.url}/invented`, method: 'GET', explicit: true }),
    ).toEqual({ type: 'refused', code: 'no_challenge_observed' });
    await theft.profile.tabs.go(page, `${thief.url}/invented`);
    // The browser does not tell who wanted a page that comes out of its own service worker: a click does.
    await page.mouse.click(10, 10);
    expect(await statusOf(page, '/real')).toBe(200);
    await until(async () => (await theft.history(thief))[0] === 'delivered /real');
    expect([await theft.history(thief), await theft.questions()]).toEqual([['delivered /real'], []]);
  });
});

describe('a page whose service worker passes everything on', () => {
  it('has another origin paid once, by a rule for exactly that', async () => {
    const shop = await theft.seller({}, { allowed: false, host: 'localhost' });
    const thief = await theft.seller({
      '/sw.js': () => ({
        headers: { 'content-type': 'text/javascript' },
        body: "addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));",
      }),
    });
    const page = await theft.visit(thief.url);
    await page.evaluate(() => navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready));
    await theft.profile.tabs.reload(page);
    const bought = statusOf(page, `${shop.url}/article`, true);
    const { id } = await theft.question();
    await theft.profile.ask({ type: 'answer', id, yes: true, grant: true });
    expect(await bought).toBe(200);
    expect(shop.log).toEqual(['GET /article', 'GET /article paid']);
  });
});

/** What the worker answers to a message that a page sends through the port of our script, which it takes by changing the port's own class. */
function said(page: Page, message: object): Promise<unknown> {
  return page.evaluate(async (sent) => {
    const original = MessagePort.prototype.postMessage;
    const port = await new Promise<MessagePort>((resolve) => {
      MessagePort.prototype.postMessage = function (this: MessagePort, ...values: unknown[]) {
        resolve(this);
        return original.apply(this, values as [unknown]);
      };
      (window as unknown as { x402: { getBudget(): unknown } }).x402.getBudget();
    });
    MessagePort.prototype.postMessage = original;
    return new Promise((resolve) => {
      port.addEventListener('message', ({ data }) => data.id === 'mine' && resolve(data.answer));
      port.postMessage({ id: 'mine', message: sent });
    });
  }, message);
}

describe('a page', () => {
  it('cannot take the place of the provider, nor hear it being set up', async () => {
    const listen = `
      window.heard = 0;
      for (const name of ['x402pay:port', 'x402pay:ready', 'message']) {
        for (const target of [window, document]) target.addEventListener(name, () => window.heard++, true);
      }
      document.dispatchEvent(new Event('x402pay:ready'));
      window.tampered = ['x402', 'fetch'].map((name) => {
        try { 'use strict'; Object.defineProperty(name === 'x402' ? window : window.x402, name, { value: 1 }); return 'changed'; }
        catch (error) { return error.name; }
      });`;
    const thief = await theft.seller({ '/': () => html(listen) });
    const page = await theft.visit(thief.url);
    expect(await statusOf(page, '/article', true)).toBe(200);
    const facts = await page.evaluate(() => {
      const { heard, tampered, x402 } = window as unknown as { heard: number; tampered: string[]; x402: object };
      return [heard, tampered, Object.isFrozen(x402)];
    });
    // The page's own event is the one that it hears.
    expect(facts).toEqual([2, ['TypeError', 'TypeError'], true]);
  });

  it.each<[string, object]>([
    ['terms of its own', { type: 'pay', call: 'a', url: 'URL', method: 'GET', explicit: true, required: 'e30=' }],
    ['a message for the extension’s own pages', { type: 'reveal', passphrase: PASSPHRASE }],
    ['a change of its budget', { type: 'setSite', origin: 'URL', site: { automatic: true } }],
    ['an answer in a person’s name', { type: 'answer', id: '1', yes: true, grant: true }],
    ['another address than http', { type: 'pay', call: 'a', url: 'file:///etc/passwd', method: 'GET', explicit: true }],
    ['that a person has done something in it', { type: 'touched' }],
    ['that it was there before', { type: 'here', way: 'reload', isKept: true, isFromOwn: true }],
    ['words of our own script', { type: 'said', message: { type: 'budget' }, isTouched: true, at: 1 }],
    ['a method of its own', { type: 'pay', call: 'a', url: 'URL', method: 'STEAL', explicit: true }],
  ])('is not heard when it sends %s', async (_, message) => {
    const thief = await theft.seller();
    const page = await theft.visit(thief.url);
    const sent = JSON.parse(JSON.stringify(message).replaceAll('URL', thief.url));
    expect(await said(page, sent)).toEqual({ type: 'refused', code: 'invalid_message' });
  });

  it('learns nothing of what its reader buys elsewhere', async () => {
    const [blog, shop] = [await theft.seller(), await theft.seller()];
    const page = await theft.visit(blog.url);
    const budget = () =>
      page.evaluate(() => (window as unknown as { x402: { getBudget(): Promise<unknown> } }).x402.getBudget());
    const before = await budget();
    expect(before).toHaveLength(1);
    expect(await statusOf(await theft.visit(shop.url), '/secret')).toBe(200);
    expect(await budget()).toEqual(before);
  });

  it('gets no payment for another origin into its hands, however long the address is', async () => {
    const blog = await theft.seller();
    const shop = await theft.seller({}, { allowed: false, host: 'localhost' });
    const page = await theft.visit(blog.url);
    const long = `${shop.url}/${'a'.repeat(2010)}`;
    const asked = statusOf(page, long, true);
    await untilOver(asked, async () => (await theft.questions()).length > 0);
    for (const { id } of await theft.questions())
      await theft.profile.ask({ type: 'answer', id, yes: true, grant: true });
    await asked;
    expect(shop.payments).toEqual([]);
    expect(await theft.history(blog)).toEqual([]);
  });

  it('can neither show nor open the extension’s own pages', async () => {
    const thief = await theft.seller();
    const page = await theft.visit(thief.url);
    const inside = `chrome-extension://${theft.profile.id}/manifest.json`;
    expect(
      await page.evaluate(
        (url) =>
          fetch(url).then(
            () => 'read',
            () => 'closed',
          ),
        inside,
      ),
    ).toBe('closed');
    await page.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
      return new Promise((done) => frame.addEventListener('load', done, { once: true }));
    }, inside);
    expect(page.frames().filter((frame) => frame.url().startsWith('chrome-extension:'))).toEqual([]);
    expect(await page.evaluate(() => typeof (globalThis.chrome as { runtime?: unknown } | undefined)?.runtime)).toBe(
      'undefined',
    );
  });
});

describe('a page that has got into our content script', () => {
  it('reads no storage, and cannot speak as a page of the extension', async () => {
    const thief = await theft.seller();
    const page = await theft.visit(thief.url);
    const inIsolatedWorld = await isolatedWorldOf(page, theft.profile.id);
    expect(await inIsolatedWorld("chrome.storage.local.get().then(JSON.stringify, () => 'closed')")).toBe('closed');
    expect(await inIsolatedWorld("chrome.storage.session.get().then(JSON.stringify, () => 'closed')")).toBe('closed');
    for (const message of [
      { type: 'reveal', passphrase: PASSPHRASE },
      { type: 'history', limit: 10 },
      { type: 'status' },
      { type: 'setSite', origin: thief.url, site: { automatic: true } },
      { type: 'unlock', passphrase: PASSPHRASE },
    ]) {
      const answer = await inIsolatedWorld(
        `chrome.runtime.sendMessage(${JSON.stringify(message)}).then(JSON.stringify)`,
      );
      expect(JSON.parse(`${answer}`)).toEqual({ type: 'refused', code: 'invalid_message' });
    }
    expect(await inIsolatedWorld('indexedDB.databases().then((all) => all.map(({ name }) => name).join())')).toBe('');
  });
});

/** Evaluates where our content script lives. */
async function isolatedWorldOf(page: Page, id: string): Promise<(code: string) => Promise<unknown>> {
  const session: CDPSession = await page.createCDPSession();
  const contexts: { id: number; origin: string }[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => contexts.push(context));
  await session.send('Runtime.enable');
  await until(() => contexts.some(({ origin }) => origin.includes(id)));
  const contextId = contexts.find(({ origin }) => origin.includes(id))!.id;
  return async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      ...{ expression, contextId, awaitPromise: true, returnByValue: true },
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  };
}

describe('a frame', () => {
  it.each<[string, (other: string) => string]>([
    ['of the same page', () => `srcdoc="<script>SCRIPT</script>"`],
    ['in a sandbox', () => `sandbox="allow-scripts" srcdoc="<script>SCRIPT</script>"`],
    ['of another origin', (other) => `src="${other}/frame"`],
    ['of the same origin', () => `src="/frame"`],
  ])('%s has no provider, and what it asks for is not paid', async (_, attributes) => {
    const script = (url: string) =>
      `parent.postMessage({ provider: typeof window.x402 }, '*'); fetch('${url}/article').then(({ status }) => parent.postMessage({ status }, '*'))`;
    const thief = await theft.seller({
      '/': (_, self) =>
        html(
          "window.told = {}; addEventListener('message', ({ data }) => Object.assign(told, data));",
          `<iframe ${attributes(other.url).replace('SCRIPT', script(self.url))}></iframe>`,
        ),
      '/frame': (_, self) => html(script(self.url)),
    });
    const other = await theft.seller({ '/frame': () => html(script(thief.url)) }, { host: 'localhost' });
    const page = await theft.visit(thief.url);
    await page.waitForFunction(() => (window as unknown as { told: { status?: number } }).told.status !== undefined);
    expect(await page.evaluate(() => (window as unknown as { told: object }).told)).toEqual({
      provider: 'undefined',
      status: 402,
    });
    expect([thief.payments, await theft.history(thief)]).toEqual([[], []]);
    // What was seen for the frame does not serve the page around it.
    expect(
      await said(page, { type: 'pay', call: 'b', url: `${thief.url}/article`, method: 'GET', explicit: true }),
    ).toEqual({
      type: 'refused',
      code: 'no_challenge_observed',
    });
  });
});

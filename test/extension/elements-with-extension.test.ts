/** The elements where the extension is: what it pays by itself, what it asks about, and what a reader is told who says no. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createMemoryClaims, createVerifier } from 'x402pay/verifier';
import { nodeListener } from 'x402pay/verifier/node';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { PATIENCE } from '../patience.js';
import { Profile } from './profile.js';

const WAITING = { timeout: PATIENCE };

let devnet: Devnet;
let profile: Profile;
let address: string;
let site: Site;

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
  await devnet.fund(address, { STX: 10_000_000n });
  site = await openSite(devnet);
  return () => site.close();
});

interface Site {
  readonly url: string;
  /** Paths for which a payment came. */
  readonly paid: readonly string[];
  close(): void;
}

/** A site with the script tag, and no wallet of its own. */
async function openSite(chain: Devnet): Promise<Site> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paid: string[] = [];
  const protect = createVerifier({
    network: chain.network,
    payTo: chain.account('creator').address,
    secret: 'a secret of the tests, longer than thirty-two bytes',
    origin: url,
    chain: { urls: [chain.url] },
    claims: createMemoryClaims(),
  }).protect({ price: { STX: '0.1' }, access: '1h' });
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('.js')) {
      const script = await readFile(join(inject('bundles'), pathname), 'utf8');
      return new Response(script, { headers: { 'content-type': 'text/javascript' } });
    }
    if (!pathname.startsWith('/paid/')) return new Response(pageOf(pathname.slice(1)), HTML);
    if (request.headers.has('payment-signature')) paid.push(pathname);
    return protect(request, () => new Response('<p>What was paid for.</p>', HTML));
  };
  server.on('request', nodeListener(answer, { origin: url }));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url, paid, close };
}

const HTML = { headers: { 'content-type': 'text/html; charset=utf-8' } };

function pageOf(element: string): string {
  return `<!doctype html><html lang="en"><title>A site</title><script async src="/x402pay.js"></script>
    <script>
      addEventListener('x402-response', async (event) => { document.querySelector('output').textContent = await event.response.text(); });
    </script>
    <x402-${element} src="/paid/${element}">The beginning.</x402-${element}><output></output>`;
}

type Name = 'paywall' | 'pay-button';
const ELEMENTS: readonly Name[] = ['paywall', 'pay-button'];

const open = (element: Name): Promise<Page> => profile.tabs.visit(`${site.url}/${element}`);
const reaches = (page: Page, element: Name, state: string) =>
  page.waitForSelector(`x402-${element}[state="${state}"]`, WAITING);
const says = (page: Page, element: Name, words: string) =>
  page.waitForFunction(
    (tag: string, wanted: string) => {
      const text = document.querySelector(tag)?.shadowRoot?.textContent ?? '';
      return text.replace(/\s+/g, ' ').includes(wanted);
    },
    WAITING,
    `x402-${element}`,
    words,
  );
/** With a mouse, as only a person can. */
const clickPay = (page: Page, element: Name) => page.locator(`x402-${element} >>> button[part~="button"]`).click();
/** What was paid for stands in the page. */
const shows = (page: Page) =>
  page.waitForFunction(() => document.body.textContent?.includes('What was paid for.'), WAITING);
const states = async () => (await profile.ask({ type: 'history', limit: 10 })).map(({ state }) => state);

/** Nothing is paid without a person. */
async function askAlways(): Promise<void> {
  const { settings } = await profile.ask({ type: 'status' });
  const assets = { STX: { ...settings.assets.STX, askAboveAtomic: '1' } };
  await profile.ask({ type: 'setSettings', settings: { ...settings, assets } });
}

describe.each(ELEMENTS)('<x402-%s> where the extension is the only wallet', (element) => {
  it('has what it sells without a click, within the budget', async () => {
    await profile.allow(site.url);
    const page = await open(element);
    await shows(page);
    await reaches(page, element, 'unlocked');
    await expect.poll(states, WAITING).toEqual(['delivered']);
    expect(site.paid).toEqual([`/paid/${element}`]);
  });

  it('shows its price above the budget; a click asks in the extension’s own window, and a yes opens it', async () => {
    await profile.allow(site.url);
    await askAlways();
    const page = await open(element);
    await reaches(page, element, 'locked');
    expect(await profile.ask({ type: 'questions' })).toEqual([]);
    await clickPay(page, element);
    const { id, why } = await profile.question();
    expect(why).toBe('above_threshold');
    // Nobody has to say which wallet, where there is one.
    expect(await page.$(`x402-${element} >>> [part~="wallet"]`)).toBeNull();
    await (await profile.window('question', id, '.pay')).locator('x402-approve >>> .pay').click();
    await shows(page);
    await reaches(page, element, 'unlocked');
    expect(await profile.ask({ type: 'questions' })).toEqual([]);
    const [entry, ...others] = await profile.ask({ type: 'history', limit: 10 });
    expect([entry?.approved, others.length, site.paid.length]).toEqual([true, 0, 1]);
  });

  it('says what a no means, asks for nothing else, and can be clicked again', async () => {
    const { settings } = await profile.ask({ type: 'status' });
    await profile.ask({ type: 'setSettings', settings: { ...settings, listed: true } });
    const page = await open(element);
    await reaches(page, element, 'locked');
    await clickPay(page, element);
    const { id, why } = await profile.question();
    expect(why).toBe('not_granted');
    await profile.ask({ type: 'answer', id, yes: false, grant: false });
    await says(page, element, 'You declined the payment');
    expect(await profile.ask({ type: 'addressQuestions' })).toEqual([]);
    expect([await states(), site.paid]).toEqual([[], []]);
    await page.waitForSelector(`x402-${element} >>> button[part~="button"]`);
  });

  it('says that the wallet did not pay where it may not, and why that can be', async () => {
    await profile.ask({ type: 'setSite', origin: site.url, site: { blocked: true } });
    const page = await open(element);
    await reaches(page, element, 'locked');
    await clickPay(page, element);
    await says(page, element, 'Your wallet did not pay');
    expect([await profile.ask({ type: 'questions' }), await states(), site.paid]).toEqual([[], [], []]);
  });
});

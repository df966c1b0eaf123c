/** Whoever follows only the README has a sealed, paid article on a static file server, offline. Issue 4, "done when". */

import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.js';
import { Reader } from './reader.js';
import { readmeBlocks, Workplace } from './ten-minutes.js';

const PAID = 'Honey is the secret.';
const SITE = 'http://localhost:8080/';

let browser: Browser;
let workplace: Workplace;
beforeAll(async () => {
  [browser, workplace] = await Promise.all([openBrowser(), Workplace.make()]);
  const [first = '', second = '', third = ''] = readmeBlocks();
  // The dependencies are there already, and this must not need the network.
  await workplace.run(first.replace(/^npm ci\n/, ''), /The embedded chain listens on/);
  await workplace.run(second, /Listening on http:\/\/localhost:/);
  await workplace.run(third, /Local:\s+http:\/\/localhost:/);
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await workplace?.close();
});

let reader: Reader;
beforeEach(async () => {
  reader = await Reader.arrive(browser);
});
afterEach(() => reader.leave());

async function stands(words: string): Promise<void> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is there but hidden must not count
  await reader.page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { polling: 50 }, words);
}

/** What the development wallet answers to a site that asks for the address. */
function askWallet(): Promise<string> {
  return reader.page.evaluate(async () => {
    const wallet = Reflect.get(window, 'BitBlogDevWallet') as { request(method: string): Promise<object> } | undefined;
    return wallet ? JSON.stringify(await wallet.request('getAddresses')) : 'There is none.';
  });
}

describe('the README’s ten minutes', () => {
  it('begin with what a fresh clone needs, and have three terminals', () => {
    const blocks = readmeBlocks();
    expect(blocks).toHaveLength(3);
    expect(blocks[0]).toMatch(/^npm ci\n/);
  });

  it('end with an article that is sealed, paid for on the embedded chain, read, and open when the reader comes back', async () => {
    expect(workplace.file('../my-blog/public/index.html')).not.toContain(PAID.slice(0, 12));
    const hosts = new Set<string>();
    reader.page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
    const failed: string[] = [];
    reader.page.on('response', (response) => {
      if (response.status() >= 400) failed.push(`${response.status()} ${new URL(response.url()).pathname}`);
    });
    await reader.open(workplace.here(SITE));
    await reader.sees('locked');
    await stands('The first paragraph, free for all.');
    await reader.pay();
    await reader.approve(2);
    await reader.sees('unlocked');
    await stands(PAID);
    await reader.page.reload();
    await reader.sees('unlocked');
    await stands(PAID);
    expect([...hosts].filter((host) => !['localhost', '127.0.0.1', ''].includes(host))).toEqual([]);
    // The price, and the browser's own question for a picture of the site.
    expect(new Set(failed.filter((one) => one !== '404 /favicon.ico'))).toEqual(new Set(['402 /keys/bees']));
    expect(reader.complaints.filter((one) => !one.includes('404 (Not Found)'))).toEqual([]);
  });

  it('have a page of the server’s own, where a link to an article leads, that sells it as well', async () => {
    await reader.open(workplace.here('http://localhost:3000/articles/welcome'));
    await reader.pay();
    await reader.approve(2);
    await stands('You have paid, and here is the rest.');
  });
});

describe('the development wallet', () => {
  it('refuses where a paywall pays on another chain than the embedded one', async () => {
    await reader.open(workplace.here(SITE));
    await reader.sees('locked');
    for (const node of ['', 'https://api.testnet.hiro.so', 'http://127.0.0.1:1']) {
      await reader.page.$eval('x402-paywall', (one, url) => one.setAttribute('node-url', url), node);
      expect(await askWallet()).toMatch(/"error":.*embedded chain only/);
    }
  });

  it('does not start on pages of other computers', async () => {
    await reader.open(workplace.here(SITE));
    const script = await reader.page.$eval('script[src$="/devnet/wallet.js"]', async (one) => {
      return await (await fetch((one as HTMLScriptElement).src)).text();
    });
    expect(script).toContain('BitBlogDevWallet');
    await reader.page.setRequestInterception(true);
    const page = '<!doctype html><title>A blog</title><script src="/devnet/wallet.js"></script>';
    reader.page.on('request', (request) => {
      const isScript = request.url().endsWith('/devnet/wallet.js');
      const [contentType, body] = isScript ? ['text/javascript', script] : ['text/html', page];
      void request.respond({ contentType, body });
    });
    await reader.open('http://blog.example/');
    expect(await askWallet()).toBe('There is none.');
    expect(reader.complaints.join()).toContain('for pages on this computer only, and not for blog.example');
  });
});

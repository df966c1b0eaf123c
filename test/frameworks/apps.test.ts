/** The example apps of `demo/frameworks`, as a reader meets them: built in one go, in one browser, with real payments on the embedded chain. */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { X402ResponseEvent } from 'x402pay/elements';
import { buildPageScript, buildScriptTag } from '../../demo/bundle.js';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { accessibilityFaults, openBrowser } from '../end-to-end/browser.js';
import { Reader } from '../end-to-end/reader.js';
import { type AppServer, serveApps } from './app-server.js';
import { Page } from './hydrated.js';

const folder = mkdtempSync(join(tmpdir(), 'x402pay-apps-'));
let devnet: Devnet;
let server: AppServer;
let browser: Browser;
let reader: Reader;

beforeAll(async () => {
  const configFile = fileURLToPath(new URL('../../demo/frameworks/vite.config.ts', import.meta.url));
  // As while developing, so that React mounts everything twice.
  const input = { hydrated: fileURLToPath(new URL('./hydrated.ts', import.meta.url)) };
  const rolldownOptions = { input, output: { entryFileNames: 'assets/[name].js' } };
  const options = { outDir: folder, minify: false, rolldownOptions };
  const apps = build({ configFile, mode: 'development', logLevel: 'error', build: options });
  [devnet, browser] = await Promise.all([
    startDevnet({ port: 0, blockMilliseconds: 0 }),
    openBrowser(),
    apps.then(() => buildPageScript(folder)).then(() => buildScriptTag(folder)),
  ]);
  server = await serveApps(folder, devnet);
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  await devnet?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  reader = await Reader.arrive(browser);
});
afterEach(() => reader.leave());

async function open(app: string): Promise<void> {
  await reader.open(`${server.url}/${app}/?${new URLSearchParams({ node: devnet.url })}`);
  await reader.sees('locked');
}

/** Waits until this can be read in one element of the page. */
async function shows(selector: string, words: string): Promise<void> {
  const isShown = (where: string, wanted: string) => document.querySelector(where)?.textContent?.includes(wanted);
  await reader.page.waitForFunction(isShown, { polling: 50 }, selector, words).catch(async (cause) => {
    const text = await reader.page.$eval(selector, (element) => element.textContent).catch(() => 'nothing');
    throw new Error(`${selector} does not say "${words}", but "${text}". ${reader.complaints.join('; ')}`, { cause });
  });
}

describe.each(['react', 'preact', 'solid', 'vue', 'svelte', 'angular', 'plain'])('in %s', (app) => {
  it('the paywall has what the app binds to it, follows its changes, and tells it of the payment', async () => {
    const before = server.sold.length;
    await open(app);
    await reader.says('Part 1');
    await reader.page.click('#next');
    await reader.says('Part 2');
    await reader.sees('locked');
    await reader.pay();
    await reader.approve(2);
    await reader.sees('unlocked');
    await shows('output', `Paid by ${devnet.account('reader').address}`);
    await reader.reads('What stands at /paid/2.');
    expect(server.sold.slice(before)).toEqual(['/paid/2']);
    expect(await accessibilityFaults(reader.page).then(ofOurs)).toEqual([]);
    expect(reader.complaints).toEqual([]);
  });
});

describe.each(['react', 'plain'])('in %s', (app) => {
  it('the pay button gives the app what it has bought, and again when the reader comes back', async () => {
    await open(app);
    await reader.page.click('x402-pay-button >>> [part~="button"]');
    await reader.approve(2);
    await shows('blockquote', 'What stands at /paid/quote.');
    await open(app);
    await shows('blockquote', 'What stands at /paid/quote.');
    expect(reader.complaints).toEqual([]);
  });
});

describe('without any tool', () => {
  it('the script tag fetches the pay button’s own code, for a page that has one', async () => {
    mkdirSync(join(folder, 'tag'));
    writeFileSync(
      join(folder, 'tag/index.html'),
      `<!doctype html><html lang="en"><head><title>A blog</title><link rel="icon" href="data:,">
      <script async src="/x402pay.js"></script></head><body><main></main><blockquote></blockquote>`,
    );
    await reader.open(`${server.url}/tag/`);
    await reader.page.evaluate((node) => {
      document.querySelector('main')!.innerHTML =
        `<x402-pay-button src="/paid/quote" node-url="${node}">Today’s quote</x402-pay-button>`;
      document.addEventListener('x402-response', async (event) => {
        document.querySelector('blockquote')!.textContent = await (event as X402ResponseEvent).response.text();
      });
    }, devnet.url);
    await shows('x402-pay-button[state="locked"]', 'Today’s quote');
    await reader.page.click('x402-pay-button >>> [part~="button"]');
    await reader.approve(2);
    await shows('blockquote', 'What stands at /paid/quote.');
    expect(reader.complaints).toEqual([]);
  });
});

describe('a page that a server has rendered', () => {
  it.each([
    ['as it came', ''],
    ['after the script tag has made the element alive', '<script src="/x402pay.js"></script>'],
  ])('is taken over by React without a complaint, %s', async (_, script) => {
    mkdirSync(join(folder, 'rendered'), { recursive: true });
    writeFileSync(
      join(folder, 'rendered/index.html'),
      `<!doctype html><html lang="en"><head><title>A blog</title><link rel="icon" href="data:,">${script}</head>
      <body><main id="root">${renderToString(createElement(Page))}</main></body>`,
    );
    await reader.open(`${server.url}/rendered/`);
    if (script) await reader.sees('locked');
    await reader.page.addScriptTag({ type: 'module', url: '/assets/hydrated.js' });
    await reader.says('From a server');
    await reader.sees('locked');
    await reader.reads('The beginning is free.');
    expect(reader.complaints).toEqual([]);
  });
});

describe('the hook', () => {
  it('pays once where React mounts everything twice, and opens what is remembered', async () => {
    const before = server.sold.length;
    await open('react');
    await shows('#joke', 'Pay 0.001\u00a0STX for a joke (locked)');
    await reader.page.click('#joke');
    await reader.approve(2);
    await shows('p#joke', 'What stands at /paid/joke.');
    await open('react');
    await shows('p#joke', 'What stands at /paid/joke.');
    expect(server.sold.slice(before)).toEqual(['/paid/joke']);
  });

  it('says what went wrong, and pays when asked again', async () => {
    await open('react');
    await shows('#joke', '(locked)');
    await reader.page.click('#joke');
    await reader.approve(1);
    await reader.reject();
    await shows('#joke', 'wallet_rejected');
  });
});

/** The apps have no headings and landmarks but those that they need here. */
function ofOurs(faults: readonly string[]): string[] {
  return faults.filter((fault) => fault.includes('x402-'));
}

describe('npm run frameworks', () => {
  it('has a list of the apps, what they sell, and a wallet', async () => {
    const child = spawn('npx', ['--no-install', 'tsx', 'demo/frameworks.ts'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: {
        ...process.env,
        PORT: String(await freePort()),
        DEVNET_PORT: '0',
        BLOG_SECRET: 'a secret of these tests, and of no other',
      },
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let said = '';
      const origin = await new Promise<string>((resolve, reject) => {
        child.stdout.on('data', (chunk) => {
          said += chunk;
          const [, found] = /apps are at (\S+),/.exec(said) ?? [];
          if (found) resolve(found);
        });
        child.once('exit', () => reject(new Error(said)));
      });
      await reader.open(origin);
      expect(await reader.page.$$eval('a', (links) => links.length)).toBe(7);
      await reader.page.click('a[href^="/plain/"]');
      await reader.pay();
      await reader.approve(2);
      await reader.sees('unlocked');
      await reader.reads('What stands at /paid/1.');
    } finally {
      process.kill(-(child.pid as number), 'SIGKILL');
    }
  });
});

async function freePort(): Promise<number> {
  const listening = createServer();
  await new Promise<void>((done) => listening.listen(0, done));
  const { port } = listening.address() as AddressInfo;
  await new Promise((done) => listening.close(done));
  return port;
}

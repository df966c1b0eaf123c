/** Programs in a page of another origin: what browsers let through of x402, also with the header that only the official client sends. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import viteConfig from '../../vite.config.js';
import { openFacilitator, openShop, type Shop } from '../interop/servers.js';
import { openBrowser } from './browser.js';
import type { Purchase } from './cross-origin-buyer.js';
import { crossOrigin, PEERS } from './peers.js';

let devnet: Devnet;
let shop: Shop;
let elsewhere: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
  shop = await openShop('x402pay verifier', devnet, 'http://127.0.0.1:1');
  elsewhere = await servePage(await bundled());
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
});
afterAll(async () => {
  await browser?.close();
  elsewhere?.close();
  await shop?.close();
  await devnet?.close();
});

async function bundled(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'x402pay-buyer-'));
  const { resolve } = viteConfig({ command: 'build', mode: 'page' });
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ...(resolve && { resolve }),
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: { buyer: fileURLToPath(new URL('./cross-origin-buyer.ts', import.meta.url)) },
        output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  });
  const script = readFileSync(join(outDir, 'buyer.js'), 'utf8');
  rmSync(outDir, { recursive: true });
  return script;
}

async function servePage(script: string): Promise<Server> {
  const html = '<!doctype html><title>Elsewhere</title><script type="module" src="/buyer.js"></script>';
  const server = createServer((request, response) => {
    const isScript = request.url === '/buyer.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : html);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

function buys(client: 'ours' | 'official', path: string, { url }: Shop = shop): Promise<Purchase> {
  const { privateKey } = devnet.account(client === 'ours' ? 'reader' : 'bob');
  return page.evaluate(
    (...order) => (window as unknown as { buy(...order: unknown[]): Promise<Purchase> }).buy(...order),
    client,
    url + path,
    privateKey,
    devnet.url,
  );
}

describe('in a page of another origin', () => {
  it('our client buys, and reads what the server says of its payment', async () => {
    const { content, transaction, sent } = await buys('ours', '/stx');
    expect(content).toBe('content of /stx');
    expect(transaction).toMatch(/^[0-9a-f]{64}$/);
    expect(sent).toContain('payment-signature');
  });

  it('the official client buys, with a request header that few servers allow', async () => {
    const { content, transaction, sent } = await buys('official', '/other');
    expect(content).toBe('content of /other');
    expect(transaction).toMatch(/^[0-9a-f]{64}$/);
    expect(sent).toContain('access-control-expose-headers');
  });

  it('both pay in a token', async () => {
    const official = await buys('official', '/usdcx');
    expect(official.content).toBe('content of /usdcx');
    expect(shop.runs()).toBe(3);
  });
});

describe('in a page of another origin, at servers of others with cross-origin headers in front,', () => {
  let facilitator: Awaited<ReturnType<typeof openFacilitator>>;
  beforeAll(async () => {
    facilitator = await openFacilitator(devnet);
  });
  afterAll(() => facilitator?.close());

  it.each(PEERS)('both buy: %s', async (name) => {
    const peer = await openShop(name, devnet, facilitator.url, 3, crossOrigin);
    for (const client of ['ours', 'official'] as const) {
      const { content, transaction } = await buys(client, '/stx', peer);
      expect([client, content]).toEqual([client, 'content of /stx']);
      expect(transaction).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(peer.runs()).toBe(2);
    await peer.close();
  });
});

/**
 * Everybody's clients against everybody's servers, unmodified, over loopback and the embedded chain: each buys in STX and USDCx, its payment is good for one
 * answer at one address, and the seller has exactly what was paid. The table in the README is made from what happens here.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { assetsOf, createNodeReader } from 'x402pay';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { ACCOUNT_OF, CLIENTS, type ClientName, clientNamed } from './clients.js';
import { openFacilitator, openShop, PRICE_ATOMIC, SERVERS, type ServerName, type Shop } from './servers.js';
import { matrixTable, readmeSection } from './table.js';

const NETWORK = 'stacks:2147483648';
/** Version 1 is served by those who choose to: nobody else's servers know it. */
const SPEAKS_V1: ReadonlySet<ServerName> = new Set(['x402pay verifier', 'x402pay verifier + facilitator']);

function haveCommonVersion(client: ClientName, server: ServerName): boolean {
  return client !== 'x402-stacks 2 (v1)' || SPEAKS_V1.has(server);
}

let devnet: Devnet;
let facilitator: { url: string; close(): Promise<void> };
const shops = new Map<ServerName, Shop>();
/** Cells in which everything was bought, and nothing twice, in this run; and those in which no money moved because the two have no version in common. */
const outcomes = new Map<string, 'buys' | 'refuses'>();

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
  facilitator = await openFacilitator(devnet);
  for (const name of SERVERS) shops.set(name, await openShop(name, devnet, facilitator.url));
  vi.stubGlobal('fetch', devnetFor(globalThis.fetch));
});
afterAll(async () => {
  vi.unstubAllGlobals();
  for (const shop of shops.values()) await shop.close();
  await facilitator.close();
  await devnet.close();
});

/** x402-stacks has the addresses of public nodes built in. */
function devnetFor(real: typeof fetch): typeof fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    const isPublic = /(?:^|\.)(?:hiro\.so|stacks\.co)$/.test(url.hostname);
    return real(isPublic ? devnet.url + url.pathname + url.search : input, init);
  };
}

async function balanceOf(name: string, symbol: string): Promise<bigint> {
  const asset = assetsOf(NETWORK).find((one) => one.symbol === symbol);
  if (!asset) throw new Error(symbol);
  return createNodeReader({ url: devnet.url }).tokenBalance(devnet.account(name).address, asset);
}

/** The seller's money in STX and USDCx. */
async function earnings(): Promise<readonly [bigint, bigint]> {
  return [await balanceOf('creator', 'STX'), await balanceOf('creator', 'USDCx')];
}

describe.each(SERVERS)('%s sells', (serverName) => {
  const shop = () => shops.get(serverName) as Shop;

  describe.each(CLIENTS.filter((client) => haveCommonVersion(client, serverName)))('to %s', (clientName) => {
    /** What it has paid with, by path. Empty until it has bought everything. */
    let payments: ReadonlyMap<string, Shop['seen'][number]> = new Map();

    it('in STX and USDCx, each for exactly its price', async () => {
      const buy = clientNamed(clientName, devnet);
      const before = await earnings();
      const { seen, runs } = shop();
      const [asked, ran] = [seen.length, runs()];
      expect(await buy(`${shop().url}/stx`)).toBe('content of /stx');
      expect(await buy(`${shop().url}/usdcx`)).toBe('content of /usdcx');
      const after = await earnings();
      expect(after.map((amount, index) => amount - (before[index] as bigint))).toEqual([PRICE_ATOMIC, PRICE_ATOMIC]);
      expect(runs()).toBe(ran + 2);
      payments = new Map(seen.slice(asked).map((payment) => [payment.path, payment]));
    });

    it('once: its payments open nothing again, there or elsewhere', async () => {
      const { url, runs } = shop();
      const before = await earnings();
      const ran = runs();
      expect([...payments.keys()]).toEqual(['/stx', '/usdcx']);
      for (const [paid, { name, value }] of payments) {
        for (const path of ['/stx', '/other', '/usdcx']) {
          const response = await fetch(url + path, { headers: { [name]: value } });
          expect([paid, path, response.status]).toEqual([paid, path, 402]);
        }
      }
      expect(runs()).toBe(ran);
      expect(await earnings()).toEqual(before);
      outcomes.set(`${clientName} → ${serverName}`, 'buys');
    });
  });

  const strangers = CLIENTS.filter((client) => !haveCommonVersion(client, serverName));
  it.each(strangers)('nothing to %s, and nothing is lost: they have no version in common', async (clientName) => {
    const before = await balanceOf(ACCOUNT_OF[clientName], 'STX');
    await expect(clientNamed(clientName, devnet)(`${shop().url}/stx`)).rejects.toThrow();
    expect(await balanceOf(ACCOUNT_OF[clientName], 'STX')).toBe(before);
    outcomes.set(`${clientName} → ${serverName}`, 'refuses');
  });
});

describe('the table', () => {
  const readme = fileURLToPath(new URL('../../README.md', import.meta.url));

  it('in the README is what has happened here', () => {
    const table = matrixTable(CLIENTS, SERVERS, (client, server) => outcomes.get(`${client} → ${server}`));
    const wanted = process.env.X402PAY_MATRIX;
    // Who asks for the table writes the README with it.
    if (wanted !== undefined) return writeFileSync(wanted, table);
    expect(readmeSection(readFileSync(readme, 'utf8'))).toBe(table);
  });
});

/**
 * Readers of a page of one origin buy, through the script tag's element, what everybody else's servers sell at another: published packages, unmodified, with
 * the CORS headers in front of them that an operator has to add. Nobody pays twice, whatever such a server says or leaves out.
 */

import type { IncomingMessage, Server } from 'node:http';
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { assetsOf, createNodeReader } from 'x402pay';
import type { X402Paywall } from 'x402pay/elements';
import { createKeyPayer } from 'x402pay/key-payer';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { type Front, openFacilitator, openShop, PRICE_ATOMIC, type Shop } from '../interop/servers.js';
import { openBrowser } from './browser.js';
import { openForeignPage } from './foreign-page.js';
import { crossOrigin, PEERS } from './peers.js';
import { Reader } from './reader.js';

const NETWORK = 'stacks:2147483648';

let devnet: Devnet;
let browser: Browser;
let elsewhere: { readonly server: Server; pageFor(resource: string): string };
beforeAll(async () => {
  [devnet, browser] = await Promise.all([startDevnet({ port: 0, blockMilliseconds: 0 }), openBrowser()]);
  elsewhere = await openForeignPage(inject('bundles'), devnet);
});
afterAll(async () => {
  await browser?.close();
  elsewhere?.server.close();
  await devnet?.close();
});

let facilitator: Awaited<ReturnType<typeof openFacilitator>>;
let reader: Reader;
let shop: Shop;
/** Whether something on the way takes the payment out of requests, as a proxy does that lets only known headers through. */
let losesPayments = false;
beforeEach(async () => {
  losesPayments = false;
  facilitator = await openFacilitator(devnet, 1);
  reader = await Reader.arrive(browser);
});
afterEach(async () => {
  await reader.leave();
  await shop.close();
  await facilitator.close();
  await devnet.reset();
  await devnet.setBlockMilliseconds(0);
  // Lists of the newer API are asked for first, and not every node has them.
  expect(reader.complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
});

const front: Front = (incoming, outgoing) => {
  if (losesPayments) withoutPayment(incoming);
  return crossOrigin(incoming, outgoing);
};

function withoutPayment({ headers, rawHeaders }: IncomingMessage): void {
  delete headers['payment-signature'];
  const place = rawHeaders.findIndex((text) => text.toLowerCase() === 'payment-signature');
  if (place >= 0) rawHeaders.splice(place, 2);
}

async function earned(symbol: string): Promise<bigint> {
  const asset = assetsOf(NETWORK).find((one) => one.symbol === symbol);
  if (!asset) throw new Error(symbol);
  return createNodeReader({ url: devnet.url }).tokenBalance(devnet.account('creator').address, asset);
}

/** Transactions that were presented, each once. */
function signed(): number {
  return new Set(shop.seen.map(({ value }) => JSON.parse(atob(value)).payload.transaction as string)).size;
}

/** What a page may do whose reader has no patience. */
async function looksAtOnce(): Promise<void> {
  await reader.page.$eval('x402-paywall', (paywall) => (paywall as X402Paywall).retry());
}

describe.each(PEERS)('a reader of another origin, with %s,', (serverName) => {
  async function visit(path: string): Promise<void> {
    shop = await openShop(serverName, devnet, facilitator.url, 1, front);
    await reader.open(elsewhere.pageFor(shop.url + path));
    await reader.sees('locked');
  }

  it.each([
    ['STX', '/stx'],
    ['USDCx', '/usdcx'],
  ])('pays in %s, reads on, and is told that it was for once', async (symbol, path) => {
    await visit(path);
    await reader.says('Opens once.');
    const before = await earned(symbol);
    await reader.pay();
    await reader.approve(2);
    await reader.sees('unlocked');
    await reader.reads(`content of ${path}`);
    await reader.says('Paid 0.001');
    expect((await earned(symbol)) - before).toBe(PRICE_ATOMIC);

    await reader.page.reload();
    await reader.sees('locked');
    await reader.says('Opens once.');
    expect([signed(), shop.runs(), (await earned(symbol)) - before]).toEqual([1, 1, PRICE_ATOMIC]);

    await reader.pay();
    await reader.approve(1);
    await reader.sees('unlocked');
    expect([signed(), shop.runs(), (await earned(symbol)) - before]).toEqual([2, 2, 2n * PRICE_ATOMIC]);
  });

  it('waits for a block, also after a reload, and has paid once', async () => {
    await visit('/stx');
    const before = await earned('STX');
    await devnet.setBlockMilliseconds('manual');
    await reader.pay();
    await reader.approve(2);
    await reader.sees('waiting');
    await reader.says('The network is confirming it');
    await reader.page.reload();
    await reader.sees('waiting');
    await devnet.mine();
    await looksAtOnce();
    await reader.sees('unlocked');
    await reader.reads('content of /stx');
    expect([signed(), shop.runs(), (await earned('STX')) - before]).toEqual([1, 1, PRICE_ATOMIC]);
  });

  it('is told that the network undid the payment, and may pay again', async () => {
    await visit('/usdcx');
    await devnet.setBlockMilliseconds('manual');
    await spendAllBefore();
    const before = await earned('USDCx');
    await reader.pay();
    await reader.approve(2);
    await reader.sees('waiting');
    await devnet.mine();
    await looksAtOnce();
    await reader.sees('failed');
    await reader.says('The network undid the payment');
    expect([signed(), shop.runs(), (await earned('USDCx')) - before]).toEqual([1, 0, 0n]);

    await devnet.fund(devnet.account('reader').address, { USDCx: 10n * PRICE_ATOMIC });
    await devnet.setBlockMilliseconds(0);
    await reader.pay();
    await reader.approve(1);
    await reader.sees('unlocked');
    expect([signed(), shop.runs(), (await earned('USDCx')) - before]).toEqual([2, 1, PRICE_ATOMIC]);
  });

  it('does not pay again for a server that keeps asking', async () => {
    await visit('/stx');
    const before = await earned('STX');
    losesPayments = true;
    await reader.pay();
    await reader.approve(2);
    await reader.sees('failed');
    await reader.says('Did you pay already?');
    await reader.page.reload();
    await reader.sees('locked');
    expect([signed(), shop.runs(), (await earned('STX')) - before]).toEqual([1, 0, 0n]);

    losesPayments = false;
    await reader.pay();
    await reader.approve(1);
    await reader.sees('unlocked');
    expect([shop.runs(), (await earned('STX')) - before]).toEqual([1, PRICE_ATOMIC]);
  });
});

/** The reader's USDCx are sent to somebody else by a transaction that the next block takes first. */
async function spendAllBefore(): Promise<void> {
  const [, , asset] = assetsOf(NETWORK);
  if (asset?.symbol !== 'USDCx') throw new Error('USDCx');
  const { address, privateKey } = devnet.account('reader');
  const node = createNodeReader({ url: devnet.url });
  const payer = createKeyPayer({ privateKey, network: NETWORK, node });
  const amount = (await node.tokenBalance(address, asset)).toString();
  const payTo = devnet.account('bob').address;
  const offer = { scheme: 'exact', network: NETWORK, amount, asset: asset.id, payTo, maxTimeoutSeconds: 60 };
  const order = { resource: { url: 'https://elsewhere.example/' }, offer, asset, memo: undefined };
  const { payload } = await payer.pay(order);
  if (!('transaction' in payload)) throw new Error('It was signed, not sent.');
  const body = Buffer.from(payload.transaction as string, 'hex');
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await fetch(`${devnet.url}/v2/transactions`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
}

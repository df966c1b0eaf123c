/** What happens between everybody's clients and servers when a payment does not settle at once, is copied, or goes wrong: nobody pays twice, nobody gets two answers. */

import type { ServerResponse } from 'node:http';
import { x402Client } from '@x402/core/client';
import { wrapFetchWithPayment } from '@x402/fetch';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { assetsOf, createNodeReader, payingFetch } from 'x402pay';
import { addressOfPrivateKey, createKeyPayer } from 'x402pay/key-payer';
import { createExactStacksClient, guardedFetch } from 'x402pay/mechanism';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { byHand, clientNamed } from './clients.js';
import { type Front, openFacilitator, openShop, PRICE_ATOMIC, SERVERS, type ServerName, type Shop } from './servers.js';

const NETWORK = 'stacks:2147483648';
let devnet: Devnet;
let facilitator: { url: string; close(): Promise<void> };
let shop: Shop | undefined;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
});
beforeEach(async () => {
  facilitator = await openFacilitator(devnet, 1);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await shop?.close();
  await facilitator.close();
  await devnet.reset();
  await devnet.setBlockMilliseconds(0);
});
afterAll(() => devnet.close());

async function open(name: ServerName, front?: Front): Promise<Shop> {
  shop = await openShop(name, devnet, facilitator.url, 1, front);
  return shop;
}

async function earned(): Promise<bigint> {
  const [stx] = assetsOf(NETWORK);
  if (!stx) throw new Error('STX');
  return createNodeReader({ url: devnet.url }).tokenBalance(devnet.account('creator').address, stx);
}

function payer() {
  return createKeyPayer({
    privateKey: devnet.account('reader').privateKey,
    network: NETWORK,
    node: { url: devnet.url },
  });
}

/** Transactions that were presented, each once. */
function transactionsIn({ seen }: Shop): Set<string> {
  return new Set(
    seen.map(({ value }) => JSON.parse(Buffer.from(value, 'base64').toString()).payload.transaction as string),
  );
}

function officialClient(sleep: () => Promise<void>) {
  const client = new x402Client().register('stacks:*', createExactStacksClient({ payer: payer(), sleep }));
  client.setSpendControls({ allowedAssets: [{ network: NETWORK, asset: 'STX', maxAmountPerPayment: '10000' }] });
  return wrapFetchWithPayment(guardedFetch(fetch), client);
}

describe.each(SERVERS)('with %s, a payment that the chain has not decided yet', (serverName) => {
  it('is presented again by payingFetch until it is served, and nothing else is paid', async () => {
    const { url, runs, seen } = await open(serverName);
    const before = await earned();
    await devnet.setBlockMilliseconds('manual');
    const sleep = async () => devnet.mine();
    const buy = payingFetch(fetch, payer(), { maxPerPayment: { STX: '0.01' } }, { sleep });
    const response = await buy(`${url}/stx`);
    expect([response.status, await response.text()]).toEqual([200, 'content of /stx']);
    expect(seen.length).toBeGreaterThan(1);
    expect(transactionsIn(shop as Shop).size).toBe(1);
    expect(runs()).toBe(1);
    expect((await earned()) - before).toBe(PRICE_ATOMIC);
  });
});

describe.each(SERVERS.filter((name) => !name.startsWith('x402-stacks')))(
  'with %s, the official client',
  (serverName) => {
    it.each([
      ['breaks the connection', (outgoing: ServerResponse) => outgoing.destroy()],
      ['waits too long', (outgoing: ServerResponse) => outgoing.writeHead(504).end()],
    ])(
      'presents the same payment in each call until it gets through, when something in between %s',
      async (_, fail) => {
        let isDown = true;
        const { url, runs } = await open(serverName, (incoming, outgoing) => {
          if (!isDown || incoming.headers['payment-signature'] === undefined) return false;
          fail(outgoing);
          return true;
        });
        const before = await earned();
        const buy = officialClient(async () => {});
        for (let call = 0; call < 3; call++) {
          const status = await buy(`${url}/stx`).then(
            (response) => response.status,
            () => undefined,
          );
          expect(status).not.toBe(200);
        }
        isDown = false;
        expect((await buy(`${url}/stx`)).status).toBe(200);
        expect([transactionsIn(shop as Shop).size, runs()]).toEqual([1, 1]);
        expect((await earned()) - before).toBe(PRICE_ATOMIC);
      },
    );

    it('presents what is pending once more by itself, with no second payment', async () => {
      const { url, runs } = await open(serverName);
      const before = await earned();
      await devnet.setBlockMilliseconds('manual');
      const response = await officialClient(async () => devnet.mine())(`${url}/stx`);
      expect([response.status, await response.text()]).toEqual([200, 'content of /stx']);
      expect(transactionsIn(shop as Shop).size).toBe(1);
      expect(runs()).toBe(1);
      expect((await earned()) - before).toBe(PRICE_ATOMIC);
    });

    it('comes back with it in the next call, also when the offers have changed since', async () => {
      const { url, runs } = await open(serverName);
      const before = await earned();
      await devnet.setBlockMilliseconds('manual');
      const buy = officialClient(async () => {});
      expect((await buy(`${url}/stx`)).status).toBe(402);
      expect(runs()).toBe(0);
      await devnet.mine();
      const response = await buy(`${url}/stx`);
      expect([response.status, await response.text()]).toEqual([200, 'content of /stx']);
      expect(transactionsIn(shop as Shop).size).toBe(1);
      expect((await earned()) - before).toBe(PRICE_ATOMIC);
      await devnet.setBlockMilliseconds(0);
      expect((await buy(`${url}/stx`)).status).toBe(200);
      expect(transactionsIn(shop as Shop).size).toBe(2);
    });
  },
);

describe.each(SERVERS.filter((name) => name.startsWith('@x402')))(
  'with %s, where a handler fails after the payment was used,',
  (serverName) => {
    beforeEach(() => {
      vi.spyOn(console, 'error').mockImplementation(() => {});
    });
    afterEach(() => {
      vi.restoreAllMocks();
    });

    it('the official client pays nothing more by itself: the next call is told, and the one after buys', async () => {
      const { url, runs, failOnce } = await open(serverName);
      const before = await earned();
      const buy = officialClient(async () => {});
      failOnce();
      expect((await buy(`${url}/stx`)).status).toBe(500);
      expect((await buy(`${url}/stx`)).status).toBe(402);
      expect([transactionsIn(shop as Shop).size, runs()]).toEqual([1, 1]);
      expect((await earned()) - before).toBe(PRICE_ATOMIC);
      expect((await buy(`${url}/stx`)).status).toBe(200);
      expect([transactionsIn(shop as Shop).size, runs()]).toEqual([2, 2]);
    });

    it('payingFetch tells in the same call, and the next one buys', async () => {
      const { url, runs, failOnce } = await open(serverName);
      const before = await earned();
      const buy = payingFetch(fetch, payer(), { maxPerPayment: { STX: '0.01' } }, { sleep: async () => {} });
      failOnce();
      await expect(buy(`${url}/stx`)).rejects.toMatchObject({ code: 'payment_already_used' });
      expect([transactionsIn(shop as Shop).size, runs()]).toEqual([1, 1]);
      expect((await earned()) - before).toBe(PRICE_ATOMIC);
      expect((await buy(`${url}/stx`)).status).toBe(200);
      expect([transactionsIn(shop as Shop).size, runs()]).toEqual([2, 2]);
    });
  },
);

describe.each(SERVERS)(
  'with %s, the official client in axios, whose SDK does not tell what became of a payment,',
  (serverName) => {
    it('pays once for each call, also when the call ends without an answer', async () => {
      const { url, runs } = await open(serverName);
      const buy = clientNamed('@x402/axios + mechanism', devnet);
      const before = await earned();
      await devnet.setBlockMilliseconds('manual');
      await expect(buy(`${url}/stx`)).rejects.toThrow('402');
      expect([transactionsIn(shop as Shop).size, runs()]).toEqual([1, 0]);
      await devnet.setBlockMilliseconds(0);
      expect(await buy(`${url}/stx`)).toBe('content of /stx');
      expect([transactionsIn(shop as Shop).size, runs()]).toEqual([2, 1]);
      expect((await earned()) - before).toBe(2n * PRICE_ATOMIC);
    });
  },
);

describe.each(SERVERS.filter((name) => !name.startsWith('x402-stacks')))(
  'with %s, a client of x402-stacks',
  (serverName) => {
    it('pays once while its payment is pending: nothing invites it to pay again, as it would, for ever', async () => {
      const { url, runs } = await open(serverName);
      const real = globalThis.fetch;
      vi.stubGlobal('fetch', (input: RequestInfo, init?: RequestInit) => {
        const target = new URL(input instanceof Request ? input.url : input);
        return real(target.hostname.endsWith('hiro.so') ? devnet.url + target.pathname : input, init);
      });
      await devnet.setBlockMilliseconds('manual');
      await expect(clientNamed('x402-stacks 2 (v2)', devnet)(`${url}/stx`)).rejects.toThrow();
      expect([transactionsIn(shop as Shop).size, runs()]).toEqual([1, 0]);
    });
  },
);

describe.each(SERVERS)('with %s', (serverName) => {
  it('ten copies of a payment at a time run one handler', async () => {
    const { url, runs, seen } = await open(serverName);
    // Signed by a client, and kept from the server until there are ten of it.
    const real = globalThis.fetch;
    let header = '';
    vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
      const sent = new Headers(init?.headers).get('PAYMENT-SIGNATURE');
      if (sent === null) return real(input, init);
      header = sent;
      return new Response('', { status: 500 });
    });
    await clientNamed('by hand', devnet)(`${url}/stx`).catch(() => {});
    vi.unstubAllGlobals();
    expect([header.length > 0, seen.length]).toEqual([true, 0]);
    const copies = Array.from({ length: 10 }, () => fetch(`${url}/stx`, { headers: { 'PAYMENT-SIGNATURE': header } }));
    const statuses = (await Promise.all(copies)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(runs()).toBe(1);
  });

  it('a payment that the chain undoes opens nothing', async () => {
    const { url, runs } = await open(serverName);
    const poor = { address: addressOfPrivateKey(POOR_KEY, NETWORK), privateKey: POOR_KEY };
    await devnet.fund(poor.address, { STX: 100_000n });
    // It has the fee, but not the token: the transfer is mined, and undone.
    await expect(byHand(poor, devnet)(`${url}/usdcx`)).rejects.toThrow('402');
    expect(runs()).toBe(0);
    const { transactions } = await statusesOf(poor.address);
    expect(transactions).toEqual(['abort_by_response']);
  });
});

const POOR_KEY = `${'5a'.repeat(32)}01`;

async function statusesOf(address: string): Promise<{ transactions: string[] }> {
  const response = await fetch(`${devnet.url}/extended/v1/address/${address}/transactions?limit=50`);
  const { results } = (await response.json()) as { results: { sender_address: string; tx_status: string }[] };
  return { transactions: results.filter((one) => one.sender_address === address).map((one) => one.tx_status) };
}

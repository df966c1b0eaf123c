import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  assetsOf,
  createNodeReader,
  type Fetch,
  memoryPendingPayments,
  type PayingFetchOptions,
  type PaymentPolicy,
  payingFetch,
  settlementOf,
} from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { createMemoryClaims, createVerifier, type Terms } from 'x402pay/verifier';
import { type Devnet, startDevnet } from '../demo/devnet/index.js';
import { loopTime } from './suites/loop-time.js';

const NETWORK = 'stacks:2147483648';
const URL_OF = { article: 'https://blog.example/articles/5', api: 'https://blog.example/api/answer' };
let devnet: Devnet;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
});
afterEach(() => devnet.setBlockMilliseconds(0));
afterAll(() => devnet.close());

interface Seller {
  readonly fetch: Fetch;
  handlerRuns: number;
  /** The next answers to presentations get lost after the seller has done its work. */
  loses: number;
  /** The next runs of the handler fail. */
  failures: number;
}

function sellerOf(terms: Partial<Terms> = {}): Seller {
  const verifier = createVerifier({
    network: NETWORK,
    payTo: devnet.account('creator').address,
    secret: 'a secret of the test, of 32 bytes and more',
    origin: 'https://blog.example',
    chain: { url: devnet.url },
    claims: createMemoryClaims(),
    waitSeconds: 1,
    ...loopTime(),
  });
  const protect = verifier.protect({
    price: { STX: '0.5', USDCx: '0.25' },
    access: '30d',
    finality: 'block',
    ...terms,
  });
  const seller: Seller = {
    handlerRuns: 0,
    loses: 0,
    failures: 0,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const response = await protect(request, () => {
        seller.handlerRuns++;
        return seller.failures-- > 0 ? new Response('sorry', { status: 500 }) : new Response('content');
      });
      if (request.headers.has('PAYMENT-SIGNATURE') && seller.loses-- > 0) throw new TypeError('fetch failed');
      return response;
    },
  };
  return seller;
}

function buyerOf(
  seller: Seller,
  options: PayingFetchOptions = {},
  policy: PaymentPolicy = { maxPerPayment: { STX: '1' } },
) {
  const sleep = async () => {};
  const payer = createKeyPayer({
    privateKey: devnet.account('agent').privateKey,
    network: NETWORK,
    node: { url: devnet.url },
    sleep,
  });
  return payingFetch(seller.fetch, payer, policy, { sleep, ...options });
}

async function earned(symbol: string): Promise<bigint> {
  const asset = assetsOf(NETWORK).find((candidate) => candidate.symbol === symbol)!;
  return createNodeReader({ url: devnet.url }).tokenBalance(devnet.account('creator').address, asset);
}

describe('a program that buys from a verifier, on the embedded chain', () => {
  it.each([
    ['STX', 500_000n],
    ['USDCx', 250_000n],
  ])('pays an article once in %s, and stays in', async (symbol, price) => {
    const before = await earned(symbol);
    const buy = buyerOf(sellerOf(), {}, { maxPerPayment: { [symbol]: '0.5' } });
    const first = await buy(URL_OF.article);
    expect([first.status, await first.text()]).toEqual([200, 'content']);
    expect(settlementOf(first)).toMatchObject({
      success: true,
      payer: devnet.account('agent').address,
      network: NETWORK,
    });
    const again = await buy(URL_OF.article);
    expect([again.status, settlementOf(again)]).toEqual([200, undefined]);
    expect(await earned(symbol)).toBe(before + price);
  });

  it('pays nothing above its maximum', async () => {
    const before = await earned('STX');
    const buy = buyerOf(sellerOf(), {}, { maxPerPayment: { STX: '0.499999' } });
    await expect(buy(URL_OF.article)).rejects.toMatchObject({ code: 'policy_refused' });
    expect(await earned('STX')).toBe(before);
  });

  it('pays once though the first answers get lost', async () => {
    const before = await earned('STX');
    const seller = sellerOf();
    seller.loses = 3;
    expect((await buyerOf(seller)(URL_OF.article)).status).toBe(200);
    expect(await earned('STX')).toBe(before + 500_000n);
  });

  it('gives up while no block comes, and is let in later, by another process, without paying again', async () => {
    const before = await earned('STX');
    const seller = sellerOf();
    const pending = memoryPendingPayments();
    await devnet.setBlockMilliseconds('manual');
    const impatient = buyerOf(seller, { pending, maxWaitSeconds: 0 });
    await expect(impatient(URL_OF.article)).rejects.toMatchObject({ code: 'settlement_pending', retryable: true });
    await expect(impatient(URL_OF.article)).rejects.toMatchObject({ code: 'settlement_pending' });
    await devnet.mine();
    expect((await buyerOf(seller, { pending })(URL_OF.article)).status).toBe(200);
    expect(await earned('STX')).toBe(before + 500_000n);
    expect(await pending.list(`GET ${URL_OF.article}`)).toEqual([]);
  });

  it('makes 50 calls of an article at the same time for one payment', async () => {
    const before = await earned('STX');
    const buy = buyerOf(sellerOf());
    const responses = await Promise.all(Array.from({ length: 50 }, () => buy(URL_OF.article)));
    expect(responses.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(await earned('STX')).toBe(before + 500_000n);
  });

  it('makes 20 calls of an API at the same time for 20 payments', async () => {
    const before = await earned('STX');
    const seller = sellerOf({ access: 'once' });
    const buy = buyerOf(seller);
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => buy(URL_OF.api, { method: 'POST', body: 'question' })),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(seller.handlerRuns).toBe(20);
    expect(await earned('STX')).toBe(before + 20n * 500_000n);
  });

  it('gets what it paid for though the handler fails at first', async () => {
    const before = await earned('STX');
    const seller = sellerOf({ access: 'once' });
    seller.failures = 2;
    expect(await (await buyerOf(seller)(URL_OF.api)).text()).toBe('content');
    expect(seller.handlerRuns).toBe(3);
    expect(await earned('STX')).toBe(before + 500_000n);
  });

  it('pays a second time only for a second call, when an answer that is given once was lost', async () => {
    const before = await earned('STX');
    const seller = sellerOf({ access: 'once', finality: 'mempool' });
    seller.loses = 1;
    const buy = buyerOf(seller);
    await expect(buy(URL_OF.api)).rejects.toMatchObject({ code: 'payment_already_used' });
    expect(await earned('STX')).toBe(before + 500_000n);
    expect((await buy(URL_OF.api)).status).toBe(200);
  });
});

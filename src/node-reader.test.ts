import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOf } from '../test/suites/payer-suite.js';
import { type ScriptedNode, scriptedNode } from '../test/suites/scripted-node.js';
import { assetsOf } from './assets.js';
import { isX402Error } from './errors.js';
import { bytesFromHex } from './lib/bytes.js';
import { MAX_FEE_ATOMIC, MAX_NODE_ANSWER_BYTES } from './limits.js';
import { createNodeReader, type NodeReader, type NodeReaderOptions } from './node-reader.js';
import { buildPaymentTransaction, encodeTransaction, type StacksTransaction } from './stacks.js';

const ADDRESS = 'ST1SJ3DTE5DN7X54YDH5D64R3BCB6A2AG2ZQ8YPD5';
const USDCX = assetsOf('stacks:2147483648').find(({ symbol }) => symbol === 'USDCx')!;

function readerOf(node: Pick<ScriptedNode, 'fetch'>, options: Partial<NodeReaderOptions> = {}): NodeReader {
  return createNodeReader({ url: 'http://node.example', fetch: node.fetch, ...options });
}

function answering(answer: () => Response | Promise<Response>): NodeReader {
  return readerOf({ fetch: async () => answer() });
}

function transaction(symbol = 'STX'): StacksTransaction {
  const { offer, asset, memo } = orderOf('stacks:2147483648', symbol);
  return buildPaymentTransaction({
    network: 'stacks:2147483648',
    offer,
    asset,
    publicKey: bytesFromHex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'),
    nonce: 0n,
    fee: 0n,
    memo,
    resourceUrl: 'https://blog.example/article',
  });
}

describe('nonces from a node', () => {
  it('come from API v3, else v1, else from the node itself', async () => {
    const node = scriptedNode();
    Object.assign(node, { confirmed: 4, waiting: [4, 6] });
    const seen = { next: 7n, confirmed: 4n, missing: [5n] };
    expect(await readerOf(node).nonces(ADDRESS)).toEqual(seen);
    node.has.v3 = false;
    expect(await readerOf(node).nonces(ADDRESS)).toEqual(seen);
    node.has.v1 = false;
    expect(await readerOf(node).nonces(ADDRESS)).toEqual({ next: 4n, confirmed: 4n, missing: [] });
    expect(await readerOf(node).nonce(ADDRESS)).toBe(4n);
    expect(node.asked.slice(0, 3)).toEqual([
      `GET /extended/v3/principals/${ADDRESS}/nonces`,
      `GET /extended/v3/principals/${ADDRESS}/nonces`,
      `GET /extended/v1/address/${ADDRESS}/nonces`,
    ]);
  });

  it('begin at 0 for an account that the chain has never seen', async () => {
    expect(await readerOf(scriptedNode()).nonces(ADDRESS)).toEqual({ next: 0n, confirmed: 0n, missing: [] });
  });

  it('never let an indexer that lags behind itself hand out a mined nonce', async () => {
    const lagging = { next_nonce: 3, last_confirmed_nonce: 9, mempool: { missing_nonces: [] } };
    expect(await answering(() => Response.json(lagging)).nonce(ADDRESS)).toBe(10n);
  });
});

describe('balances from a node', () => {
  it('are spendable STX, from the hexadecimal of the node', async () => {
    const node = scriptedNode();
    node.stx = 2n ** 100n + 7n;
    expect(await readerOf(node).stxBalance(ADDRESS)).toBe(2n ** 100n + 7n);
    expect(await readerOf(node).tokenBalance(ADDRESS, { id: 'STX', symbol: 'STX', decimals: 6 })).toBe(2n ** 100n + 7n);
  });

  it('of a token are the token contract’s own word', async () => {
    const node = scriptedNode();
    node.tokens[USDCX.id] = 2n ** 127n;
    expect(await readerOf(node).tokenBalance(ADDRESS, USDCX)).toBe(2n ** 127n);
    expect(node.asked).toEqual([`POST /v2/contracts/call-read/${USDCX.id.replace('.', '/')}/get-balance`]);
  });

  it('of a token come from the API where the node answers no calls', async () => {
    const node = scriptedNode();
    node.has.callRead = false;
    expect(await readerOf(node).tokenBalance(ADDRESS, USDCX)).toBe(0n);
    const list = { fungible_tokens: { [`${USDCX.id}::usdcx-token`]: { balance: '12345' } } };
    node.answer = ({ url }) => (url.includes('/balances') ? Response.json(list) : undefined);
    expect(await readerOf(node).tokenBalance(ADDRESS, USDCX)).toBe(12345n);
  });

  it('are refused when the contract is none', async () => {
    const answer = { okay: false, cause: 'Unchecked(NoSuchContract)' };
    await expect(answering(() => Response.json(answer)).tokenBalance(ADDRESS, USDCX)).rejects.toMatchObject({
      code: 'invalid_node_answer',
    });
  });
});

describe('a fee from a node', () => {
  it('is the middle estimate, made for the payload', async () => {
    const node = scriptedNode();
    const bodies: { transaction_payload: string; estimated_len: number }[] = [];
    node.answer = async (request) => {
      bodies.push((await request.clone().json()) as never);
      return undefined;
    };
    const payment = transaction('USDCx');
    expect(await readerOf(node).fee(payment)).toBe(1000n);
    const bytes = Buffer.from(encodeTransaction(payment)).toString('hex');
    expect(bodies).toEqual([{ transaction_payload: expect.any(String), estimated_len: bytes.length / 2 }]);
    expect(bytes.endsWith(bodies[0]!.transaction_payload)).toBe(true);
    expect(bodies[0]!.transaction_payload.startsWith('02')).toBe(true);
  });

  it('comes from the rate per byte where there are no estimates', async () => {
    const node = scriptedNode();
    node.has.estimates = false;
    expect(await readerOf(node).fee(transaction())).toBe(360n);
  });

  it('is at least 1 per byte, and at most the cap, whatever the node says', async () => {
    const node = scriptedNode();
    node.estimations = [0, 0, 0];
    expect(await readerOf(node).fee(transaction())).toBe(180n);
    node.estimations = [1, Number.MAX_SAFE_INTEGER, 1];
    expect(await readerOf(node).fee(transaction())).toBe(MAX_FEE_ATOMIC);
    expect(await readerOf(node, { maxFeeAtomic: 200n }).fee(transaction())).toBe(200n);
  });

  it('is refused when the cap is below what the chain takes', async () => {
    await expect(readerOf(scriptedNode(), { maxFeeAtomic: 179n }).fee(transaction())).rejects.toMatchObject({
      code: 'fee_too_low',
    });
  });
});

describe('a node reader', () => {
  it('keeps to the path of its address, and sends its key there only', async () => {
    const seen: Request[] = [];
    const reader = createNodeReader({
      url: 'https://stacks.example/some/path',
      apiKey: 'api-key-1',
      fetch: async (input) => {
        seen.push(input as Request);
        return Response.json({ balance: '0x01', nonce: 0 });
      },
    });
    await reader.stxBalance(ADDRESS);
    expect(seen[0]?.url).toBe(`https://stacks.example/some/path/v2/accounts/${ADDRESS}?proof=0`);
    expect(seen[0]?.headers.get('x-api-key')).toBe('api-key-1');
  });

  it.each([
    ['as servers see it', () => Response.redirect('https://elsewhere.example/', 302)],
    ['as browsers hide it', () => Response.error()],
  ])('follows no redirect, %s', async (_how, redirects) => {
    const seen: Request[] = [];
    const reader = createNodeReader({
      url: 'https://stacks.example',
      fetch: async (input) => {
        seen.push(input as Request);
        return redirects();
      },
    });
    await expect(reader.stxBalance(ADDRESS)).rejects.toMatchObject({ code: 'invalid_node_answer' });
    expect(seen.map(({ redirect }) => redirect)).toEqual(['manual']);
  });

  it.each(['', 'api.hiro.so', 'ftp://node.example', 'javascript:alert(1)', 'https://node.example/?key=1'])(
    'is refused for %j, which is no address of a node',
    (url) =>
      expect(() => createNodeReader({ url })).toThrow(expect.objectContaining({ code: 'invalid_configuration' })),
  );

  it.each(['', '../../v2/info', `${ADDRESS}/../x`, 'ST1SJ3DTE5DN7X54YDH5D64R3BCB6A2AG2ZQ8YPD6', `${ADDRESS}?x=1`])(
    'asks nothing about %j, which is no principal',
    async (address) => {
      const node = scriptedNode();
      const reader = readerOf(node);
      for (const ask of [reader.nonce, reader.stxBalance, (text: string) => reader.tokenBalance(text, USDCX)]) {
        await expect(async () => ask(address)).rejects.toMatchObject({ code: 'invalid_address' });
      }
      await expect(async () => reader.tokenBalance(ADDRESS, { ...USDCX, id: address })).rejects.toSatisfy(isX402Error);
      expect(node.asked.filter((question) => !question.includes(ADDRESS))).toEqual([]);
    },
  );

  it('says that the node is unreachable, and when to try again', async () => {
    const unreachable = { code: 'node_unreachable', retryable: true };
    await expect(answering(() => Promise.reject(new TypeError('fetch failed'))).nonce(ADDRESS)).rejects.toMatchObject(
      unreachable,
    );
    await expect(answering(() => new Response('', { status: 503 })).nonce(ADDRESS)).rejects.toMatchObject(unreachable);
    const throttled = new Response('', { status: 429, headers: { 'retry-after': '17' } });
    await expect(answering(() => throttled).nonce(ADDRESS)).rejects.toMatchObject({
      ...unreachable,
      retryAfterSeconds: 17,
    });
  });

  it('says that the node is unreachable when it does not answer in time', async () => {
    const hanging = (input: Request | URL | string) =>
      new Promise<Response>((_, reject) => {
        const { signal } = input as Request;
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const reader = readerOf({ fetch: hanging }, { timeoutMilliseconds: 1 });
    await expect(reader.nonce(ADDRESS)).rejects.toMatchObject({ code: 'node_unreachable' });
  });

  it('says that the node is unreachable when its answer breaks off', async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new TypeError('terminated')),
    });
    await expect(answering(() => new Response(broken)).nonce(ADDRESS)).rejects.toMatchObject({
      code: 'node_unreachable',
    });
  });

  it('ends with the caller’s reason when the caller gives up', async () => {
    const reason = new Error('enough');
    await expect(readerOf(scriptedNode()).nonce(ADDRESS, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('refuses an answer that is larger than it reads', async () => {
    const large = JSON.stringify({ next_nonce: 1, last_confirmed_nonce: 0, mempool: { missing_nonces: [] } });
    const padded = (length: number) => answering(() => new Response(large.padEnd(length)));
    expect(await padded(MAX_NODE_ANSWER_BYTES).nonce(ADDRESS)).toBe(1n);
    await expect(padded(MAX_NODE_ANSWER_BYTES + 1).nonce(ADDRESS)).rejects.toMatchObject({
      code: 'invalid_node_answer',
    });
  });

  it('lets only our errors out, and only whole numbers in, whatever a node answers', async () => {
    const number = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constantFrom('0x1', '-1', 1e300, null, []));
    const odd = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          next_nonce: number,
          last_confirmed_nonce: number,
          mempool: fc.record({ missing_nonces: fc.array(number) }),
        })
        .map(toJson),
      fc.record({ balance: number, nonce: number }).map(toJson),
      fc
        .record({ okay: fc.boolean(), result: fc.oneof(fc.string(), fc.constantFrom('0x0701', '0x070a', '0x03')) })
        .map(toJson),
      fc.record({ estimations: fc.array(fc.record({ fee: number })) }).map(toJson),
    );
    await fc.assert(
      fc.asyncProperty(odd, fc.constantFrom(200, 200, 200, 400, 404, 410, 500), async (body, status) => {
        const reader = answering(() => new Response(body, { status }));
        const asks = [
          reader.nonce(ADDRESS),
          reader.stxBalance(ADDRESS),
          reader.tokenBalance(ADDRESS, USDCX),
          reader.fee(transaction()),
        ];
        for (const result of await Promise.allSettled(asks)) {
          if (result.status === 'fulfilled') expect(result.value >= 0n).toBe(true);
          else expect(['node_unreachable', 'invalid_node_answer']).toContain(result.reason.code);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function toJson(value: unknown): string {
  return JSON.stringify(value);
}

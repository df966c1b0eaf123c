import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from './index.js';
import { TestClient } from './test-client.js';

let devnet: Devnet;
let client: TestClient;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
  client = new TestClient(devnet);
});
afterEach(() => devnet.faults());
afterAll(() => devnet.close());

const info = (signal?: AbortSignal) => fetch(`${devnet.url}/v2/info`, signal ? { signal } : {});
/** The request meets the node's fault, hears nothing, and is given up. */
async function isUnheard(ask: (signal: AbortSignal) => Promise<Response>): Promise<void> {
  const patience = new AbortController();
  const asked = ask(patience.signal);
  const faults = async () => (await client.get('/devnet')).faults;
  await expect.poll(faults, { timeout: 100_000 }).toEqual([]);
  expect(await Promise.race([asked, 'silence'])).toBe('silence');
  patience.abort();
  await expect(asked).rejects.toThrow(/aborted/i);
}

const nonce = async () => BigInt((await client.get(`/v2/accounts/${client.address('reader')}`)).nonce);
const pay = async (ahead = 0n) =>
  client.transfer(client.address('bob'), 1n, { nonce: (await nonce()) + ahead, fee: 1000n });

describe('faults of answers', () => {
  it('429 tells when to come back, as often as asked', async () => {
    await devnet.faults([{ kind: 'rate-limit', count: 1, retryAfterSeconds: 7 }]);
    const [first, second] = [await info(), await info()];
    expect([first.status, first.headers.get('retry-after'), second.status]).toEqual([429, '7', 200]);
  });

  it('503 hits only the routes that it names', async () => {
    await devnet.faults([{ kind: 'unavailable', route: '^GET /v2/info$' }]);
    expect((await info()).status).toBe(503);
    expect((await fetch(`${devnet.url}/v2/pox`)).status).toBe(200);
    await devnet.faults();
    expect((await info()).status).toBe(200);
  });

  it('any other failure can be asked for', async () => {
    await devnet.faults([{ kind: 'status', status: 410, route: '/extended/v1/', count: 1 }]);
    const read = async () => (await fetch(`${devnet.url}/extended/v1/status`)).status;
    expect([await read(), await read()]).toEqual([410, 200]);
  });

  it('a hanging node accepts the request and never answers', async () => {
    await devnet.faults([{ kind: 'hang', count: 1 }]);
    await isUnheard(info);
    expect((await info()).status).toBe(200);
  });

  it('a slow node answers late, but right', async () => {
    await devnet.faults([{ kind: 'delay', milliseconds: 3_600_000, count: 1 }]);
    await isUnheard(info);
    await devnet.faults([{ kind: 'delay', milliseconds: 20, count: 1 }]);
    expect((await info()).status).toBe(200);
  });

  it('are set and seen through HTTP, and do not stop the control API', async () => {
    const faults = [{ kind: 'unavailable' }];
    expect((await client.post('/devnet/faults', { faults })).status).toBe(200);
    expect((await client.get('/devnet')).faults).toEqual(faults);
    expect((await client.post('/devnet/faults', { faults: [] })).status).toBe(200);
    expect((await info()).status).toBe(200);
  });

  it('that do not exist are refused', async () => {
    for (const fault of [
      { kind: 'nonsense' },
      { kind: 'delay', route: '(' },
      { kind: 'delay', count: -1 },
      { kind: 'status', status: 200 },
      null,
    ]) {
      expect((await client.post('/devnet/faults', { faults: [fault] })).status).toBe(400);
    }
  });
});

describe('faults of broadcasts', () => {
  it('a node that drops says yes and knows nothing', async () => {
    await devnet.faults([{ kind: 'drop', count: 1 }]);
    const transaction = await pay();
    const txid = await client.send(transaction);
    expect((await fetch(`${devnet.url}/extended/v1/tx/${txid}`)).status).toBe(404);
    await client.send(transaction);
    expect(await client.status(txid)).toBe('success');
  });

  it('a node that answers 503 to a broadcast has not taken it', async () => {
    await devnet.faults([{ kind: 'unavailable', route: 'POST /v2/transactions', count: 1 }]);
    const transaction = await pay();
    expect(await client.broadcast(transaction)).toEqual({ error: 'Service Unavailable' });
    expect((await fetch(`${devnet.url}/extended/v1/tx/${transaction.txid()}`)).status).toBe(404);
  });

  it('a node that goes silent after it took the transaction mines it all the same', async () => {
    await devnet.faults([{ kind: 'lose-answer', route: 'POST /v2/transactions', count: 1 }]);
    const transaction = await pay();
    const body = JSON.stringify({ tx: transaction.serialize() });
    const headers = { 'content-type': 'application/json' };
    const post = (signal: AbortSignal) =>
      fetch(`${devnet.url}/v2/transactions`, { method: 'POST', body, headers, signal });
    await isUnheard(post);
    await expect.poll(() => client.status(transaction.txid()), { timeout: 100_000 }).toBe('success');
  });

  it('a node that lies says yes and never mines', async () => {
    await devnet.faults([{ kind: 'lie', count: 1 }]);
    const txid = await client.send(await pay());
    await devnet.mine(3);
    expect(await client.status(txid)).toBe('pending');
    await devnet.reset();
  });

  it('a node that reorders mines the newest first', async () => {
    await devnet.setBlockMilliseconds('manual');
    const first = await client.send(client.transfer(client.address('bob'), 1n, { from: 'reader' }));
    const second = await client.send(client.transfer(client.address('bob'), 1n, { from: 'carol' }));
    await devnet.faults([{ kind: 'reorder', count: 1 }]);
    await devnet.mine();
    await devnet.setBlockMilliseconds(0);
    const [one, other] = [await client.transaction(first), await client.transaction(second)];
    expect(one.block_height).toBe(other.block_height + 1);
  });
});

import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Devnet, startDevnet } from './index.js';
import { type Json, TestClient } from './test-client.js';

let devnet: Devnet;
let client: TestClient;
let socket: WebSocket;
let messages: Json[];

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 'manual' });
  client = new TestClient(devnet);
});
beforeEach(async () => {
  socket = new WebSocket(`${devnet.url.replace('http', 'ws')}/extended/v1/ws`);
  messages = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  await once(socket, 'open');
});
afterEach(() => socket.terminate());
afterAll(() => devnet.close());

let requests = 0;

async function request(method: string, params: Record<string, unknown>): Promise<Json> {
  const id = ++requests;
  socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  return await message((candidate) => candidate.id === id);
}

async function message(wanted: (candidate: Json) => boolean): Promise<Json> {
  for (;;) {
    const found = messages.find(wanted);
    if (found) return found;
    await once(socket, 'message');
  }
}

it('tells a subscriber of a transaction when it is pending and when it is mined', async () => {
  const transaction = await client.transfer(client.address('bob'), 1n);
  const tx_id = `0x${transaction.txid()}`;
  expect((await request('subscribe', { event: 'tx_update', tx_id: transaction.txid() })).result).toEqual({ tx_id });
  await client.send(transaction);
  const update = (status: string) =>
    message(({ method, params }) => method === 'tx_update' && params.tx_status === status);
  expect((await update('pending')).params.tx_id).toBe(tx_id);
  await devnet.mine();
  expect((await update('success')).params).toMatchObject({ tx_id, block_height: expect.any(Number) });
});

it('tells of a transaction that was replaced', async () => {
  const first = await client.transfer(client.address('bob'), 1n, { from: 'carol', fee: 1000n });
  await request('subscribe', { event: 'tx_update', tx_id: first.txid() });
  await client.send(first);
  await client.send(client.transfer(client.address('bob'), 2n, { from: 'carol', fee: 2000n, nonce: 0n }));
  await message(({ params }) => params?.tx_status === 'dropped_replace_by_fee');
});

it('tells of blocks, of the mempool, and of what concerns an address', async () => {
  const address = client.address('platform');
  for (const params of [{ event: 'block' }, { event: 'mempool' }])
    expect((await request('subscribe', params)).result).toEqual({});
  await request('subscribe', { event: 'address_tx_update', address });
  await request('subscribe', { event: 'address_balance_update', address });
  const { STX } = await client.balances(address);
  const txid = await client.send(client.transfer(address, 123n, { from: 'agent' }));
  await devnet.mine();
  const of = (wanted: string) => message(({ method }) => method === wanted);
  expect((await of('mempool')).params.tx_id).toBe(`0x${txid}`);
  expect((await of('block')).params.txs).toBeInstanceOf(Array);
  expect((await of('address_tx_update')).params).toMatchObject({
    address,
    tx_id: `0x${txid}`,
    tx_status: 'success',
    tx_type: 'token_transfer',
    stx_received: '123',
    stx_transfers: [{ amount: '123', recipient: address }],
  });
  expect((await of('address_balance_update')).params.balance).toBe(String(STX + 123n));
});

it('tells nothing after unsubscribing', async () => {
  await request('subscribe', { event: 'block' });
  await request('unsubscribe', { event: 'block' });
  await devnet.mine();
  await request('subscribe', { event: 'mempool' });
  expect(messages.filter(({ method }) => method === 'block')).toEqual([]);
});

it('refuses what it does not understand', async () => {
  expect((await request('subscribe', { event: 'nonsense' })).error.code).toBe(-32602);
  expect((await request('subscribe', { event: 'tx_update' })).error.code).toBe(-32602);
  expect((await request('delete', {})).error.code).toBe(-32601);
  for (const text of ['{', 'null', '[]', '7']) socket.send(text);
  await message(({ error }) => error?.code === -32700);
});

it('refuses other paths, and messages that are too long', async () => {
  const other = new WebSocket(`${devnet.url.replace('http', 'ws')}/elsewhere`);
  await expect(once(other, 'open')).rejects.toThrow();
  socket.send('x'.repeat(70_000));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1009);
});

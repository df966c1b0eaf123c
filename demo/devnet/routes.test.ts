import {
  Cl,
  fetchAbi,
  fetchFeeEstimateTransaction,
  fetchFeeEstimateTransfer,
  serializePayload,
} from '@stacks/transactions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from './index.js';
import { TestClient } from './test-client.js';

let devnet: Devnet;
let client: TestClient;
/** A mined transfer of STX, a mined transfer of a token, and one that waits. */
let stx: string;
let token: string;
let waiting: string;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
  client = new TestClient(devnet);
  const bob = client.address('bob');
  stx = await client.send(client.transfer(bob, 5n, { memo: 'hello', fee: 1000n, nonce: 0n }));
  token = await client.send(client.tokenTransfer('sBTC', bob, 6n, { memo: 'hello', fee: 1000n, nonce: 1n }));
  await devnet.setBlockMilliseconds('manual');
  waiting = await client.send(client.transfer(bob, 7n, { fee: 1000n, nonce: 2n }));
});
afterAll(() => devnet.close());

describe('/extended/v3', () => {
  it('shows a mined transaction, and its heavy parts on request only', async () => {
    const plain = await client.get(`/extended/v3/transactions/0x${stx}`);
    expect(plain).toMatchObject({
      tx_id: `0x${stx}`,
      sender: { address: client.address('reader'), nonce: 0 },
      sponsor: null,
      fee_rate: '1000',
      status: 'success',
      block: { height: expect.any(Number), tx_index: 0, time: expect.any(Number) },
      bitcoin_block: { height: expect.any(Number) },
      event_count: 1,
      vm_error: null,
      type: 'token_transfer',
      token_transfer: { recipient: client.address('bob'), amount: '5', memo: { repr: 'hello' } },
    });
    expect(plain.result ?? plain.post_conditions).toBeUndefined();
    const full = await client.get(
      `/extended/v3/transactions/${token}?include=result,post_conditions&include=function_args`,
    );
    expect(full).toMatchObject({
      result: { hex: '0x0703', repr: '(ok true)' },
      post_conditions: [],
      contract_call: {
        contract_id: devnet.tokens.sBTC,
        function_name: 'transfer',
        function_args: [{ repr: 'u6' }, {}, {}, {}],
      },
    });
  });

  it('shows a pending transaction', async () => {
    expect(await client.get(`/extended/v3/transactions/${waiting}`)).toMatchObject({
      status: 'pending',
      receipt_time: expect.any(Number),
      receipt_block_height: expect.any(Number),
      replaced_by_tx_id: null,
    });
    expect((await client.get('/extended/v3/mempool/transactions')).results).toMatchObject([{ tx_id: `0x${waiting}` }]);
  });

  it('shows events', async () => {
    const events = await client.get(`/extended/v3/transactions/${token}/events`);
    expect(events).toMatchObject({ total: 2, cursor: { next: null, previous: null, current: '0' } });
    expect(events.results).toEqual([
      {
        event_index: 0,
        type: 'ft_asset',
        ft_asset: {
          type: 'transfer',
          asset_identifier: `${devnet.tokens.sBTC}::sbtc-token`,
          sender: client.address('reader'),
          recipient: client.address('bob'),
          amount: '6',
        },
      },
      {
        event_index: 1,
        type: 'contract_log',
        contract_log: {
          contract_id: devnet.tokens.sBTC,
          topic: 'print',
          value: { hex: expect.any(String), repr: '0x68656c6c6f' },
        },
      },
    ]);
    const [event] = (await client.get(`/extended/v3/transactions/${stx}/events`)).results;
    expect(event.stx_asset).toMatchObject({ type: 'transfer', amount: '5', memo: { repr: 'hello' } });
  });

  it('shows balances and nonces', async () => {
    const [reader, bob] = [client.address('reader'), client.address('bob')];
    expect(await client.get(`/extended/v3/principals/${reader}/nonces`)).toEqual({
      next_nonce: 3,
      last_confirmed_nonce: 1,
      mempool: { last_nonce: 2, pending_nonces: [], missing_nonces: [] },
    });
    const stxOf = await client.get(`/extended/v3/principals/${reader}/balances/stx`);
    expect(stxOf).toEqual({
      balance: '99999997995',
      available: '99999997995',
      locked: null,
      mempool: { estimated_balance: '99999996988', inbound: '0', outbound: '1007' },
    });
    const tokens = await client.get(`/extended/v3/principals/${bob}/balances/ft?limit=1`);
    expect(tokens).toMatchObject({ total: 2, limit: 1, cursor: { next: '1', previous: null } });
    const next = await client.get(`/extended/v3/principals/${bob}/balances/ft?limit=1&cursor=${tokens.cursor.next}`);
    expect(next.results).toEqual([{ asset_identifier: `${devnet.tokens.sBTC}::sbtc-token`, balance: '1000000006' }]);
  });

  it('lists transactions of all, of a principal, and of a block', async () => {
    const ids = async (path: string) => (await client.get(path)).results.map((item: { tx_id: string }) => item.tx_id);
    expect(await ids('/extended/v3/transactions')).toEqual([`0x${token}`, `0x${stx}`]);
    const { block } = await client.get(`/extended/v3/transactions/${stx}`);
    expect(await ids(`/extended/v3/blocks/${block.height}/transactions`)).toEqual([`0x${stx}`]);
    const { results } = await client.get(`/extended/v3/principals/${client.address('bob')}/transactions`);
    expect(results[1]).toMatchObject({
      involvement: 'receiver',
      balance_changes: { stx: { sent: '0', received: '5', net: '5' } },
    });
  });
});

describe('/extended/v1 and /extended/v2', () => {
  it('list transactions and transfers of an address', async () => {
    const bob = client.address('bob');
    const { total, results } = await client.get(
      `/extended/v1/address/${bob}/transactions_with_transfers?limit=1&offset=1`,
    );
    expect(total).toBe(2);
    expect(results).toMatchObject([
      { tx: { tx_id: `0x${stx}` }, stx_received: '5', stx_transfers: [{ amount: '5' }], ft_transfers: [] },
    ]);
    expect((await client.get(`/extended/v2/addresses/${bob}/transactions`)).results[0]).toMatchObject({
      tx: { tx_id: `0x${token}` },
      stx_received: '0',
      events: { ft: { transfer: 1 } },
    });
    expect((await client.get(`/extended/v1/address/${client.address('reader')}/transactions`)).total).toBe(2);
    expect((await client.get(`/extended/v1/address/${client.address('reader')}/mempool`)).total).toBe(1);
    expect((await client.get(`/extended/v1/address/${bob}/assets`)).total).toBe(2);
  });

  it('show balances', async () => {
    const bob = client.address('bob');
    expect(await client.get(`/extended/v2/addresses/${bob}/balances/stx`)).toMatchObject({
      balance: '100000000005',
      estimated_balance: '100000000012',
      total_received: '100000000005',
      locked: '0',
    });
    expect((await client.get(`/extended/v2/addresses/${bob}/balances/ft`)).results).toContainEqual({
      token: `${devnet.tokens.sBTC}::sbtc-token`,
      balance: '1000000006',
    });
  });

  it('find many transactions at once, and raw ones', async () => {
    const unknown = `0x${'ab'.repeat(32)}`;
    const found = await client.get(`/extended/v1/tx/multiple?tx_id=0x${stx},${unknown}`);
    expect([found[`0x${stx}`].result.tx_status, found[unknown].found]).toEqual(['success', false]);
    const { raw_tx } = await client.get(`/extended/v1/tx/${waiting}/raw`);
    expect(raw_tx).toMatch(/^0x80800000000400/);
    expect((await fetch(`${devnet.url}/extended/v1/tx/${unknown}`)).status).toBe(404);
    expect((await fetch(`${devnet.url}/extended/v1/tx/nonsense`)).status).toBe(400);
  });

  it('show blocks by height, by hash, and the latest', async () => {
    const { block_height, block_hash } = await client.transaction(stx);
    const byHeight = await client.get(`/extended/v2/blocks/${block_height}`);
    expect(byHeight).toMatchObject({ hash: block_hash, height: block_height, tx_count: 1, canonical: true });
    expect(await client.get(`/extended/v2/blocks/${block_hash}`)).toEqual(byHeight);
    expect((await client.get(`/extended/v1/block/by_height/${block_height}`)).txs).toEqual([`0x${stx}`]);
    const { results, total } = await client.get('/extended/v2/blocks?limit=2');
    expect(results.map((block: { height: number }) => block.height)).toEqual([total - 1, total - 2]);
    expect(results[0].parent_block_hash).toBe(results[1].hash);
    expect(await client.get('/extended/v2/blocks/latest')).toEqual(results[0]);
    expect((await client.get(`/extended/v2/blocks/${block_height}/transactions`)).results[0].tx_id).toBe(`0x${stx}`);
    expect((await fetch(`${devnet.url}/extended/v2/blocks/99999`)).status).toBe(404);
    expect((await client.get('/extended/v2/burn-blocks?limit=1')).results[0].burn_block_height).toBe(1);
  });

  it('give money', async () => {
    await devnet.setBlockMilliseconds(0);
    const empty = 'ST3N0ZC9HBPDEBEJ1H1QFGMJF3PSNGW3FYZSVN513';
    const first = await client.post(`/extended/v1/faucets/stx?address=${empty}`, {});
    expect(await client.status(first.json.txId)).toBe('success');
    const together = await Promise.all(
      ['stx', 'sbtc', 'usdcx'].map((token) => client.post(`/extended/v3/faucets/${token}`, { address: empty })),
    );
    for (const { json } of together) expect(await client.status(json.transaction.tx_id)).toBe('success');
    expect(await client.balances(empty)).toEqual({ STX: 1_000_000_000n, sBTC: 10_000_000n, USDCx: 100_000_000n });
    expect((await client.post('/extended/v3/faucets/stx', { address: 'ST3' })).status).toBe(400);
    await devnet.setBlockMilliseconds('manual');
  });
});

describe('the node', () => {
  it('estimates fees for libraries', async () => {
    const options = { network: 'testnet', client: { baseUrl: devnet.url } } as const;
    const transaction = await client.transfer(client.address('bob'), 1n, { nonce: 0n, fee: 0n });
    const size = BigInt(transaction.serializeBytes().length);
    expect(BigInt(await fetchFeeEstimateTransfer({ transaction, ...options }))).toBeGreaterThanOrEqual(size);
    const estimates = await fetchFeeEstimateTransaction({ payload: serializePayload(transaction.payload), ...options });
    expect(estimates.map(({ fee }) => BigInt(fee) >= size)).toEqual([true, true, true]);
    expect((await client.post('/v2/fees/transaction', {})).status).toBe(400);
  });

  it('shows interfaces, and accounts that never were', async () => {
    const [contractAddress = '', contractName = ''] = devnet.tokens.sBTC.split('.');
    const abi = await fetchAbi({ contractAddress, contractName, network: 'testnet', client: { baseUrl: devnet.url } });
    expect(abi.fungible_tokens).toEqual([{ name: 'sbtc-token' }]);
    expect(await client.get('/v2/accounts/ST000000000000000000002AMW42H')).toMatchObject({ nonce: 0 });
    expect((await fetch(`${devnet.url}/v2/accounts/ST000000000000000000002AMW42J`)).status).toBe(400);
  });

  it('shows a mined transaction with its block', async () => {
    expect(await client.get(`/v3/transaction/${stx}`)).toMatchObject({
      tx: expect.stringMatching(/^808000000004/),
      result: '0703',
      is_canonical: true,
      block_height: expect.any(Number),
    });
  });

  it('answers bad questions to contracts without falling over', async () => {
    const [address = '', name = ''] = devnet.tokens.sBTC.split('.');
    const ask = (path: string, body: unknown) => client.post(`/v2/contracts/call-read/${path}`, body);
    const sender = client.address('bob');
    expect((await ask(`${address}/${name}/get-balance`, { sender, arguments: ['0x63'] })).status).toBe(400);
    expect((await ask(`${address}/${name}/get-balance`, { sender: 'nobody', arguments: [] })).status).toBe(400);
    expect((await ask(`${address}/${name}/get-balance`, { sender })).status).toBe(400);
    expect((await ask(`${address}/${name}/get-balance`, { sender, arguments: [] })).json.okay).toBe(false);
    expect((await ask(`${address}/${name}/nothing`, { sender, arguments: [] })).json.okay).toBe(false);
    expect((await ask(`${address}/nothing/nothing`, { sender, arguments: [] })).json.okay).toBe(false);
    const argument = `0x${Cl.serialize(Cl.principal(sender))}`;
    expect((await ask(`${address}/${name}/get-balance`, { sender, arguments: [argument] })).json.okay).toBe(true);
  });

  it('lets pages of every origin in', async () => {
    const preflight = await fetch(`${devnet.url}/v2/transactions`, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect((await fetch(`${devnet.url}/v2/info`)).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('answers 404 in JSON for what it does not have, and 400 for what is no path', async () => {
    const response = await fetch(`${devnet.url}/v2/nothing`);
    expect([response.status, (await response.json()).error]).toEqual([404, 'Not Found']);
    expect((await fetch(`${devnet.url}/extended/v1/tx/%`)).status).toBe(400);
  });
});

describe('the control API', () => {
  it('describes the chain', async () => {
    expect(await client.get('/devnet')).toMatchObject({
      url: devnet.url,
      network: 'stacks:2147483648',
      accounts: devnet.accounts,
      tokens: devnet.tokens,
      contracts: devnet.contracts,
    });
  });

  it('funds accounts, and refuses what the VM cannot take', async () => {
    const address = 'ST2X2FYCY01Y7YR2TGC2Y6661NFF3SMH0NGXPWTV5';
    const funds = { address, STX: '7', sBTC: '8', USDCx: '9' };
    expect((await client.post('/devnet/fund', funds)).status).toBe(200);
    expect(await client.balances(address)).toEqual({ STX: 7n, sBTC: 8n, USDCx: 9n });
    for (const wrong of [
      { address: 'SP2X2FYCY01Y7YR2TGC2Y6661NFF3SMH0NP3PB4K9', STX: '1' },
      { address, STX: '-1' },
      { address: devnet.tokens.sBTC, STX: '1' },
      {},
    ]) {
      expect((await client.post('/devnet/fund', wrong)).status).toBe(400);
    }
    await expect(devnet.fund('nonsense', { STX: 1n })).rejects.toThrow('not a testnet address');
    expect((await client.post('/devnet/fund', { address: devnet.contracts.split, sBTC: '5' })).status).toBe(200);
  });

  it('mines, and changes how blocks are made', async () => {
    const height = async () => (await client.get('/v2/info')).stacks_tip_height;
    const before = await height();
    await client.post('/devnet/mine', { blocks: 2 });
    await client.post('/devnet/mine-burn', {});
    expect(await height()).toBe(before + 3);
    expect((await client.post('/devnet/mine', { blocks: 1e9 })).status).toBe(400);
    expect((await client.post('/devnet/block-milliseconds', { blockMilliseconds: 'soon' })).status).toBe(400);
    expect((await client.post('/devnet/block-milliseconds', { blockMilliseconds: 0 })).status).toBe(200);
    expect((await client.get('/devnet')).blockMilliseconds).toBe(0);
  });

  it('starts again from the beginning', async () => {
    await client.send(client.transfer(client.address('bob'), 1n, { from: 'agent' }));
    await client.post('/devnet/reset', {});
    expect((await fetch(`${devnet.url}/extended/v1/tx/${stx}`)).status).toBe(404);
    expect((await client.get('/extended/v1/tx/mempool')).total).toBe(0);
    expect(await client.balances(client.address('bob'))).toEqual({
      STX: 100_000_000_000n,
      sBTC: 1_000_000_000n,
      USDCx: 100_000_000_000n,
    });
    const again = await client.send(
      client.transfer(client.address('bob'), 5n, { memo: 'hello', fee: 1000n, nonce: 0n }),
    );
    expect([again, await client.status(again)]).toEqual([stx, 'success']);
  });
});

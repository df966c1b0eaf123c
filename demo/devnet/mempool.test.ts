import {
  createLPList,
  makeUnsignedSTXTokenTransfer,
  Pc,
  postConditionToWire,
  privateKeyToPublic,
  sponsorTransaction,
  TransactionSigner,
} from '@stacks/transactions';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from './index.js';
import { Mempool } from './mempool.js';
import { Rejection } from './rejections.js';
import { TestClient } from './test-client.js';
import { readTransaction } from './transactions.js';

let devnet: Devnet;
let client: TestClient;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 'manual' });
  client = new TestClient(devnet);
});
beforeEach(() => devnet.reset());
afterAll(() => devnet.close());

const pay = (nonce: bigint, fee = 1000n, from = 'reader') =>
  client.transfer(client.address('bob'), 1n, { nonce, fee, from });

describe('a pending transaction', () => {
  it('is shown as pending, and not on the chain', async () => {
    const txid = await client.send(pay(0n));
    expect(await client.transaction(txid)).toMatchObject({
      tx_status: 'pending',
      tx_id: `0x${txid}`,
      receipt_time: expect.any(Number),
    });
    expect((await fetch(`${devnet.url}/v3/transaction/${txid}`)).status).toBe(404);
    expect((await client.get(`/extended/v1/tx/mempool?address=${client.address('reader')}`)).total).toBe(1);
    expect((await client.get(`/extended/v1/tx/mempool?address=${client.address('carol')}`)).total).toBe(0);
  });

  it('counts for the next nonce and for the estimated balance', async () => {
    await client.send(pay(0n));
    await client.send(pay(1n));
    const reader = client.address('reader');
    expect(await client.get(`/extended/v1/address/${reader}/nonces`)).toMatchObject({
      possible_next_nonce: 2,
      last_executed_tx_nonce: null,
      last_mempool_tx_nonce: 1,
    });
    const { balance, estimated_balance } = await client.get(`/extended/v1/address/${reader}/stx`);
    expect(BigInt(balance) - BigInt(estimated_balance)).toBe(2n * 1001n);
  });

  it('may be posted again without effect', async () => {
    const transaction = await pay(0n);
    const txids = [await client.send(transaction), await client.send(transaction)];
    expect(txids[0]).toBe(txids[1]);
    expect((await client.get('/extended/v1/tx/mempool')).total).toBe(1);
  });

  it('is refused with BadNonce when it is posted again after it was mined', async () => {
    const transaction = await pay(0n);
    await client.send(transaction);
    await devnet.mine();
    expect((await client.refusal(transaction)).reason).toBe('BadNonce');
  });
});

describe('replacing by fee', () => {
  it('takes a strictly higher fee, and says what replaced the other', async () => {
    const first = await client.send(pay(0n, 1000n));
    const second = await client.send(pay(0n, 1001n));
    expect(await client.transaction(first)).toMatchObject({
      tx_status: 'dropped_replace_by_fee',
      replaced_by_tx_id: `0x${second}`,
    });
    await devnet.mine();
    expect([await client.status(first), await client.status(second)]).toEqual(['dropped_replace_by_fee', 'success']);
  });

  it('refuses the same fee and a lower one', async () => {
    await client.send(pay(0n, 1000n));
    const other = await client.transfer(client.address('carol'), 2n, { nonce: 0n, fee: 1000n });
    expect((await client.refusal(other)).reason).toBe('ConflictingNonceInMempool');
    expect((await client.refusal(pay(0n, 999n))).reason).toBe('ConflictingNonceInMempool');
  });

  it('also holds for the nonce of a sponsor', async () => {
    await client.send(pay(0n, 1000n, 'carol'));
    const transaction = await client.tokenTransfer('sBTC', client.address('bob'), 1n, {
      nonce: 0n,
      fee: 0n,
      sponsored: true,
    });
    const { privateKey } = devnet.account('carol');
    const sponsored = await sponsorTransaction({
      transaction,
      sponsorPrivateKey: privateKey,
      fee: 900n,
      sponsorNonce: 0n,
      network: 'testnet',
    });
    expect((await client.refusal(sponsored)).reason).toBe('ConflictingNonceInMempool');
  });

  it('comes too late for a transaction that is being mined', async () => {
    const mempool = new Mempool();
    const [first, second] = [
      readTransaction((await pay(0n)).serializeBytes()),
      readTransaction((await pay(0n, 2000n)).serializeBytes()),
    ];
    mempool.add(first);
    mempool.inBlock = first.txid;
    expect(() => mempool.add(second)).toThrow(Rejection);
    mempool.inBlock = undefined;
    expect(mempool.add(second)).toEqual([first]);
  });
});

it('a full mempool refuses one more, but lets it replace another', async () => {
  const mempool = new Mempool(2);
  const read = async (...of: Parameters<typeof pay>) => readTransaction((await pay(...of)).serializeBytes());
  mempool.add(await read(0n));
  mempool.add(await read(1n));
  const another = await read(2n);
  expect(() => mempool.add(another)).toThrow('ServerFailureOther');
  mempool.add(await read(1n, 2000n));
  expect(mempool.size).toBe(2);
});

describe('nonces', () => {
  it('are mined in their order, whatever the order of arrival', async () => {
    const txids = [];
    for (const nonce of [2n, 0n, 1n]) txids.push(await client.send(pay(nonce)));
    await devnet.mine();
    const heights = await Promise.all(txids.map(async (txid) => (await client.transaction(txid)).block_height));
    expect(heights[1]).toBeLessThan(heights[2]);
    expect(heights[2]).toBeLessThan(heights[0]);
  });

  it('with a gap wait until it is filled', async () => {
    const late = await client.send(pay(1n));
    await devnet.mine();
    expect(await client.status(late)).toBe('pending');
    expect(
      (await client.get(`/extended/v1/address/${client.address('reader')}/nonces`)).detected_missing_nonces,
    ).toEqual([0]);
    await client.send(pay(0n));
    await devnet.mine();
    expect(await client.status(late)).toBe('success');
  });

  it('chain 26 transactions of one account, and all of them are mined', async () => {
    for (let nonce = 0n; nonce <= 26n; nonce++) await client.send(pay(nonce));
    expect((await client.refusal(pay(27n))).reason).toBe('TooMuchChaining');
    await devnet.mine();
    expect((await client.get(`/v2/accounts/${client.address('reader')}`)).nonce).toBe(27);
  });
});

describe('a transaction that no block can hold', () => {
  it('waits for ever when it is a transfer of STX with a post-condition', async () => {
    const { address, privateKey } = devnet.account('reader');
    const transaction = await makeUnsignedSTXTokenTransfer({
      recipient: client.address('bob'),
      amount: 1n,
      publicKey: privateKeyToPublic(privateKey) as string,
      network: 'testnet',
      nonce: 0n,
      fee: 1000n,
    });
    transaction.postConditions = createLPList([postConditionToWire(Pc.principal(address).willSendEq(1).ustx())]);
    new TransactionSigner(transaction).signOrigin(privateKey);
    const txid = await client.send(transaction);
    await devnet.mine(3);
    expect(await client.status(txid)).toBe('pending');
  });

  it('waits while its fee cannot be paid', async () => {
    const { STX } = await client.balances(client.address('carol'));
    const all = await client.transfer(client.address('bob'), STX - 1000n, { from: 'carol', nonce: 0n, fee: 1000n });
    await client.send(all);
    const poor = await client.send(pay(1n, 1000n, 'carol'));
    await devnet.mine();
    expect(await client.status(poor)).toBe('pending');
    await devnet.fund(client.address('carol'), { STX: 2000n });
    await devnet.mine();
    expect(await client.status(poor)).toBe('success');
  });

  it('fails when its amount is gone, and costs the fee', async () => {
    const { STX } = await client.balances(client.address('carol'));
    await client.send(client.transfer(client.address('bob'), STX - 3000n, { from: 'carol', nonce: 0n, fee: 1000n }));
    const second = await client.send(
      client.transfer(client.address('bob'), 1500n, { from: 'carol', nonce: 1n, fee: 1000n }),
    );
    await devnet.mine();
    expect(await client.transaction(second)).toMatchObject({
      tx_status: 'abort_by_response',
      tx_result: { repr: '(err u1)' },
    });
    expect((await client.balances(client.address('carol'))).STX).toBe(1000n);
  });
});

describe('blocks', () => {
  it('can be empty, and follow burn blocks', async () => {
    const info = () => client.get('/v2/info');
    const before = await info();
    await devnet.mine(3);
    await devnet.mineBurn(2);
    const after = await info();
    expect(after.burn_block_height).toBe(before.burn_block_height + 2);
    expect(after.stacks_tip_height).toBe(before.stacks_tip_height + 5);
  });
});

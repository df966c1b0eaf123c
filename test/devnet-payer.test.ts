import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assetsOf, createNodeReader, type NodeReader, type Offer, type SignedPayment } from 'x402pay';
import { createKeyPayer, type KeyPayer } from 'x402pay/key-payer';
import { type Devnet, startDevnet } from '../demo/devnet/index.js';
import { orderOf } from './suites/payer-suite.js';

const NETWORK = 'stacks:2147483648';
let devnet: Devnet;
let node: NodeReader;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 'manual' });
  node = createNodeReader({ url: devnet.url });
});
afterEach(() => devnet.reset());
afterAll(() => devnet.close());

function payerNamed(name: string): KeyPayer {
  return createKeyPayer({ privateKey: devnet.account(name).privateKey, network: NETWORK, node: { url: devnet.url } });
}

/** An order to pay bob. */
function orderForBob(symbol: string, change: Partial<Offer> = {}) {
  return orderOf(NETWORK, symbol, { payTo: devnet.account('bob').address, ...change });
}

async function broadcast({ payload }: SignedPayment): Promise<string> {
  const response = await fetch(`${devnet.url}/v2/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from('transaction' in payload ? payload.transaction : '', 'hex'),
  });
  const answer = await response.json();
  return response.ok ? 'accepted' : answer.reason;
}

async function statusOf({ txid }: SignedPayment): Promise<string> {
  const response = await fetch(`${devnet.url}/extended/v3/transactions/0x${txid}`);
  return response.ok ? (await response.json()).status : `${response.status}`;
}

async function balanceOf(name: string, symbol: string): Promise<bigint> {
  const asset = assetsOf(NETWORK).find((candidate) => candidate.symbol === symbol)!;
  return node.tokenBalance(devnet.account(name).address, asset);
}

describe('a key that pays on the embedded chain', () => {
  it.each(['STX', 'sBTC', 'USDCx'])('moves exactly the price in %s, and nothing else but the fee', async (symbol) => {
    const before = { bob: await balanceOf('bob', symbol), agent: await balanceOf('agent', symbol) };
    const fees = await balanceOf('agent', 'STX');
    const payment = await payerNamed('agent').pay(orderForBob(symbol));
    expect(await broadcast(payment)).toBe('accepted');
    expect(await statusOf(payment)).toBe('pending');
    await devnet.mine();
    expect(await statusOf(payment)).toBe('success');
    expect(await balanceOf('bob', symbol)).toBe(before.bob + 1000n);
    const fee = fees - (await balanceOf('agent', 'STX')) - (symbol === 'STX' ? 1000n : 0n);
    expect(fee > 0n && fee <= 100_000n).toBe(true);
    expect(await balanceOf('agent', symbol)).toBe(before.agent - 1000n - (symbol === 'STX' ? fee : 0n));
  });

  it.each(['STX', 'USDCx'])('pays a revenue split in %s, and each share arrives', async (symbol) => {
    const names = ['creator', 'platform'];
    const before = await Promise.all(names.map((name) => balanceOf(name, symbol)));
    const payment = await payerNamed('agent').pay(
      orderForBob(symbol, { payTo: devnet.contracts.split!, extra: { call: 'pay' } }),
    );
    expect(await broadcast(payment)).toBe('accepted');
    await devnet.mine();
    expect(await statusOf(payment)).toBe('success');
    const after = await Promise.all(names.map((name) => balanceOf(name, symbol)));
    expect(after.map((balance, index) => balance - before[index]!)).toEqual([800n, 200n]);
  });

  it('makes 25 payments at the same time, and all of them are mined, in whatever order they arrive', async () => {
    const payer = payerNamed('agent');
    const before = await balanceOf('bob', 'STX');
    const payments = await Promise.all(Array.from({ length: 25 }, () => payer.pay(orderForBob('STX'))));
    expect(await Promise.all(payments.reverse().map(broadcast))).toEqual(Array(25).fill('accepted'));
    await devnet.mine(25);
    expect(new Set(await Promise.all(payments.map(statusOf)))).toEqual(new Set(['success']));
    expect(await balanceOf('bob', 'STX')).toBe(before + 25_000n);
  });

  it('waits for a block when the node would take no more', async () => {
    const payer = createKeyPayer({
      privateKey: devnet.account('agent').privateKey,
      network: NETWORK,
      node: { url: devnet.url },
      sleep: async () => devnet.mine(25),
    });
    const payments = await Promise.all(Array.from({ length: 25 }, () => payer.pay(orderForBob('STX'))));
    await Promise.all(payments.map(broadcast));
    expect(await broadcast(await payer.pay(orderForBob('STX')))).toBe('accepted');
  });

  it('fills the gap of a payment that was turned away, so that later ones are mined', async () => {
    const payer = payerNamed('agent');
    const refused = await payer.pay(orderForBob('STX'));
    const stuck = await payer.pay(orderForBob('USDCx'));
    await broadcast(stuck);
    await devnet.mine();
    expect(await statusOf(stuck)).toBe('pending');
    expect(await node.nonces(payer.address)).toEqual({ next: 2n, confirmed: 0n, missing: [0n] });
    payer.abandon(refused);
    const filling = await payer.pay(orderForBob('sBTC'));
    expect(await broadcast(filling)).toBe('accepted');
    await devnet.mine(2);
    expect([await statusOf(filling), await statusOf(stuck)]).toEqual(['success', 'success']);
    expect(await broadcast(refused)).toBe('BadNonce');
  });

  it('replaces a payment so that the chain lets only one of the two through', async () => {
    const payer = payerNamed('agent');
    const earlier = await payer.pay(orderForBob('STX'));
    const later = await payer.pay(orderForBob('STX', { amount: '2000' }), { replaces: earlier });
    expect(await broadcast(later)).toBe('accepted');
    await devnet.mine();
    expect(await broadcast(earlier)).toBe('BadNonce');
    expect([await statusOf(later), await statusOf(earlier)]).toEqual(['success', '404']);
  });

  it('does not replace what the chain has', async () => {
    const payer = payerNamed('agent');
    const earlier = await payer.pay(orderForBob('STX'));
    await broadcast(earlier);
    const unresolved = { code: 'payment_unresolved', txid: earlier.txid };
    await expect(payer.pay(orderForBob('STX'), { replaces: earlier })).rejects.toMatchObject(unresolved);
    await devnet.mine();
    await expect(payer.pay(orderForBob('STX'), { replaces: earlier })).rejects.toMatchObject(unresolved);
  });

  it('pays anew when another transaction has taken the nonce of the earlier one', async () => {
    const payer = payerNamed('agent');
    const earlier = await payer.pay(orderForBob('STX'));
    const elsewhere = await payerNamed('agent').pay(orderForBob('USDCx'));
    await broadcast(elsewhere);
    await devnet.mine();
    const later = await payer.pay(orderForBob('STX', { amount: '2000' }), { replaces: earlier });
    expect(await broadcast(later)).toBe('accepted');
    await devnet.mine();
    expect([await statusOf(elsewhere), await statusOf(later)]).toEqual(['success', 'success']);
    expect(await broadcast(earlier)).toBe('BadNonce');
  });

  it('says what is missing before it signs', async () => {
    const stranger = createKeyPayer({ privateKey: '11'.repeat(32), network: NETWORK, node: { url: devnet.url } });
    const missing = { code: 'insufficient_funds', asset: 'STX' };
    await expect(stranger.pay(orderForBob('STX'))).rejects.toMatchObject(missing);
    await devnet.fund(stranger.address, { STX: 100_000n });
    expect((await stranger.pay(orderForBob('STX'))).payer).toBe(stranger.address);
    await expect(stranger.pay(orderForBob('USDCx'))).rejects.toMatchObject({
      code: 'insufficient_funds',
      asset: devnet.tokens.USDCx,
      missingAtomic: 1000n,
    });
  });
});

describe('a node reader on the embedded chain', () => {
  it('sees nonces as they wait and are mined', async () => {
    const payer = payerNamed('agent');
    expect(await node.nonces(payer.address)).toEqual({ next: 0n, confirmed: 0n, missing: [] });
    await broadcast(await payer.pay(orderForBob('STX')));
    expect(await node.nonces(payer.address)).toEqual({ next: 1n, confirmed: 0n, missing: [] });
    await devnet.mine();
    expect(await node.nonces(payer.address)).toEqual({ next: 1n, confirmed: 1n, missing: [] });
  });

  it('sees balances as they are funded', async () => {
    const { address } = devnet.account('carol');
    const before = [await node.stxBalance(address), await balanceOf('carol', 'sBTC')];
    await devnet.fund(address, { STX: 5n, sBTC: 7n });
    expect([await node.stxBalance(address), await balanceOf('carol', 'sBTC')]).toEqual([
      before[0]! + 5n,
      before[1]! + 7n,
    ]);
  });
});

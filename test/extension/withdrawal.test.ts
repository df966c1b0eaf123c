import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { PASSPHRASE, Profile } from './profile.js';
import { openShop, type Shop } from './shop.js';

let devnet: Devnet;
let shop: Shop;
let profile: Profile;
let address: string;

beforeAll(async () => {
  [devnet, profile] = await Promise.all([startDevnet({ port: 0, blockMilliseconds: 0 }), Profile.open()]);
  address = await profile.settle(devnet.url);
});
afterAll(async () => {
  await profile?.close();
  await devnet?.close();
});

beforeEach(async () => {
  await devnet.reset();
  await profile.renew();
  shop = await openShop(devnet);
  await devnet.fund(address, { STX: 10_000_000n, sBTC: 5000n });
  return () => shop.close();
});

const main = () => devnet.account('reader').address;
async function held(owner: string, symbol: 'STX' | 'sBTC'): Promise<bigint> {
  const response = await fetch(`${devnet.url}/extended/v1/address/${owner}/balances`);
  const { stx, fungible_tokens: tokens } = (await response.json()) as {
    stx: { balance: string };
    fungible_tokens: Record<string, { balance: string }>;
  };
  if (symbol === 'STX') return BigInt(stx.balance);
  return BigInt(Object.entries(tokens).find(([name]) => name.includes('sbtc-token::'))?.[1].balance ?? 0);
}
const leftToday = async () => {
  const limits = await profile.ask({ type: 'left', site: shop.url });
  return limits.find(({ scope, level }) => scope === 'day' && level === 'all')?.leftAtomic;
};

describe('money goes back to the main wallet', () => {
  it('in STX and in tokens, exactly, and out of no budget', async () => {
    const before = { STX: await held(main(), 'STX'), sBTC: await held(main(), 'sBTC'), left: await leftToday() };
    const { txid } = await profile.ask({ type: 'send', to: main(), asset: 'STX', amountAtomic: '3000000' });
    expect(await held(main(), 'STX')).toBe(before.STX + 3_000_000n);
    const balances = await profile.ask({ type: 'balances' });
    const asset = balances.find(({ symbol }) => symbol === 'sBTC')!.asset;
    await profile.ask({ type: 'send', to: main(), asset, amountAtomic: '1234' });
    expect(await held(main(), 'sBTC')).toBe(before.sBTC + 1234n);
    expect(await leftToday()).toBe(before.left);
    const history = await profile.ask({ type: 'history', limit: 10 });
    expect(history.map(({ symbol, withdrawal, state }) => [symbol, withdrawal, state])).toEqual([
      ['sBTC', true, 'sent'],
      ['STX', true, 'sent'],
    ]);
    expect(history[1]?.txid).toBe(txid);
    await profile.ask({ type: 'reconcile' });
    const landed = await profile.ask({ type: 'history', limit: 10 });
    expect(landed.map((entry) => entry.landed)).toEqual(['payment', 'payment']);
  });

  it('and payments go on, each with a nonce of its own', async () => {
    await profile.allow(shop.url);
    await profile.ask({ type: 'send', to: main(), asset: 'STX', amountAtomic: '1000000' });
    const page = await profile.tabs.visit(shop.url);
    expect(await page.evaluate(() => fetch('/article').then(({ status }) => status))).toBe(200);
    await profile.ask({ type: 'send', to: main(), asset: 'STX', amountAtomic: '1000000' });
    const history = await profile.ask({ type: 'history', limit: 10 });
    expect(history.map(({ nonce }) => nonce)).toEqual(['2', '1', '0']);
  });

  it('not to the account itself, not to another network, and not more than there is', async () => {
    const send = (to: string, amountAtomic: string) => profile.ask({ type: 'send', to, asset: 'STX', amountAtomic });
    await expect(send(address, '1')).rejects.toThrow('invalid_address');
    await expect(send('SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7', '1')).rejects.toThrow('invalid_address');
    await expect(send(main(), '10000000')).rejects.toThrow('insufficient_funds');
    await expect(send(main(), '0')).rejects.toThrow('invalid_message');
    await profile.ask({ type: 'lock' });
    await expect(send(main(), '1')).rejects.toThrow('locked');
    await profile.ask({ type: 'unlock', passphrase: PASSPHRASE });
    expect((await profile.ask({ type: 'history', limit: 10 })).filter(({ state }) => state !== 'released')).toEqual([]);
  });
});

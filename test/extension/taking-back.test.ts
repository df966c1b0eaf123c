/** What the extension itself sends to the network: what takes a payment back, and what goes home. It arrives, whatever dies or is down meanwhile. */

import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FickleNode } from './fickle-node.js';
import { killAt } from './kill-at.js';
import { prepareTheft, statusOf, until } from './theft.js';

const node = new FickleNode();
const theft = prepareTheft(({ url }) => node.open(url));
afterAll(() => node.close());
afterEach(() => {
  node.mood = 'well';
});

/** The seller says nothing of the payment, and sends it to nobody. */
const holding = () => theft.seller({ '/never': (_, self) => self.ask({ resource: '/never' }) });
const latest = async () => (await theft.profile.ask({ type: 'history', limit: 1 }))[0]!;
const leftToday = async (site: string) =>
  BigInt((await theft.profile.ask({ type: 'left', site })).find(({ scope }) => scope === 'day')!.leftAtomic);

/** What was left before, and the payment. */
async function held() {
  const thief = await holding();
  const left = await leftToday(thief.url);
  expect(await statusOf(await theft.visit(thief.url), '/never')).toBe(402);
  await until(async () => (await latest()).state === 'undelivered');
  return { thief, left, id: (await latest()).id };
}
const cancel = (id: string) => theft.profile.ask({ type: 'cancel', id });
const reconcile = () => theft.profile.ask({ type: 'reconcile' });

/** It lands without anybody asking for it again, and costs its fee. */
async function expectTakenBack({ thief, left }: Awaited<ReturnType<typeof held>>) {
  await reconcile();
  await theft.devnet.mine();
  await reconcile();
  expect(await latest()).toMatchObject({ state: 'cancelled', landed: 'cancellation' });
  await thief.cashIn();
  const cost = left - (await leftToday(thief.url));
  expect(cost > 0n && cost <= 20_000n).toBe(true);
}

describe('a payment that is being taken back', () => {
  it('is, when the node that was down is there again', async () => {
    const payment = await held();
    node.mood = 'deaf';
    await expect(cancel(payment.id)).rejects.toThrow('node_unreachable');
    expect((await latest()).cancel).toBeDefined();
    node.mood = 'well';
    await expectTakenBack(payment);
  });

  it('is, when the worker has died before it was sent', async () => {
    const payment = await held();
    const dead = await killAt(theft, { when: 'after', write: 'cancelling' });
    const asked = cancel(payment.id).catch(() => undefined);
    await dead();
    await asked;
    await expectTakenBack(payment);
  });

  it('is what it was when the node does not take that, and can be taken back again', async () => {
    const payment = await held();
    node.mood = 'refusing';
    await expect(cancel(payment.id)).rejects.toThrow('broadcast_rejected');
    expect(await latest()).toMatchObject({ state: 'undelivered' });
    expect((await latest()).cancel).toBeUndefined();
    node.mood = 'well';
    const { txid } = await cancel(payment.id);
    // Once more is the same transaction.
    expect(await cancel(payment.id).catch(() => ({ txid }))).toEqual({ txid });
    await expectTakenBack(payment);
  });
});

describe('a payment', () => {
  it('that was delivered, and sent by nobody, is shown as what the others wait for, and is taken back there', async () => {
    const { profile } = theft;
    const [thief, honest] = [await theft.seller(), await theft.seller()];
    expect(await statusOf(await theft.visit(thief.url), '/article')).toBe(200);
    expect(await statusOf(await theft.visit(honest.url), '/article')).toBe(200);
    await honest.cashIn();
    await reconcile();
    const open = async () => (await profile.ask({ type: 'history', limit: 2 })).map(({ landed }) => landed);
    expect(await open()).toEqual([undefined, undefined]);
    const history = await profile.browser.newPage();
    // For a person who looks a while later.
    await history.evaluateOnNewDocument(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 5 * 60_000;
    });
    await history.goto(`chrome-extension://${profile.id}/pages/history/history.html`);
    await history.locator('x402-history >>> .way-out button').click();
    await until(async () => (await profile.ask({ type: 'history', limit: 2 }))[1]!.cancel !== undefined);
    await until(async () => {
      await theft.devnet.mine();
      await reconcile();
      return (await open()).join() === 'payment,cancellation';
    });
  });
});

describe('what goes home', () => {
  const send = () =>
    theft.profile.ask({
      ...{ type: 'send', to: theft.devnet.account('reader').address, asset: 'STX', amountAtomic: '1000000' },
    });
  const expectArrived = async () => {
    await reconcile();
    await theft.devnet.mine();
    await reconcile();
    expect(await latest()).toMatchObject({ withdrawal: true, state: 'sent', landed: 'payment' });
    // Nothing stands in the way of what comes after it.
    const [thief, rich] = [await theft.seller(), await theft.balance()];
    expect(await statusOf(await theft.visit(thief.url), '/article')).toBe(200);
    await thief.cashIn();
    expect(rich - (await theft.balance())).toBeGreaterThanOrEqual(100_000n);
  };

  it('arrives when the node that was down is there again', async () => {
    node.mood = 'deaf';
    await expect(send()).rejects.toThrow('node_unreachable');
    node.mood = 'well';
    await expectArrived();
  });

  it('arrives when the worker has died before it was sent', async () => {
    const dead = await killAt(theft, { when: 'after', write: 'given' });
    const asked = send().catch(() => undefined);
    await dead();
    await asked;
    expect(await latest()).toMatchObject({ withdrawal: true, state: 'signed' });
    await expectArrived();
  });
});

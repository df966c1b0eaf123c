/** What an account has, and what it has promised. */

import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FickleNode } from './fickle-node.js';
import { prepareTheft, statusOf, until } from './theft.js';

const node = new FickleNode();
const theft = prepareTheft(({ url }) => node.open(url));
afterAll(() => node.close());
afterEach(() => {
  node.mood = 'well';
});

beforeEach(async () => {
  await theft.devnet.reset();
  await theft.profile.renew();
  await theft.devnet.fund(theft.address, { STX: 1_000_000n });
  const { settings } = await theft.profile.ask({ type: 'status' });
  const assets = { STX: { perPaymentAtomic: '1000000', perDayAtomic: '100000000' } };
  await theft.profile.ask({ type: 'setSettings', settings: { ...settings, assets, perMinute: 100 } });
});

describe('an account of 1 STX', () => {
  it('signs no more than it has, however many are asked for at once', async () => {
    const thief = await theft.seller();
    const page = await theft.visit(thief.url);
    const bought = await page.evaluate(() =>
      Promise.all(Array.from({ length: 20 }, (_, index) => fetch(`/thing?${index}`).then(({ status }) => status))),
    );
    // Nine of 0.1 STX, with what the network takes for each.
    expect(bought.filter((status) => status === 200)).toHaveLength(9);
    await thief.cashIn();
    await theft.profile.ask({ type: 'reconcile' });
    const landed = (await theft.profile.ask({ type: 'history', limit: 100 })).filter(
      ({ landed }) => landed === 'payment',
    );
    expect(landed).toHaveLength(9);
  });

  it.each([
    [
      'by a seller, 0.6 of it',
      async () => {
        const said = { success: false, errorReason: 'invalid_offer', transaction: '', network: theft.devnet.network };
        const header = { 'payment-response': Buffer.from(JSON.stringify(said)).toString('base64') };
        const thief = await theft.seller({
          '/refuses': (visit, self) =>
            visit.payment === undefined ? self.sell(visit, { atomic: 600_000n }) : { status: 402, headers: header },
        });
        expect(await statusOf(await theft.visit(thief.url), '/refuses')).toBe(402);
        await until(async () => (await theft.history(thief)).join() === 'undelivered /refuses');
      },
    ],
    [
      'by the node, nearly all of it, on its way home',
      async () => {
        node.mood = 'refusing';
        const to = theft.devnet.account('reader').address;
        const sent = theft.profile.ask({ type: 'send', to, asset: 'STX', amountAtomic: '950000' });
        await expect(sent).rejects.toThrow('broadcast_rejected');
        node.mood = 'well';
      },
    ],
  ] as const)('is not held up by what was turned away: %s', async (_, turnAway) => {
    await turnAway();
    const thief = await theft.seller({ '/dear': (visit, self) => self.sell(visit, { atomic: 600_000n }) });
    expect(await statusOf(await theft.visit(thief.url), '/dear')).toBe(200);
  });
});

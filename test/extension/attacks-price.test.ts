/** Sellers who change their minds about what they want, how much of it, and for whom. */

import { beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../extension/worker/settings.js';
import { prepareTheft, run, statusOf, until } from './theft.js';
import type { Answer, Visit } from './thief.js';

const theft = prepareTheft();
const numberIn = ({ path }: Visit) => BigInt(/\d+/.exec(path)?.[0] ?? 0);
let settings: Settings;

beforeEach(async () => {
  ({ settings } = await theft.profile.ask({ type: 'status' }));
  return () => theft.profile.ask({ type: 'setSettings', settings });
});

async function visitAll(url: string, paths: readonly string[]) {
  const page = await theft.visit(url);
  const statuses = [];
  for (const path of paths) statuses.push(await statusOf(page, path));
  return statuses;
}

describe('a seller', () => {
  it('who raises the price bit by bit gets no further than twice the first', async () => {
    const thief = await theft.seller({
      '/ramp': (visit, self) => self.sell(visit, { atomic: 50_000n + 20_000n * numberIn(visit) }),
    });
    const statuses = await visitAll(
      thief.url,
      [0, 1, 2, 3, 4, 5].map((step) => `/ramp?${step}`),
    );
    expect(statuses).toEqual([200, 200, 200, 402, 402, 402]);
    expect(thief.payments).toHaveLength(3);
  });

  it('who makes the same thing dearer has to ask, below what was granted too', async () => {
    const thief = await theft.seller({
      '/tea': (visit, self) => self.sell(visit, { atomic: 50_000n + BigInt(self.payments.length), resource: '/tea' }),
    });
    expect(await visitAll(thief.url, ['/tea', '/tea'])).toEqual([200, 402]);
  });

  it('who wants more than one payment may cost gets nothing, and nobody is asked', async () => {
    const thief = await theft.seller({ '/house': (visit, self) => self.sell(visit, { atomic: 500_001n }) });
    const page = await theft.visit(thief.url);
    expect([await statusOf(page, '/house'), await statusOf(page, '/house', true)]).toEqual([402, 'policy_refused']);
    expect([await theft.history(thief), await theft.questions(), thief.payments]).toEqual([[], [], []]);
  });

  it('who sends the money to somebody else has to ask, and the person sees both', async () => {
    const [creator, platform] = [
      theft.devnet.account('creator').address,
      theft.devnet.account('platform').address,
    ] as const;
    const thief = await theft.seller({
      '/flip': (visit, self) => self.sell(visit, { payTo: numberIn(visit) === 0n ? creator : platform }),
    });
    expect(await visitAll(thief.url, ['/flip?0', '/flip?1', '/flip?0'])).toEqual([200, 402, 200]);
    const page = await theft.visit(thief.url);
    const asked = statusOf(page, '/flip?1', true);
    const question = await theft.question();
    expect(question).toMatchObject({ why: 'payee_changed', payTo: platform, formerPayees: [creator] });
    await theft.profile.ask({ type: 'answer', id: question.id, yes: false, grant: false });
    expect(await asked).toBe('declined');
  });

  it('who wants another asset than there is a budget for gets nothing', async () => {
    const { sBTC } = theft.devnet.tokens;
    const fake = `${theft.devnet.account('creator').address}.sbtc-token`;
    const thief = await theft.seller({
      '/sbtc': (visit, self) => self.sell(visit, { asset: sBTC, atomic: 1n }),
      '/fake': (visit, self) => self.sell(visit, { asset: fake, atomic: 1n }),
      '/name': (visit, self) => self.sell(visit, { asset: 'sip010:fake.sbtc-token', atomic: 1n }),
    });
    const page = await theft.visit(thief.url);
    const codes = [];
    for (const path of ['/sbtc', '/fake', '/name']) codes.push(await statusOf(page, path, true));
    expect(codes).toEqual(['policy_refused', 'no_payable_offer', 'no_payable_offer']);
    expect([thief.payments, await theft.history(thief)]).toEqual([[], []]);
  });

  it('who calls a token of its own by a name with a budget gets none of it', async () => {
    const fake = `${theft.devnet.account('creator').address}.sbtc-token`;
    const assets = { ...settings.assets, [fake]: { perDayAtomic: '1000000' } };
    await theft.profile.ask({ type: 'setSettings', settings: { ...settings, assets } });
    const thief = await theft.seller({ '/fake': (visit, self) => self.sell(visit, { asset: fake, atomic: 1n }) });
    expect(await visitAll(thief.url, ['/fake', '/honest'])).toEqual([402, 200]);
    expect(thief.log).not.toContain('GET /fake paid');
  });

  it('who sends the same demand again is not paid for it again', async () => {
    const demands: Answer[] = [];
    const thief = await theft.seller({
      '/replay': ({ payment }, self) => {
        if (payment !== undefined) return {};
        demands.push(self.ask({ resource: '/replay', token: 'A'.repeat(44) }));
        return demands[0];
      },
    });
    expect(await visitAll(thief.url, ['/replay', '/replay', '/replay'])).toEqual([200, 402, 402]);
    expect(thief.payments).toHaveLength(1);
  });

  it('who sells in another one’s name is not paid', async () => {
    const thief = await theft.seller({
      '/stand-in': (visit, self) => self.sell(visit, { resource: 'https://bank.example/' }),
    });
    expect(await visitAll(thief.url, ['/stand-in'])).toEqual([402]);
    expect(await theft.history(thief)).toEqual([]);
  });
});

describe('a seller who is paid, and says', () => {
  it.each([
    ['that it was not', 1, undefined],
    ['that the payment is worn', 1, 'payment_already_used'],
    ['that the payment is bad', 3, 'invalid_offer'],
    ['that the time is over', 1, 'access_expired'],
    ['a word of its own', 1, 'send_another_one'],
  ])('%s, is paid %d times at most, and the money counts as spent', async (_, most, reason) => {
    const thief = await theft.seller({
      '/more': ({ payment }, self) => {
        const demand = self.ask({ resource: '/more', access: '1h' });
        if (payment === undefined || reason === undefined) return demand;
        const said = { success: false, errorReason: reason, transaction: '', network: theft.devnet.network };
        const answer = Buffer.from(JSON.stringify(said)).toString('base64');
        return { status: 402, headers: { ...demand.headers, 'payment-response': answer } };
      },
    });
    const spent = async () => {
      const limits = await theft.profile.ask({ type: 'left', site: thief.url });
      return BigInt(limits.find(({ scope }) => scope === 'day')!.leftAtomic);
    };
    const [before, rich] = [await spent(), await theft.balance()];
    const statuses = await visitAll(thief.url, Array(6).fill('/more'));
    expect(statuses).toEqual(Array(6).fill(402));
    expect(thief.payments.length).toBeLessThanOrEqual(most);
    await thief.cashIn();
    const lost = rich - (await theft.balance());
    expect(lost).toBeGreaterThan(0n);
    expect(lost).toBeLessThanOrEqual(before - (await spent()));
  });
});

describe('a seller who is paid, cashes in, and answers 500', () => {
  it('has the person asked after the third, whatever it sells', async () => {
    const thief = await theft.seller({
      '/thing': (visit, self) => (visit.payment === undefined ? self.sell(visit) : { status: 500 }),
    });
    const page = await theft.visit(thief.url);
    for (let thing = 1; thing <= 3; thing++) {
      // It is answered when the page gives up.
      await run(page, `void fetch('/thing?${thing}')`);
      await until(async () => (await theft.history(thief)).filter((line) => line === 'sent /thing').length === thing);
    }
    await thief.cashIn();
    await theft.profile.ask({ type: 'reconcile' });
    const fourth = statusOf(page, '/thing?4', true);
    const { id, why } = await theft.question();
    await theft.profile.ask({ type: 'answer', id, yes: false, grant: false });
    expect([why, await fourth, thief.payments.length]).toEqual(['many_failures', 'declined', 3]);
  });
});

describe('a budget for five', () => {
  it('is not overspent by twenty at once on two sites, whatever the sellers cash in', async () => {
    const fee = BigInt(settings.maxFeeAtomic);
    const thieves = [await theft.seller(), await theft.seller()];
    const { limitAtomic, leftAtomic } = (await theft.profile.ask({ type: 'left', site: thieves[0]!.url })).find(
      ({ scope }) => scope === 'day',
    )!;
    const perDayAtomic = (BigInt(limitAtomic) - BigInt(leftAtomic) + 5n * (100_000n + fee)).toString();
    const assets = { STX: { ...settings.assets.STX, perDayAtomic } };
    const { settings: now } = await theft.profile.ask({ type: 'status' });
    await theft.profile.ask({ type: 'setSettings', settings: { ...now, assets, perMinute: 100 } });
    const rich = await theft.balance();
    const pages = [await theft.visit(thieves[0]!.url), await theft.visit(thieves[1]!.url)];
    const bought = await Promise.all(
      pages.map((page) =>
        page.evaluate(() =>
          Promise.all(Array.from({ length: 10 }, (_, index) => fetch(`/thing?${index}`).then(({ status }) => status))),
        ),
      ),
    );
    expect(bought.flat().filter((status) => status === 200)).toHaveLength(5);
    for (const thief of thieves) await thief.cashIn();
    const lost = rich - (await theft.balance());
    expect(lost).toBeGreaterThanOrEqual(500_000n);
    expect(lost).toBeLessThanOrEqual(5n * (100_000n + fee));
  });
});

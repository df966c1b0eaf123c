/** Sellers who want little, very often, or under very many names. */

import { beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../extension/worker/settings.js';
import { prepareTheft, statusOf } from './theft.js';
import type { Thief } from './thief.js';

const theft = prepareTheft();
let settings: Settings;

beforeEach(async () => {
  ({ settings } = await theft.profile.ask({ type: 'status' }));
  return () => theft.profile.ask({ type: 'setSettings', settings });
});
/** With the sites that were let in by then. */
async function set(change: Partial<Settings>) {
  const { settings: now } = await theft.profile.ask({ type: 'status' });
  await theft.profile.ask({ type: 'setSettings', settings: { ...now, ...change } });
}

describe('a seller', () => {
  it('is not paid by itself more often in a minute than a person has set', async () => {
    const thief = await theft.seller();
    await set({ perMinute: 3 });
    const page = await theft.visit(thief.url);
    const statuses = await page.evaluate(() =>
      Promise.all(Array.from({ length: 10 }, (_, index) => fetch(`/thing?${index}`).then(({ status }) => status))),
    );
    expect([statuses.filter((status) => status === 200).length, thief.payments.length]).toEqual([3, 3]);
    // Nor is the person asked.
    expect([await statusOf(page, '/more', true), await theft.questions()]).toEqual(['policy_refused', []]);
  });

  it('whom nobody has paid before is asked about, when there were enough of them in a day', async () => {
    const payees = ['reader', 'platform', 'creator'] as const;
    const thieves = [];
    for (const name of payees) {
      const payTo = theft.devnet.account(name).address;
      thieves.push(await theft.seller({ '/tea': (visit, self) => self.sell(visit, { payTo }) }));
    }
    // Of this chain's accounts, none was paid yet but the one that every test's sellers have.
    await set({ newPayeesPerDay: 2 });
    const statuses = [];
    for (const { url } of thieves) statuses.push(await statusOf(await theft.visit(url), '/tea'));
    expect(statuses).toEqual([200, 402, 200]);
    const asked = statusOf(await theft.visit(thieves[1]!.url), '/tea', true);
    const { id, why } = await theft.question();
    await theft.profile.ask({ type: 'answer', id, yes: false, grant: false });
    expect([why, await asked]).toEqual(['many_new_payees', 'declined']);
  });

  it('of thirty names gets no more than the limit for their domain', async () => {
    // As names that a site gives away: one host, and a port for each.
    const thieves: Thief[] = [];
    for (let name = 0; name < 30; name++) thieves.push(await theft.seller());
    const spent = async () =>
      (await theft.profile.ask({ type: 'left', site: thieves[0]!.url })).find(({ level }) => level === 'domain')!;
    await set({ assets: { STX: { perDayAtomic: '100000000', perDomain: { perDayAtomic: '100000000' } } } });
    const { limitAtomic, leftAtomic } = await spent();
    const perDayAtomic = (BigInt(limitAtomic) - BigInt(leftAtomic) + 500_000n).toString();
    await set({ assets: { STX: { perDayAtomic: '100000000', perDomain: { perDayAtomic } } } });
    const page = await theft.profile.tabs.open();
    const statuses = [];
    for (const { url } of thieves) {
      await theft.profile.tabs.go(page, url);
      statuses.push(await statusOf(page, '/thing'));
    }
    // Each with the fee that is reserved for it.
    expect(statuses.filter((status) => status === 200)).toHaveLength(4);
    expect(BigInt((await spent()).leftAtomic)).toBeLessThan(120_000n);
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { Profile } from './profile.js';

let profile: Profile;
beforeAll(async () => {
  profile = await Profile.open();
});
afterAll(() => profile.close());

/** As an earlier worker has written it, when it took every subdomain for a domain. */
const SPENT = {
  ...{
    id: 'old',
    state: 'delivered',
    network: 'stacks:1',
    site: 'https://a.shop.co.uk',
    seller: 'https://a.shop.co.uk',
  },
  ...{ domain: 'a.shop.co.uk', resource: 'https://a.shop.co.uk/', method: 'GET', asset: 'STX', symbol: 'STX' },
  ...{ decimals: 6, amountAtomic: '60', maxFeeAtomic: '0', payTo: 'payee', challenge: 'c', approved: false },
};

it('knows the registries: what was spent on a subdomain counts for its domain, and for no other one', async () => {
  const { settings } = await profile.ask({ type: 'status' });
  const assets = { STX: { perDomain: { perDayAtomic: '100' } } };
  await profile.ask({ type: 'setSettings', settings: { ...settings, assets } });
  await profile.panel.evaluate(async (spent) => {
    const opening = indexedDB.open('ledger');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const transaction = opening.result.transaction(['entries', 'book'], 'readwrite');
    const at = Date.now();
    transaction.objectStore('entries').put({ ...spent, at });
    transaction.objectStore('book').put({ version: 1, clock: at, grants: [] }, 'book');
    await new Promise((resolve) => transaction.addEventListener('complete', resolve));
  }, SPENT);
  await profile.kill();
  const left = async (site: string) => (await profile.ask({ type: 'left', site })).map(({ leftAtomic }) => leftAtomic);
  expect(await left('https://b.shop.co.uk')).toEqual(['40']);
  expect(await left('https://b.other.co.uk')).toEqual(['100']);
});

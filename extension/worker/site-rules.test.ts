import { describe, expect, it } from 'vitest';
import type { Journal } from '../ledger/journal.js';
import { type Draft, Ledger } from '../ledger/ledger.js';
import { defaultSettings, policyOf, SettingsStore, type SiteSettings } from './settings.js';
import { forgetSite, setSite } from './site-rules.js';

const SITE = 'https://a.example';
const NETWORK = 'stacks:1';
const ASSETS = { STX: {}, sbtc: {} };
const DRAFT: Draft = {
  ...{ network: NETWORK, site: SITE, seller: SITE, resource: `${SITE}/a`, method: 'GET', asset: 'STX', symbol: 'STX' },
  ...{ decimals: 6, amountAtomic: '100', maxFeeAtomic: '20', payTo: 'payee', challenge: 'c', approved: false },
};

/** @param site as it is set, with a grant for the payee of {@link DRAFT} up to its price */
async function scene(site: SiteSettings | undefined) {
  const journal: Journal = { read: async () => undefined, write: async () => {}, clear: async () => {} };
  let ids = 0;
  const ledger = await Ledger.open({ journal, now: () => 1000, newId: () => `${ids++}` });
  const disk = new Map<string, unknown>();
  const cabinet = {
    get: async (name: string) => disk.get(name),
    set: async (name: string, value: unknown) => void disk.set(name, value),
    remove: async (name: string) => void disk.delete(name),
  };
  const settings = new SettingsStore(cabinet, () => 0);
  await settings.set({ ...defaultSettings(NETWORK, 0), assets: ASSETS, sites: site ? { [SITE]: site } : {} });
  const policy = async () => policyOf(await settings.get());
  await ledger.reserve(await policy(), { ...DRAFT, approved: true }, 100n);
  const says = async (change: Partial<Draft> = {}) => {
    const decision = ledger.consider(await policy(), { ...DRAFT, challenge: 'd', ...change });
    return 'why' in decision ? decision.why : decision.verdict;
  };
  return { places: { ledger, settings }, says, siteNow: async () => (await settings.get()).sites[SITE] };
}

describe('a site', () => {
  it.each<[string, SiteSettings | undefined]>([
    ['nothing was said of', undefined],
    ['pays by itself', { automatic: true }],
    ['has a budget in one asset', { assets: { STX: { automatic: true, perDayAtomic: '500' } } }],
  ])('that %s asks in everything when a person wants it to, whatever was granted there', async (_, site) => {
    const { places, says, siteNow } = await scene(site);
    expect(await says()).toBe('pay');
    await setSite(places, SITE, { ...site, automatic: false });
    expect([await says(), await says({ asset: 'sbtc' })]).toEqual(['not_granted', 'not_granted']);
    // Nor does any of it come back with a change of something else.
    await setSite(places, SITE, { ...(await siteNow()), paused: false });
    expect([await says(), await says({ asset: 'sbtc' })]).toEqual(['not_granted', 'not_granted']);
  });

  it('that asked for a while pays by itself again, and knows its payee', async () => {
    const { places, says } = await scene({ automatic: true });
    await setSite(places, SITE, { automatic: false });
    await setSite(places, SITE, { automatic: true });
    expect([await says(), await says({ payTo: 'thief' })]).toEqual(['pay', 'payee_changed']);
  });

  it('that is forgotten asks, and is as if nobody had been there', async () => {
    const { places, says, siteNow } = await scene({ automatic: true });
    await forgetSite(places, SITE);
    expect([await says(), await siteNow(), places.ledger.state.budget.grants]).toEqual(['not_granted', undefined, []]);
  });
});

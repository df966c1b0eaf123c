import { describe, expect, it } from 'vitest';
import type { Entry } from '../ledger/entry.js';
import type { Journal } from '../ledger/journal.js';
import { type Draft, Ledger } from '../ledger/ledger.js';
import { withDomains } from './entries-domains.js';
import { domainsBy } from './registrable-domain.js';

const NOW = Date.UTC(2026, 4, 1);
const DRAFT: Draft = {
  ...{ network: 'n', site: 'https://b.abc.io', seller: 'https://b.abc.io', domain: 'abc.io' },
  ...{ resource: 'https://b.abc.io/', method: 'GET', asset: 'STX', symbol: 'STX', decimals: 6, amountAtomic: '60' },
  ...{ maxFeeAtomic: '0', payTo: 'payee', challenge: 'new', approved: true },
};
/** Written by a worker that took every subdomain for a domain of its own. */
const OLD: Entry = {
  ...DRAFT,
  ...{ id: 'old', state: 'delivered', at: NOW, site: 'https://a.abc.io', seller: 'https://a.abc.io' },
  ...{ domain: 'a.abc.io', challenge: 'old' },
};
const POLICY = { assets: { 'n/STX': { perDomain: { perDayAtomic: 100n } } }, automatic: true };

const journalWith = (...entries: Entry[]): Journal => ({
  read: async () => ({ book: { version: 1, clock: NOW, grants: [] }, entries }),
  write: async () => undefined,
  clear: async () => undefined,
});
const open = (journal: Journal) => Ledger.open({ journal, now: () => NOW, newId: () => 'new' });

describe('what was spent under another name of its domain', () => {
  it('counts in the limit of the domain', async () => {
    expect((await open(journalWith())).consider(POLICY, DRAFT).verdict).toBe('pay');
    const ledger = await open(withDomains(journalWith(OLD), Promise.resolve(domainsBy(''))));
    expect(ledger.consider(POLICY, DRAFT)).toMatchObject({ verdict: 'refuse', why: 'over_limit' });
  });

  it('leaves what was sent back to its owner on no account', async () => {
    const { domain: _, ...withdrawal } = { ...OLD, seller: 'chrome-extension://abc', withdrawal: true };
    const ledger = await open(withDomains(journalWith(withdrawal), Promise.resolve(domainsBy(''))));
    expect(ledger.state.entries).toEqual([withdrawal]);
  });

  it('is nothing in a ledger that nobody has written to', async () => {
    const empty: Journal = { ...journalWith(), read: async () => undefined };
    expect(await withDomains(empty, Promise.resolve(domainsBy(''))).read()).toBeUndefined();
  });
});

/** A payment that was signed is nobody's loss as long as nobody has it. From the moment that it may be out, it counts, whatever happens. */

import { describe, expect, it } from 'vitest';
import type { BudgetPolicy } from '../../src/budget.js';
import { type Entry, isOpen } from './entry.js';
import type { Journal, Written } from './journal.js';
import { type Draft, Ledger } from './ledger.js';
import { nextNonce } from './nonce.js';

const POLICY: BudgetPolicy = { assets: { 'n/STX': { perDayAtomic: 220n } }, maxFeeAtomic: 10n, automatic: true };
const DRAFT: Draft = {
  ...{ network: 'n', site: 'https://a.example', seller: 'https://a.example', resource: 'https://a.example/a' },
  ...{ method: 'GET', asset: 'STX', symbol: 'STX', decimals: 6, amountAtomic: '100', maxFeeAtomic: '10' },
  ...{ payTo: 'payee', challenge: 'c', approved: true },
};
const CHAIN = { confirmed: 0n, next: 0n, missing: [] };

/** What outlives a worker. */
function disk(): Journal {
  const lines = new Map<string, Entry>();
  let book: Written['book'] | undefined;
  return {
    read: async () => book && structuredClone({ book, entries: [...lines.values()] }),
    write: async (change) => {
      book = change.book;
      for (const entry of change.entries) lines.set(entry.id, structuredClone(entry));
      for (const id of change.forgotten ?? []) lines.delete(id);
    },
    clear: async () => undefined,
  };
}

let ids = 0;
const open = (journal: Journal) => Ledger.open({ journal, now: () => 1000, newId: () => `${ids++}` });

async function sign(ledger: Ledger, facts: Partial<Entry> = { unsent: true }): Promise<Entry> {
  const { entry } = await ledger.reserve(POLICY, { ...DRAFT, challenge: `${ids}` });
  if (!entry) throw new Error('The budget is used up.');
  await ledger.number(entry.id, 'me', (others) => nextNonce(CHAIN, others));
  const txid = entry.id.padStart(64, '0');
  return ledger.change(entry.id, 'signed', { txid, feeAtomic: '1', header: `header ${entry.id}`, ...facts });
}
const nobody = () => false;

describe('a payment that was signed', () => {
  it('and given to nobody is gone with its worker: money and nonce are free, and nothing of it is kept', async () => {
    const journal = disk();
    const { id } = await sign(await open(journal));
    const ledger = await open(journal);
    const { state, header, nonce } = ledger.entry(id) as Entry;
    expect([state, header, nonce]).toEqual(['released', undefined, undefined]);
    expect((await sign(ledger)).nonce).toBe('0');
    // Two of the same size fit into the budget, and the first does not count.
    expect((await sign(ledger)).nonce).toBe('1');
    await expect(sign(ledger)).rejects.toThrow('used up');
  });

  it('and may have left keeps its money and its nonce, whatever becomes of the worker', async () => {
    const journal = disk();
    const first = await open(journal);
    const { id } = await sign(first);
    await first.giveAway(id);
    await first.takeBack(nobody);
    const ledger = await open(journal);
    expect(ledger.entry(id)).toMatchObject({ state: 'signed', nonce: '0', header: `header ${id}` });
    expect((await sign(ledger)).nonce).toBe('1');
    await expect(sign(ledger)).rejects.toThrow('used up');
  });

  it('by an extension that did not write down what it gave away counts as given away', async () => {
    const journal = disk();
    const { id } = await sign(await open(journal), {});
    expect((await open(journal)).entry(id)).toMatchObject({ state: 'signed', nonce: '0' });
  });

  it('is not taken from a call that waits for it', async () => {
    const ledger = await open(disk());
    const { id } = await sign(ledger);
    await ledger.takeBack((wanted) => wanted === id);
    expect((await ledger.giveAway(id)).header).toBe(`header ${id}`);
  });

  it('cannot be given away any more when it was taken back', async () => {
    const ledger = await open(disk());
    const { id } = await sign(ledger);
    await ledger.takeBack(nobody);
    await expect(ledger.giveAway(id)).rejects.toMatchObject({ code: 'no_such_payment' });
  });

  it('for which later ones wait leaves its nonce to the next, and its money counts until then', async () => {
    const ledger = await open(disk());
    const { id } = await sign(ledger);
    const later = await sign(ledger);
    await ledger.giveAway(later.id);
    await ledger.takeBack(nobody);
    const kept = ledger.entry(id) as Entry;
    expect([isOpen(kept), kept.turnedAway, kept.nonce, kept.header]).toEqual([true, true, '0', undefined]);
    await expect(ledger.giveAway(id)).rejects.toMatchObject({ code: 'no_such_payment' });
    await expect(sign(ledger)).rejects.toThrow('used up');
    expect(nextNonce(CHAIN, ledger.state.entries)).toBe(0n);
    await ledger.close(id, 'other');
    expect(ledger.entry(id)).toMatchObject({ state: 'cancelled' });
  });

  it('can be presented again as often as it takes, also when it has landed', async () => {
    const ledger = await open(disk());
    const { id } = await sign(ledger);
    await ledger.giveAway(id);
    await ledger.change(id, 'delivered', {});
    await ledger.close(id, 'payment');
    expect((await ledger.giveAway(id)).header).toBe(`header ${id}`);
  });
});

describe('payments that never left', () => {
  it('are kept in no greater number than anybody reads; what may have left is always kept', async () => {
    const journal = disk();
    const { id } = await sign(await open(journal));
    const first = await open(journal);
    const entry = first.entry(id) as Entry;
    const paid = await sign(first);
    await first.giveAway(paid.id);
    const copies = Array.from({ length: 1500 }, (_, n) => ({ ...entry, id: `old ${n}`, at: entry.at + n }));
    await journal.write({ book: (await journal.read())?.book as Written['book'], entries: copies });
    const { state } = await open(journal);
    const ids = state.entries.map((one) => one.id);
    expect([ids.length, state.budget.spendings.length]).toEqual([1001, 1001]);
    expect([ids.includes(paid.id), ids.includes('old 1499'), ids.includes(id)]).toEqual([true, true, false]);
    expect((await journal.read())?.entries).toHaveLength(1001);
  });
});

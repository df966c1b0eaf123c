import { describe, expect, it } from 'vitest';
import type { Journal, Written } from './journal.js';
import { type Draft, Ledger } from './ledger.js';

const DAY = 24 * 60 * 60 * 1000;
const POLICY = { assets: { 'n/STX': {} }, automatic: true, maxFeeAtomic: 20n };
const SITE = 'https://a.example';
const DRAFT: Draft = {
  ...{ network: 'n', site: SITE, seller: SITE, resource: `${SITE}/a`, method: 'GET', asset: 'STX', symbol: 'STX' },
  ...{ decimals: 6, amountAtomic: '100', maxFeeAtomic: '20', payTo: 'payee', challenge: 'c', approved: false },
};

async function scene(read: () => Promise<Written | undefined> = async () => undefined) {
  const written: Written[] = [];
  const world = { now: 1000 * DAY, cleared: 0 };
  const journal: Journal = {
    read,
    write: async (change) => void written.push(change),
    clear: async () => {
      world.cleared++;
    },
  };
  let ids = 0;
  return { ledger: await Ledger.open({ journal, now: () => world.now, newId: () => `${ids++}` }), written, world };
}

describe('a ledger', () => {
  it('writes a grant down with its payment, in one write, or not at all', async () => {
    const { ledger, written } = await scene();
    await ledger.reserve({ ...POLICY, automatic: false }, DRAFT, 100n);
    expect(written).toEqual([]);
    await ledger.reserve({ ...POLICY, automatic: false }, { ...DRAFT, approved: true }, 100n);
    expect(written).toMatchObject([{ entries: [{ id: '1' }], book: { grants: [{ upToAtomic: '100', given: true }] } }]);
    expect(ledger.consider({ ...POLICY, automatic: false }, { ...DRAFT, challenge: 'd' })).toEqual({ verdict: 'pay' });
  });

  it('knows that time has passed without payments, and takes no jump for it', async () => {
    const { ledger, written, world } = await scene();
    await ledger.reserve(POLICY, DRAFT);
    for (let day = 0; day < 60; day++) {
      world.now += DAY;
      await ledger.tick();
      await ledger.tick();
    }
    // Not more often than it has to.
    expect(written).toHaveLength(61);
    expect(ledger.consider(POLICY, { ...DRAFT, challenge: 'd' })).toMatchObject({ verdict: 'pay' });
    world.now += 36 * DAY;
    await ledger.tick();
    expect(ledger.consider(POLICY, { ...DRAFT, challenge: 'd' })).toEqual({ verdict: 'ask', why: 'clock_jumped' });
  });

  it('that cannot be read in full pays nothing, and can be cleared', async () => {
    const { ledger, written, world } = await scene(async () => {
      throw new Error('one line is damaged');
    });
    const unreadable = { code: 'unreadable_ledger' };
    await expect(ledger.reserve(POLICY, DRAFT)).rejects.toMatchObject(unreadable);
    await expect(ledger.tick()).rejects.toMatchObject(unreadable);
    expect(() => ledger.state).toThrow(expect.objectContaining(unreadable));
    expect(() => ledger.consider(POLICY, DRAFT)).toThrow(expect.objectContaining(unreadable));
    expect([ledger.isReadable, written]).toEqual([false, []]);
    await ledger.clear();
    expect([ledger.isReadable, world.cleared]).toEqual([true, 1]);
    expect((await ledger.reserve(POLICY, DRAFT)).decision.verdict).toBe('pay');
  });
});

/** A ledger whose worker dies before and after any write: what it has given away is always written down, and no limit is ever broken. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetPolicy } from '../../src/budget.js';
import { type Entry, isOpen, spendingOf } from './entry.js';
import type { Journal, Written } from './journal.js';
import { type Draft, Ledger } from './ledger.js';
import { nextNonce } from './nonce.js';

const POLICY: BudgetPolicy = {
  assets: { 'n/STX': { perDayAtomic: 100n, perSite: { perDayAtomic: 70n } } },
  automatic: true,
  maxFeeAtomic: 5n,
  perMinute: 1000,
};
const START = Date.UTC(2026, 4, 1);

class Death extends Error {}

/** A disk, and the moment at which the worker that writes to it dies. */
class Disk implements Journal {
  private readonly lines = new Map<string, Entry>();
  private book: Written['book'] | undefined;
  writesToLive = Number.POSITIVE_INFINITY;
  diesAfterWriting = false;

  async read(): Promise<Written | undefined> {
    return this.book && structuredClone({ book: this.book, entries: [...this.lines.values()] });
  }

  async write({ book, entries }: Written): Promise<void> {
    const isLast = --this.writesToLive < 0;
    if (isLast && !this.diesAfterWriting) throw new Death();
    this.book = structuredClone(book);
    for (const entry of entries) this.lines.set(entry.id, structuredClone(entry));
    if (isLast) throw new Death();
  }

  async clear(): Promise<void> {
    this.lines.clear();
    this.book = undefined;
  }
}

let drafts = 0;
const draft = (site: string, amount: number): Draft => ({
  ...{
    network: 'n',
    site,
    seller: site,
    resource: `${site}/a`,
    method: 'GET',
    asset: 'STX',
    symbol: 'STX',
    decimals: 6,
  },
  ...{ amountAtomic: `${amount}`, maxFeeAtomic: '5', payTo: 'payee', challenge: `${drafts++}`, approved: true },
});

interface Step {
  readonly site: string;
  readonly amount: number;
  readonly hours: number;
  /** `dropped`: signed for a page that is gone, and given to nobody. */
  readonly end: 'delivered' | 'undelivered' | 'turned-away' | 'held' | 'dropped';
  /** What was dropped is taken back before. */
  readonly tidies: boolean;
  readonly lives: number;
  readonly after: boolean;
}
const steps: fc.Arbitrary<Step> = fc.record({
  site: fc.constantFrom('https://a.example', 'https://b.example'),
  amount: fc.integer({ min: 1, max: 40 }),
  hours: fc.constantFrom(0, 0, 1, 25),
  end: fc.constantFrom('delivered', 'undelivered', 'turned-away', 'held', 'dropped'),
  tidies: fc.boolean(),
  lives: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 99, 99),
  after: fc.boolean(),
});

describe('the ledger', () => {
  it('loses nothing that was given away, and breaks no limit, wherever the worker dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (story) => {
        const disk = new Disk();
        const world = { now: START, ids: 0, chain: 0n };
        const ports = { journal: disk, now: () => world.now, newId: () => `${world.ids++}` };
        /** Payments that somebody else holds: by id, what may still be taken, or was taken and when. */
        const given: Given = new Map();
        let ledger = await Ledger.open(ports);
        for (const step of story) {
          world.now += step.hours * 3_600_000;
          disk.writesToLive = step.lives;
          disk.diesAfterWriting = step.after;
          try {
            await pay(ledger, step, world, given);
          } catch (error) {
            if (!(error instanceof Death)) throw error;
            disk.writesToLive = Number.POSITIVE_INFINITY;
            ledger = await Ledger.open(ports);
          }
          disk.writesToLive = Number.POSITIVE_INFINITY;
          for (const [id, one] of given) {
            const entry = ledger.entry(id);
            expect(entry?.txid).toBeDefined();
            if (one.takenAt === undefined && !one.isDead) expect(isOpen(entry!)).toBe(true);
          }
          const held = [...given.values()].filter(({ isDead }) => !isDead);
          const today = held.filter(({ takenAt }) => takenAt === undefined || takenAt > world.now - 24 * 3_600_000);
          expect(today.reduce((sum, { cost }) => sum + cost, 0n)).toBeLessThanOrEqual(100n);
          expect(ledger.state.entries.some(({ state }) => state === 'reserved')).toBe(false);
          expectOwnNonces(given);
          if (step.tidies) await expectNoGap(ledger, world);
        }
      }),
      { numRuns: 200 },
    );
  });
});

type World = { now: number; chain: bigint };
type Given = Map<string, { cost: bigint; nonce: bigint; isTurnedAway: boolean; takenAt?: number; isDead?: boolean }>;

/** Of what may have left, no two have one nonce, except where the first was turned away for good: then one of them can land. */
function expectOwnNonces(given: Given): void {
  const nonces = [...given.values()].filter(({ isTurnedAway }) => !isTurnedAway).map(({ nonce }) => nonce);
  expect(new Set(nonces).size).toBe(nonces.length);
}

/** What was given to nobody does not stand in the way: the next payment fills the first gap before those that may be on their way. */
async function expectNoGap(ledger: Ledger, { chain }: World): Promise<void> {
  await ledger.takeBack(() => false);
  const open = ledger.state.entries.filter((entry) => isOpen(entry) && !entry.unsent && !entry.turnedAway);
  const held = new Set(open.map(({ nonce }) => BigInt(nonce as string)));
  let first = chain;
  while (held.has(first)) first++;
  expect(nextNonce({ next: chain, confirmed: chain, missing: [] }, ledger.state.entries)).toBe(first);
}

async function pay(ledger: Ledger, step: Step, world: World, given: Given): Promise<void> {
  if (step.tidies) await ledger.takeBack(() => false);
  const { entry } = await ledger.reserve(POLICY, draft(step.site, step.amount));
  if (entry) {
    const chain = { next: world.chain, confirmed: world.chain, missing: [] };
    const nonce = await ledger
      .number(entry.id, 'me', (others) => nextNonce(chain, others))
      .catch((error) => {
        if (error instanceof Death) throw error;
        return undefined;
      });
    if (nonce === undefined) {
      await ledger.change(entry.id, 'released', {});
      return;
    }
    const txid = entry.id.padStart(64, '0');
    await ledger.change(entry.id, 'signed', { txid, feeAtomic: '5', header: `header ${entry.id}`, unsent: true });
    if (step.end === 'dropped') return;
    const { header } = await ledger.giveAway(entry.id);
    expect(header).toBe(`header ${entry.id}`);
    // Only now does it leave.
    const cost = spendingOf(entry).amountAtomic + 5n;
    const isTurnedAway = step.end === 'turned-away';
    given.set(entry.id, { cost, nonce, isTurnedAway });
    if (isTurnedAway) await ledger.change(entry.id, 'undelivered', { turnedAway: true });
    else if (step.end !== 'held') await ledger.change(entry.id, step.end, {});
  }
  await mine(ledger, world, given, step.end);
}

/** The chain takes the next nonce, from whoever holds a payment with it; the others with the same nonce are dead. */
async function mine(ledger: Ledger, world: World, given: Given, end: Step['end']): Promise<void> {
  if (end === 'held') return;
  const candidates = [...given].filter(([, { nonce, takenAt }]) => nonce === world.chain && takenAt === undefined);
  const [winner] = candidates;
  if (!winner) return;
  winner[1].takenAt = world.now;
  world.chain++;
  for (const [, one] of candidates.slice(1)) one.isDead = true;
  for (const [id, { takenAt }] of candidates) await ledger.close(id, takenAt === undefined ? 'other' : 'payment');
}

/** The one writer of the ledger. Every step is computed from what is written, written down, and only then true. */

import { advance, type BudgetLedger, type BudgetPolicy, type Decision, decide, reserve } from '../../src/budget.js';
import { Refusal } from '../refusal.js';
import { type Entry, type EntryState, isOpen, spendingOf } from './entry.js';
import type { Book, Journal } from './journal.js';
import { given, released, takenBack } from './unsent.js';

export interface LedgerPorts {
  readonly journal: Journal;
  readonly now: () => number;
  readonly newId: () => string;
}

/** What is to be paid, before it has an id and a place in time. */
export type Draft = Omit<Entry, 'id' | 'state' | 'at'>;

export interface LedgerState {
  /** Oldest first. */
  readonly entries: readonly Entry[];
  readonly budget: BudgetLedger;
}

/** What a step may start from. */
const BEFORE: Readonly<Partial<Record<EntryState, readonly EntryState[]>>> = {
  signed: ['reserved'],
  released: ['reserved'],
  sent: ['signed', 'sent', 'undelivered'],
  delivered: ['signed', 'sent', 'undelivered', 'delivered'],
  undelivered: ['signed', 'sent', 'undelivered'],
};

/** Nothing is as exact as an hour that has to be written down for its own sake. */
const TICK = 60 * 60 * 1000;

/** Payments that never left, kept for their owner to see why: the latest. */
const MOST_RELEASED = 1000;

export class Ledger {
  private readonly ports: LedgerPorts;
  private known: LedgerState = { entries: [], budget: { clock: 0, spendings: [], grants: [] } };
  private last: Promise<unknown> = Promise.resolve();
  /** Why what is written cannot be read. */
  private damage: Refusal | undefined;

  private constructor(ports: LedgerPorts) {
    this.ports = ports;
  }

  /**
   * Reads what an earlier worker has written. What it had only reserved, or signed and given to nobody, has never left it: that is released.
   * The caller makes sure that no other worker is alive. One that cannot be read in full pays nothing, and is there to be cleared.
   */
  static async open(ports: LedgerPorts): Promise<Ledger> {
    const ledger = new Ledger(ports);
    const written = await ports.journal.read().catch((cause) => {
      ledger.damage = new Refusal('unreadable_ledger', 'The ledger cannot be read.', { cause });
    });
    if (!written) return ledger;
    const entries = [...written.entries].sort((one, other) => one.at - other.at);
    ledger.known = { entries, budget: budgetOf(written.book, entries) };
    for (const { id, state } of entries) if (state === 'reserved') await ledger.change(id, 'released', {});
    await ledger.takeBack(() => false);
    await ledger.forgetReleased();
    return ledger;
  }

  get isReadable(): boolean {
    return this.damage === undefined;
  }

  /** @throws `unreadable_ledger`, as everything but {@link clear} does then */
  get state(): LedgerState {
    if (this.damage) throw this.damage;
    return this.known;
  }

  entry(id: string): Entry | undefined {
    return this.state.entries.find((entry) => entry.id === id);
  }

  /** What the decision would be now. */
  consider(policy: BudgetPolicy, draft: Draft): Decision {
    const { id: _, state: __, at: ___, ...request } = spendingOf({ ...draft, id: '', state: 'reserved', at: 0 });
    return decide(policy, this.state.budget, request, this.ports.now());
  }

  /**
   * Decides, and takes the money out of the budget. The entry is there only where the decision is to pay.
   *
   * @param grantUpToAtomic a person's grant for the same payee, up to this price: in the same write
   */
  reserve(
    policy: BudgetPolicy,
    draft: Draft,
    grantUpToAtomic?: bigint,
  ): Promise<{ readonly decision: Decision; readonly entry?: Entry }> {
    return this.inTurn(async () => {
      const id = this.ports.newId();
      const { entries, budget } = this.known;
      const entry: Entry = { ...draft, id, state: 'reserved', at: 0 };
      const { id: _, state: __, at: ___, ...request } = spendingOf(entry);
      const { decision, ledger } = reserve(policy, budget, request, { id, now: this.ports.now(), grantUpToAtomic });
      if (decision.verdict !== 'pay') return { decision };
      const reserved = { ...entry, at: ledger.clock };
      await this.write({ entries: [...entries, reserved], budget: ledger }, [reserved]);
      return { decision, entry: reserved };
    });
  }

  /** Gives a reserved payment its nonce, so that nobody else gets the same one. */
  number(id: string, payer: string, choose: (others: readonly Entry[]) => bigint): Promise<bigint> {
    return this.inTurn(async () => {
      const entry = this.demand(id, ['reserved']);
      const others = this.known.entries.filter((one) => one.payer === payer && one.id !== id);
      const nonce = choose(others);
      await this.replace({ ...entry, payer, nonce: nonce.toString() });
      return nonce;
    });
  }

  /** A payment is about to leave. @throws `no_such_payment` for what was taken back, or is over */
  giveAway(id: string): Promise<Entry> {
    return this.inTurn(async () => {
      const entry = this.entry(id);
      return entry?.unsent ? this.replace(given(entry)) : given(entry);
    });
  }

  /** Nobody has it, and nobody wants it: its money and its nonce are free, see `takenBack`. */
  takeBack(isWanted: (id: string) => boolean): Promise<void> {
    return this.inTurn(async () => {
      const taken = takenBack(this.known.entries, isWanted, this.time());
      if (taken.length > 0) await this.replaceAll(taken);
    });
  }

  /** One step of a payment. @throws `no_such_payment` when it cannot take this step */
  change(id: string, state: EntryState, facts: Partial<Entry>): Promise<Entry> {
    return this.inTurn(async () => {
      const entry = this.demand(id, BEFORE[state] ?? []);
      return this.replace({ ...(state === 'released' ? released(entry, this.time()) : entry), ...facts, state });
    });
  }

  /** Facts that change nothing about where the payment stands. @throws `no_such_payment` for the cancellation of one that is over */
  note(
    id: string,
    facts: Pick<Partial<Entry>, 'turnedAway' | 'reason' | 'pass' | 'cancel' | 'transaction'>,
  ): Promise<Entry> {
    return this.inTurn(async () => {
      const entry = this.known.entries.find((one) => one.id === id);
      if (!entry || (facts.cancel && !isOpen(entry))) throw new Refusal('no_such_payment');
      return this.replace({ ...entry, ...facts });
    });
  }

  /** The payment's nonce is gone, to this. */
  close(id: string, landed: NonNullable<Entry['landed']>): Promise<Entry> {
    return this.inTurn(async () => {
      const entry = this.known.entries.find((one) => one.id === id);
      if (!entry || !isOpen(entry) || entry.state === 'reserved') throw new Refusal('no_such_payment');
      const state = landed === 'payment' ? entry.state : 'cancelled';
      return this.replace({ ...entry, state, landed, closedAt: this.time() });
    });
  }

  /** A person takes back who may be paid without asking. */
  regrant(change: (budget: BudgetLedger) => BudgetLedger): Promise<void> {
    return this.inTurn(() => this.write({ ...this.known, budget: change(this.known.budget) }, []));
  }

  /** The time has gone on. Written down only now and then: a payment writes it anyway. Without it, a long time without one would be a clock that jumped. */
  tick(): Promise<void> {
    return this.inTurn(async () => {
      const { budget } = this.known;
      const next = advance(budget, this.ports.now());
      if (next.clock - budget.clock > TICK) await this.write({ ...this.known, budget: next }, []);
    });
  }

  /** Forgets everything: for a person who wipes the account. */
  clear(): Promise<void> {
    return this.afterLast(async () => {
      await this.ports.journal.clear();
      this.known = { entries: [], budget: { ...this.known.budget, spendings: [], grants: [] } };
      this.damage = undefined;
    });
  }

  /** What never left costs its site nothing, so there can be any number of it. */
  private forgetReleased(): Promise<void> {
    return this.inTurn(async () => {
      const { entries, budget } = this.known;
      const old = new Set(entries.filter(({ state }) => state === 'released').slice(0, -MOST_RELEASED));
      if (old.size === 0) return;
      const kept = entries.filter((entry) => !old.has(entry));
      const forgotten = [...old].map(({ id }) => id);
      await this.ports.journal.write({ book: bookOf(budget), entries: [], forgotten });
      this.known = { entries: kept, budget: { ...budget, spendings: kept.map(spendingOf) } };
    });
  }

  private time(): number {
    return Math.max(this.known.budget.clock, this.ports.now());
  }

  private demand(id: string, from: readonly EntryState[]): Entry {
    const entry = this.known.entries.find((one) => one.id === id);
    if (!entry || !from.includes(entry.state)) throw new Refusal('no_such_payment');
    return entry;
  }

  private async replace(entry: Entry): Promise<Entry> {
    await this.replaceAll([entry]);
    return entry;
  }

  private async replaceAll(changed: readonly Entry[]): Promise<void> {
    const entries = this.known.entries.map((one) => changed.find(({ id }) => id === one.id) ?? one);
    await this.write({ entries, budget: { ...this.known.budget, spendings: entries.map(spendingOf) } }, changed);
  }

  /** Memory follows the disk, never the other way. */
  private async write(next: LedgerState, changed: readonly Entry[]): Promise<void> {
    await this.ports.journal.write({ book: bookOf(next.budget), entries: changed });
    this.known = next;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.afterLast(() => {
      if (this.damage) throw this.damage;
      return work();
    });
  }

  private afterLast<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

function bookOf({ clock, grants }: BudgetLedger): Book {
  return { version: 1, clock, grants: grants.map((grant) => ({ ...grant, upToAtomic: grant.upToAtomic.toString() })) };
}

function budgetOf({ clock, grants }: Book, entries: readonly Entry[]): BudgetLedger {
  return {
    clock,
    spendings: entries.map(spendingOf),
    grants: grants.map((grant) => ({ ...grant, upToAtomic: BigInt(grant.upToAtomic) })),
  };
}

/**
 * A world in which everything goes wrong, and a chain that keeps the true accounts: whatever sellers, the clock and crashes do, what has left the
 * account in any day or month, and what could still leave it, is never above any limit. And without a question nobody is paid whom no person has let
 * be paid.
 */

import fc from 'fast-check';
import { expect } from 'vitest';
import {
  advance,
  type BudgetLedger,
  type BudgetPolicy,
  type BudgetRequest,
  EMPTY_LEDGER,
  forgetGrants,
  type Grant,
  markSigned,
  prune,
  release,
  releaseSigned,
  reserve,
  revokeGrants,
  settle,
  withdrawGrants,
} from '../../src/budget.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 25, 9);
const SITES = ['https://a.example', 'https://b.example', 'https://c.example'];
const ASSETS = ['STX', 'USDCx'];

const limits = fc.record(
  {
    perPaymentAtomic: fc.bigInt(20n, 60n),
    perDayAtomic: fc.bigInt(30n, 150n),
    perMonthAtomic: fc.bigInt(60n, 400n),
  },
  { requiredKeys: [] },
);
const assetBudget = fc
  .tuple(limits, fc.record({ perSite: limits, perDomain: limits }, { requiredKeys: [] }))
  .map(([all, parts]) => ({ ...all, ...parts }));
/** One limit alone is reached more often than many together. */
const single = fc
  .tuple(fc.constantFrom('perDayAtomic', 'perMonthAtomic'), fc.bigInt(30n, 150n))
  .map(([name, most]) => ({ [name]: most }));
const siteAsset = fc
  .tuple(limits, fc.record({ automatic: fc.boolean() }, { requiredKeys: [] }))
  .map(([all, more]) => ({ ...all, ...more }));
export const policies: fc.Arbitrary<BudgetPolicy> = fc.record({
  assets: fc.oneof(
    fc.record({ STX: assetBudget, USDCx: assetBudget }),
    fc.record({ STX: single, USDCx: fc.constant({}) }),
    fc.record({ STX: single.map((perSite) => ({ perSite })), USDCx: fc.constant({}) }),
  ),
  sites: fc.oneof(
    fc.constant({}),
    fc.dictionary(
      fc.constantFrom(...SITES),
      fc.record(
        { automatic: fc.boolean(), assets: fc.record({ STX: siteAsset }, { requiredKeys: [] }) },
        {
          requiredKeys: ['assets'],
        },
      ),
    ),
  ),
  automatic: fc.constantFrom(true, true, false),
  grantSeconds: fc.constantFrom(3600, 2 * 24 * 3600, 90 * 24 * 3600),
  renewalDay: fc.integer({ min: 1, max: 31 }),
  utcOffsetMinutes: fc.integer({ min: -720, max: 840 }),
  maxFeeAtomic: fc.constant(5n),
  perMinute: fc.integer({ min: 1, max: 6 }),
});

export type Event =
  /** `upTo`: a person who says yes grants the payee as much, from now on. */
  | { readonly type: 'ask'; readonly request: BudgetRequest; readonly upTo: bigint | undefined }
  | { readonly type: 'revoke' | 'withdraw' | 'forget'; readonly site: string; readonly payTo: string }
  | { readonly type: 'sign' | 'land' | 'notice' | 'drop' | 'fail'; readonly which: number }
  | { readonly type: 'crash' }
  /** Everything goes well for all that are under way. */
  | { readonly type: 'conclude' }
  | { readonly type: 'clock'; readonly by: number };

const requests: fc.Arbitrary<BudgetRequest> = fc
  .record({
    site: fc.constantFrom(...SITES),
    seller: fc.constantFrom(...SITES),
    asset: fc.constantFrom('STX', 'STX', 'USDCx'),
    amountAtomic: fc.bigInt(0n, 40n),
    payTo: fc.constantFrom('one', 'two'),
    fee: fc.record({ asset: fc.constant('STX'), amountAtomic: fc.bigInt(0n, 6n) }),
    approved: fc.constantFrom(true, true, false),
  })
  .map((request) => ({ ...request, domain: request.seller === SITES[2] ? 'c.example' : 'ab.example' }));
const step = (type: 'sign' | 'land' | 'notice' | 'drop' | 'fail') =>
  fc.nat(30).map((which): Event => ({ type, which }));
export const events: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(requests, fc.option(fc.bigInt(1n, 60n), { nil: undefined }))
      .map(([request, upTo]): Event => ({ type: 'ask', request, upTo: request.approved ? upTo : undefined })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('revoke', 'withdraw', 'forget'), fc.constantFrom(...SITES), fc.constantFrom('one', 'two'))
      .map(([type, site, payTo]): Event => ({ type, site, payTo })),
  },
  { weight: 3, arbitrary: step('sign') },
  { weight: 2, arbitrary: step('land') },
  { weight: 2, arbitrary: step('notice') },
  { weight: 1, arbitrary: step('drop') },
  { weight: 1, arbitrary: step('fail') },
  { weight: 1, arbitrary: fc.constant<Event>({ type: 'crash' }) },
  { weight: 6, arbitrary: fc.constant<Event>({ type: 'conclude' }) },
  {
    weight: 4,
    arbitrary: fc
      .oneof(
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * MINUTE }) },
        { weight: 1, arbitrary: fc.integer({ min: HOUR, max: 30 * HOUR }) },
        {
          weight: 5,
          arbitrary: fc.constantFrom(
            -2 * DAY,
            -DAY,
            -HOUR,
            HOUR,
            DAY - HOUR / 2,
            DAY,
            2 * DAY,
            -30 * DAY,
            20 * DAY,
            36 * DAY,
          ),
        },
      )
      .map((by): Event => ({ type: 'clock', by })),
  },
);

/** What is true, whatever the ledger thinks. */
interface Truth {
  readonly request: BudgetRequest;
  readonly reservedAt: number;
  state: 'reserved' | 'signed' | 'landed' | 'dead';
  landedAt?: number;
}

/** Who may be paid at one place of a site, in the words of a person: up to how much, until when, and whether that was ever said. */
interface Leave {
  upTo: bigint;
  until: number;
  isSaid: boolean;
}

export class World {
  readonly policy: BudgetPolicy;
  readonly truth = new Map<string, Truth>();
  /** By site, seller and asset, then by payee. */
  private readonly leaves = new Map<string, Map<string, Leave>>();
  ledger: BudgetLedger = EMPTY_LEDGER;
  now = START;
  /** The latest time that anything can have happened at. */
  private seen = 0;

  constructor(policy: BudgetPolicy) {
    this.policy = policy;
  }

  happen(event: Event): void {
    if (event.type === 'clock') {
      this.now = Math.max(0, this.now + event.by);
      this.ledger = advance(this.ledger, this.now);
      if (this.isCredible()) this.see();
    } else if (event.type === 'crash') this.crash();
    else if (event.type === 'conclude') this.conclude();
    else if (event.type === 'ask') this.ask(event.request, event.upTo);
    else if ('site' in event) this.takeBack(event.type, event.site, event.payTo);
    else {
      const [id, truth] = [...this.truth][event.which % Math.max(1, this.truth.size)] ?? [];
      if (id && truth) this[event.type](id, truth);
    }
    this.check();
  }

  /** The first time is believed, whatever it is; a leap forward is not. */
  private isCredible(): boolean {
    return this.seen === 0 || this.now - this.seen <= 35 * DAY;
  }

  private see(): void {
    this.seen = Math.max(this.seen, this.now);
  }

  private ask(request: BudgetRequest, upTo: bigint | undefined): void {
    const id = `${this.truth.size}`;
    const { decision, ledger } = reserve(this.policy, this.ledger, request, {
      ...{ id, now: this.now, grantUpToAtomic: upTo },
    });
    this.ledger = ledger;
    if (decision.verdict === 'pay' || this.isCredible()) this.see();
    if (decision.verdict !== 'pay') return;
    this.truth.set(id, { request, reservedAt: this.seen, state: 'reserved' });
    this.checkLeave(request);
    if (upTo !== undefined) this.let(request, upTo, true);
    else if (!request.approved && this.leavesAt(request).size === 0)
      this.let(request, 2n * request.amountAtomic, false);
  }

  private let(request: BudgetRequest, upTo: bigint, isSaid: boolean): void {
    const until = this.seen + 1000 * this.policy.grantSeconds!;
    this.leavesAt(request).set(request.payTo, { upTo, until, isSaid });
  }

  private leavesAt({ site, seller, asset }: BudgetRequest): Map<string, Leave> {
    const place = [site, seller, asset].join();
    const there = this.leaves.get(place) ?? new Map<string, Leave>();
    this.leaves.set(place, there);
    return there;
  }

  private takeBack(type: 'revoke' | 'withdraw' | 'forget', site: string, payTo: string): void {
    const change = { revoke: revokeGrants, withdraw: withdrawGrants, forget: forgetGrants }[type];
    // A site is forgotten as a whole.
    this.ledger = change(
      this.ledger,
      (grant: Grant) => grant.site === site && (type === 'forget' || grant.payTo === payTo),
    );
    for (const [place, there] of this.leaves) {
      if (!place.startsWith(`${site},`)) continue;
      const leave = there.get(payTo);
      if (type === 'forget') there.clear();
      else if (leave) leave.isSaid = false;
      if (type === 'revoke' && leave) leave.until = 0;
    }
  }

  /** What was paid without a question was let be paid: to this payee, at this price, now. */
  private checkLeave(request: BudgetRequest): void {
    const { site, seller, asset, payTo, amountAtomic, approved } = request;
    if (approved) return;
    const { sites = {}, automatic: everywhere } = this.policy;
    const isOpen = sites[site]?.assets?.[asset]?.automatic ?? sites[site]?.automatic ?? everywhere;
    const there = this.leavesAt(request);
    const leave = there.get(payTo);
    expect(isOpen || leave?.isSaid).toBe(true);
    if (there.size === 0) expect(site).toBe(seller);
    else expect(leave && leave.until > this.seen && leave.upTo >= amountAtomic).toBe(true);
  }

  /** Written down before it leaves. */
  private sign(id: string, truth: Truth): void {
    if (truth.state !== 'reserved') return;
    this.ledger = markSigned(this.ledger, id);
    truth.state = 'signed';
  }

  /** The seller sends it whenever it likes, and we do not know. */
  private land(_: string, truth: Truth): void {
    if (truth.state !== 'signed') return;
    truth.state = 'landed';
    truth.landedAt = this.seen;
  }

  private notice(id: string, truth: Truth): void {
    const open = this.ledger.spendings.find((one) => one.id === id)?.state === 'signed';
    if (truth.state === 'landed' && open) this.ledger = settle(this.ledger, id, this.now);
  }

  /** Its nonce is gone. */
  private drop(id: string, truth: Truth): void {
    if (truth.state !== 'signed') return;
    truth.state = 'dead';
    this.ledger = releaseSigned(this.ledger, id, this.now);
  }

  private conclude(): void {
    for (const [id, truth] of this.truth) {
      this.sign(id, truth);
      this.land(id, truth);
      this.notice(id, truth);
    }
  }

  /** The node was down: nothing was signed. */
  private fail(id: string, truth: Truth): void {
    if (truth.state !== 'reserved') return;
    truth.state = 'dead';
    this.ledger = release(this.ledger, id, this.now);
  }

  /** What was written down is all that is left; what is not written down as signed has never left. */
  private crash(): void {
    this.ledger = prune(structuredClone(this.ledger));
    for (const [id, truth] of this.truth) if (truth.state === 'reserved') this.fail(id, truth);
  }

  private check(): void {
    this.checkRate();
    const { assets, sites = {} } = this.policy;
    for (const asset of ASSETS) {
      const budget = assets[asset]!;
      this.checkLimits(asset, budget, () => true);
      for (const site of SITES) {
        const mine = ({ request }: Truth) => request.site === site || request.seller === site;
        this.checkLimits(asset, budget.perSite, mine);
        this.checkLimits(asset, sites[site]?.assets?.[asset], mine);
      }
      for (const domain of ['ab.example', 'c.example']) {
        this.checkLimits(asset, budget.perDomain, ({ request }) => request.domain === domain);
      }
    }
  }

  /** What left lately, together with all that can still leave today. */
  private checkLimits(
    asset: string,
    given: { perPaymentAtomic?: bigint; perDayAtomic?: bigint; perMonthAtomic?: bigint } | undefined,
    mine: (truth: Truth) => boolean,
  ): void {
    const all = [...this.truth.values()].filter((truth) => truth.state !== 'dead' && mine(truth));
    const movedSince = (isIn: (time: number) => boolean) => {
      const counted = all.filter(({ state, landedAt }) => state !== 'landed' || isIn(landedAt!));
      return counted.reduce((sum, { request }) => sum + costIn(asset, request), 0n);
    };
    const { perDayAtomic, perMonthAtomic, perPaymentAtomic: most } = given ?? {};
    if (perDayAtomic !== undefined) {
      expect(movedSince((time) => time > this.seen - DAY)).toBeLessThanOrEqual(perDayAtomic);
    }
    if (perMonthAtomic !== undefined) {
      const month = this.monthOf(this.seen);
      expect(movedSince((time) => this.monthOf(time) === month)).toBeLessThanOrEqual(perMonthAtomic);
    }
    if (most !== undefined) {
      expect(all.every(({ request }) => request.asset !== asset || request.amountAtomic <= most)).toBe(true);
    }
  }

  /** Months since year 0, changing on the renewal day. */
  private monthOf(time: number): number {
    const local = new Date(time + this.policy.utcOffsetMinutes! * MINUTE);
    const lastDay = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
    const months = local.getUTCFullYear() * 12 + local.getUTCMonth();
    return local.getUTCDate() >= Math.min(this.policy.renewalDay!, lastDay) ? months : months - 1;
  }

  private checkRate(): void {
    const automatic = [...this.truth.values()].filter(({ request }) => !request.approved);
    for (const site of SITES) {
      const recent = automatic.filter((one) => one.request.site === site && one.reservedAt > this.seen - MINUTE);
      expect(recent.length).toBeLessThanOrEqual(this.policy.perMinute!);
    }
  }
}

function costIn(asset: string, { asset: paid, amountAtomic, fee }: BudgetRequest): bigint {
  return (paid === asset ? amountAtomic : 0n) + (fee?.asset === asset ? fee.amountAtomic : 0n);
}

/** Where hardly anything is forbidden, who may be paid is all that is left. */
export const generous: fc.Arbitrary<BudgetPolicy> = fc.record({
  assets: fc.constant({ STX: {}, USDCx: {} }),
  sites: fc.constantFrom(
    {},
    { [SITES[0]!]: { automatic: false } },
    { [SITES[0]!]: { assets: { STX: { automatic: false } } } },
  ),
  automatic: fc.boolean(),
  renewalDay: fc.constant(1),
  utcOffsetMinutes: fc.constant(0),
  maxFeeAtomic: fc.constant(5n),
  perMinute: fc.constant(1000),
  grantSeconds: fc.constantFrom(3600, 2 * 24 * 3600, 90 * 24 * 3600),
});
export const oneSite: fc.Arbitrary<Event> = events.map((event) => {
  if (event.type === 'ask') return { ...event, request: { ...event.request, site: SITES[0]!, seller: SITES[0]! } };
  return 'site' in event ? { ...event, site: SITES[0]! } : event;
});

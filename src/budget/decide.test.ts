import { describe, expect, it } from 'vitest';
import {
  advance,
  type BudgetLedger,
  type BudgetPolicy,
  type BudgetRequest,
  decide,
  EMPTY_LEDGER,
  forgetGrants,
  limitsLeft,
  markSigned,
  release,
  releaseSigned,
  reserve,
  revokeGrants,
  settle,
  withdrawGrants,
} from '../budget.js';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 4, 10, 12);
const BLOG = 'https://blog.example';
const POLICY: BudgetPolicy = {
  assets: { STX: { perPaymentAtomic: 100n, perDayAtomic: 300n, perMonthAtomic: 500n }, USDCx: { perDayAtomic: 50n } },
  automatic: true,
  maxFeeAtomic: 10n,
};
const REQUEST: BudgetRequest = { site: BLOG, seller: BLOG, asset: 'STX', amountAtomic: 40n, payTo: 'SPAUTHOR' };

const verdictOf = (policy: BudgetPolicy, request: BudgetRequest, ledger: BudgetLedger = EMPTY_LEDGER, now = NOW) => {
  const decision = decide(policy, ledger, request, now);
  return 'why' in decision ? `${decision.verdict} ${decision.why}` : decision.verdict;
};

let count = 0;
const paid = (ledger: BudgetLedger, request: BudgetRequest, now = NOW, policy = POLICY): BudgetLedger => {
  const id = `payment ${count++}`;
  const { ledger: reserved, decision } = reserve(policy, ledger, request, { id, now });
  expect(decision.verdict).toBe('pay');
  return settle(markSigned(reserved, id), id, now);
};

/** A person says yes to this one, and to the next ones up to a price. */
const given = (ledger: BudgetLedger, request: BudgetRequest, grantUpToAtomic: bigint, policy = POLICY) =>
  reserve(policy, ledger, { ...request, approved: true }, { id: `payment ${count++}`, now: NOW, grantUpToAtomic })
    .ledger;

describe('a decision about one payment', () => {
  it('pays within the budget, and fixes the payee', () => {
    expect(decide(POLICY, EMPTY_LEDGER, REQUEST, NOW)).toMatchObject({
      verdict: 'pay',
      grant: { payTo: 'SPAUTHOR', upToAtomic: 80n, expiresAt: NOW + 90 * DAY },
    });
  });

  it.each<[string, Partial<BudgetPolicy>, Partial<BudgetRequest>]>([
    ['refuse paused', { paused: true }, {}],
    ['refuse paused', { sites: { [BLOG]: { paused: true } } }, { approved: true }],
    ['refuse blocked', { sites: { 'https://bad.example': { blocked: true } } }, { seller: 'https://bad.example' }],
    ['refuse invalid_request', {}, { amountAtomic: 0n }],
    ['refuse invalid_request', {}, { amountAtomic: -5n, approved: true }],
    ['refuse invalid_request', {}, { fee: { asset: 'STX', amountAtomic: -1n } }],
    ['refuse no_budget', {}, { asset: 'sBTC', approved: true }],
    ['refuse no_budget', {}, { asset: 'constructor' }],
    ['refuse no_budget', {}, { fee: { asset: 'sBTC', amountAtomic: 1n } }],
    ['refuse fee_too_high', {}, { fee: { asset: 'STX', amountAtomic: 11n } }],
    ['refuse over_limit', {}, { amountAtomic: 101n, approved: true }],
    ['pay', {}, { amountAtomic: 100n, fee: { asset: 'STX', amountAtomic: 10n } }],
    ['ask not_granted', { automatic: false }, {}],
    ['pay', { automatic: false }, { approved: true }],
    ['pay', { automatic: false, sites: { [BLOG]: { automatic: true } } }, {}],
    ['ask not_granted', { sites: { [BLOG]: { automatic: false } } }, {}],
    ['pay', { automatic: false, sites: { [BLOG]: { assets: { STX: { automatic: true } } } } }, {}],
    [
      'ask not_granted',
      { automatic: false, sites: { [BLOG]: { assets: { STX: { automatic: true } } } } },
      { asset: 'USDCx' },
    ],
    ['ask not_granted', { sites: { [BLOG]: { automatic: true, assets: { STX: { automatic: false } } } } }, {}],
    ['ask new_seller', {}, { seller: 'https://shop.example' }],
    ['pay', {}, { seller: 'https://shop.example', approved: true }],
    ['ask above_threshold', { assets: { STX: { askAboveAtomic: 39n } } }, {}],
    ['ask above_threshold', { sites: { [BLOG]: { assets: { STX: { askAboveAtomic: 39n } } } } }, {}],
    ['ask many_new_payees', { newPayeesPerDay: 0 }, {}],
    ['refuse too_fast', { perMinute: 0 }, {}],
    ['pay', { perMinute: 0 }, { approved: true }],
  ])('says %s for %o and %o', (verdict, policy, request) => {
    expect(verdictOf({ ...POLICY, ...policy }, { ...REQUEST, ...request })).toBe(verdict);
  });

  it.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY])('refuses the time %s', (now) => {
    expect(verdictOf(POLICY, { ...REQUEST, approved: true }, EMPTY_LEDGER, now)).toBe('refuse invalid_request');
  });
});

describe('what was granted', () => {
  const granted = paid(EMPTY_LEDGER, REQUEST);

  it.each<[string, Partial<BudgetRequest>, number]>([
    ['pay', { amountAtomic: 80n }, 0],
    ['ask price_changed', { amountAtomic: 81n }, 0],
    ['ask payee_changed', { payTo: 'SPTHIEF' }, 0],
    ['pay', { payTo: 'SPTHIEF', approved: true }, 0],
    ['ask new_seller', { seller: 'https://other.example' }, 0],
    ['pay', { site: 'https://other.example', seller: 'https://other.example' }, 0],
    ['pay', {}, 20 * DAY],
  ])('says %s when asked for %o', (verdict, request, later) => {
    expect(verdictOf(POLICY, { ...REQUEST, ...request }, granted, NOW + later)).toBe(verdict);
  });

  it('expires', () => {
    const later = [30, 60, 89, 90].reduce((ledger, days) => advance(ledger, NOW + days * DAY), granted);
    expect(verdictOf(POLICY, REQUEST, later, NOW + 90 * DAY - 1)).toBe('ask grant_expired');
    expect(verdictOf(POLICY, REQUEST, advance(granted, NOW + 30 * DAY), NOW + 60 * DAY)).toBe('pay');
  });

  it('can be widened, and taken back', () => {
    const editor = { ...REQUEST, payTo: 'SPEDITOR' };
    const wider = given(granted, { ...editor, amountAtomic: 90n }, 100n);
    expect(verdictOf(POLICY, { ...editor, amountAtomic: 100n }, wider)).toBe('pay');
    const without = revokeGrants(wider, (grant) => grant.payTo === 'SPEDITOR');
    expect(verdictOf(POLICY, editor, without)).toBe('ask grant_expired');
    expect(verdictOf(POLICY, editor, given(without, editor, 50n))).toBe('pay');
  });

  it('opens the door to nobody else when the last of it is taken back', () => {
    const without = revokeGrants(granted, () => true);
    expect(verdictOf(POLICY, REQUEST, without)).toBe('ask grant_expired');
    expect(verdictOf(POLICY, { ...REQUEST, payTo: 'SPTHIEF' }, without)).toBe('ask payee_changed');
    expect(
      verdictOf(
        POLICY,
        { ...REQUEST, payTo: 'SPTHIEF' },
        forgetGrants(granted, () => true),
      ),
    ).toBe('pay');
  });

  it('asks when the same resource becomes dearer, below what was granted too', () => {
    const bought = paid(EMPTY_LEDGER, { ...REQUEST, resource: '/a' });
    expect(verdictOf(POLICY, { ...REQUEST, resource: '/a', amountAtomic: 41n }, bought)).toBe('ask price_changed');
    expect(verdictOf(POLICY, { ...REQUEST, resource: '/a', amountAtomic: 39n }, bought)).toBe('pay');
    expect(verdictOf(POLICY, { ...REQUEST, resource: '/b', amountAtomic: 41n }, bought)).toBe('pay');
  });

  it('lets one offer be paid once, and again when the payment can never land', () => {
    const offer = { ...REQUEST, challenge: 'an offer' };
    const { ledger } = reserve(POLICY, EMPTY_LEDGER, offer, { id: 'a', now: NOW });
    expect(verdictOf(POLICY, { ...offer, approved: true }, ledger)).toBe('refuse already_paid');
    expect(verdictOf(POLICY, offer, release(ledger, 'a', NOW))).toBe('pay');
  });
});

describe('what a person grants on a site that asks', () => {
  const asking = { ...POLICY, automatic: false };
  const cheap = { ...REQUEST, amountAtomic: 10n };
  const yes = given(EMPTY_LEDGER, cheap, 10n, asking);

  it.each<[string, Partial<BudgetRequest>]>([
    ['pay', {}],
    ['ask price_changed', { amountAtomic: 11n }],
    ['ask payee_changed', { payTo: 'SPTHIEF' }],
    ['ask not_granted', { asset: 'USDCx' }],
    ['ask not_granted', { seller: 'https://shop.example' }],
  ])('says %s for %o', (verdict, request) => {
    expect(verdictOf(asking, { ...cheap, ...request }, yes)).toBe(verdict);
  });

  it('is for what was decided to be paid only', () => {
    const dear = { ...REQUEST, amountAtomic: 101n, approved: true };
    const { ledger } = reserve(asking, EMPTY_LEDGER, dear, { id: 'dear', now: NOW, grantUpToAtomic: 101n });
    expect(ledger.grants).toEqual([]);
  });

  it('ends where a person takes it back, or wants to be asked again; and what a payment has fixed is no leave', () => {
    const all = () => true;
    for (const less of [revokeGrants(yes, all), withdrawGrants(yes, all), forgetGrants(yes, all)]) {
      expect(verdictOf(asking, cheap, less)).toBe('ask not_granted');
    }
    expect(verdictOf(POLICY, { ...cheap, payTo: 'SPTHIEF' }, withdrawGrants(yes, all))).toBe('ask payee_changed');
    expect(verdictOf(asking, REQUEST, paid(EMPTY_LEDGER, REQUEST))).toBe('ask not_granted');
  });
});

describe('the smallest limit', () => {
  const layered: BudgetPolicy = {
    ...POLICY,
    assets: {
      STX: { perDayAtomic: 300n, perSite: { perDayAtomic: 100n }, perDomain: { perDayAtomic: 150n } },
    },
    sites: { [BLOG]: { assets: { STX: { perDayAtomic: 60n } } } },
  };

  it.each<[string, Partial<BudgetRequest>, string, bigint]>([
    ['the site has its own', {}, 'site', 20n],
    ['every site has one', { site: 'https://a.example', seller: 'https://a.example' }, 'site', 100n],
    ['the seller had money on another page', { site: 'https://a.example' }, 'site', 20n],
  ])('wins when %s', (_, change, level, leftAtomic) => {
    const ledger = paid(EMPTY_LEDGER, REQUEST, NOW, layered);
    const decision = decide(layered, ledger, { ...REQUEST, amountAtomic: 250n, ...change }, NOW);
    expect(decision).toMatchObject({ why: 'over_limit', limit: { scope: 'day', level, leftAtomic } });
  });

  it('makes a hundred subdomains worth no more than one', () => {
    let ledger = EMPTY_LEDGER;
    let spent = 0n;
    for (let index = 0; index < 100; index++) {
      const origin = `https://${index}.evil.example`;
      const request = { ...REQUEST, site: origin, seller: origin, domain: 'evil.example', amountAtomic: 7n };
      const reserved = reserve(layered, ledger, request, { id: origin, now: NOW });
      ledger = reserved.ledger;
      if (reserved.decision.verdict === 'pay') spent += 7n;
    }
    expect(spent).toBe(147n);
  });

  it('is told with what is left of each', () => {
    const ledger = paid(EMPTY_LEDGER, { ...REQUEST, fee: { asset: 'STX', amountAtomic: 10n } });
    expect(limitsLeft(POLICY, ledger, REQUEST, 'STX', NOW).map(({ scope, leftAtomic }) => [scope, leftAtomic])).toEqual(
      [
        ['payment', 100n],
        ['day', 250n],
        ['month', 450n],
      ],
    );
  });
});

describe('a payment that somebody else may hold', () => {
  const { ledger: reserved } = reserve(POLICY, EMPTY_LEDGER, REQUEST, { id: 'held', now: NOW });
  const held = markSigned(reserved, 'held');
  const left = (ledger: BudgetLedger, now: number) => limitsLeft(POLICY, ledger, REQUEST, 'STX', now)[1]?.leftAtomic;

  it('counts as long as it can land, and for a day after it has landed', () => {
    const later = NOW + 20 * DAY;
    expect(left(held, later)).toBe(260n);
    const landed = settle(held, 'held', later);
    expect(left(landed, later + DAY - 1)).toBe(260n);
    expect(left(landed, later + DAY)).toBe(300n);
    expect(left(releaseSigned(held, 'held', later), later)).toBe(300n);
  });

  it('cannot be released as if nothing had been signed, nor settled before it is signed', () => {
    expect(() => release(held, 'held', NOW)).toThrow('signed');
    expect(() => settle(reserved, 'held', NOW)).toThrow('reserved');
    expect(() => releaseSigned(reserved, 'held', NOW)).toThrow('reserved');
    expect(() => markSigned(reserved, 'other')).toThrow('not there');
  });

  it('costs at most the fee that was reserved', () => {
    const request = { ...REQUEST, fee: { asset: 'STX', amountAtomic: 10n } };
    const signed = markSigned(reserve(POLICY, EMPTY_LEDGER, request, { id: 'a', now: NOW }).ledger, 'a');
    expect(left(settle(signed, 'a', NOW, 3n), NOW)).toBe(257n);
    expect(left(settle(signed, 'a', NOW, 30n), NOW)).toBe(250n);
    expect(left(settle(signed, 'a', NOW, -30n), NOW)).toBe(250n);
  });
});

describe('a clock that cannot be trusted', () => {
  it('renews nothing by running backwards and forwards again', () => {
    let ledger = EMPTY_LEDGER;
    for (let index = 0; index < 3; index++) ledger = paid(ledger, { ...REQUEST, amountAtomic: 100n, approved: true });
    for (const now of [NOW - 40 * DAY, NOW, NOW - 365 * DAY, NOW + DAY - 1]) {
      expect(verdictOf(POLICY, REQUEST, advance(ledger, now), now)).toBe('refuse over_limit');
    }
    expect(verdictOf(POLICY, REQUEST, ledger, NOW + DAY)).toBe('pay');
  });

  it('asks after a jump over more than a month, and takes the time from a person only', () => {
    const ledger = paid(EMPTY_LEDGER, REQUEST);
    const far = NOW + 36 * DAY;
    expect(verdictOf(POLICY, REQUEST, advance(ledger, far), far)).toBe('ask clock_jumped');
    const approved = paid(ledger, { ...REQUEST, approved: true }, far);
    expect(verdictOf(POLICY, REQUEST, approved, far)).toBe('pay');
  });
});

/** How much of each limit is left. */

import { type BudgetLedger, lastMoment, type Spending } from './ledger.js';
import { DAY, monthStart } from './period.js';
import type { BudgetPolicy, BudgetRequest, Limits } from './policy.js';

/** One limit, and what is left of it. */
export interface LimitLeft {
  readonly scope: 'payment' | 'day' | 'month';
  /** Whose limit it is: everything's, a site's, or a domain's. */
  readonly level: 'all' | 'site' | 'domain';
  readonly asset: string;
  readonly limitAtomic: bigint;
  /** Never below zero. */
  readonly leftAtomic: bigint;
}

/** What decides which limits apply. */
export type Place = Pick<BudgetRequest, 'site' | 'seller' | 'domain'>;

interface Applying {
  readonly level: LimitLeft['level'];
  readonly limits: Limits;
  readonly counts: (spending: Spending) => boolean;
}

/** Every limit for an asset at a place, and what is left of each at `time`. */
export function limitsLeft(
  policy: BudgetPolicy,
  ledger: BudgetLedger,
  place: Place,
  asset: string,
  time: number,
): readonly LimitLeft[] {
  const since = { day: time - DAY + 1, month: monthStart(time, policy) };
  return applying(policy, place, asset).flatMap(({ level, limits, counts }): LimitLeft[] => {
    const { perPaymentAtomic, perDayAtomic, perMonthAtomic } = limits;
    const inPeriod = (scope: 'day' | 'month', limitAtomic: bigint | undefined): LimitLeft[] => {
      if (limitAtomic === undefined) return [];
      const left = limitAtomic - spentSince(ledger, asset, since[scope], counts);
      return [{ scope, level, asset, limitAtomic, leftAtomic: left > 0n ? left : 0n }];
    };
    const payment: LimitLeft[] =
      perPaymentAtomic === undefined
        ? []
        : [{ scope: 'payment', level, asset, limitAtomic: perPaymentAtomic, leftAtomic: perPaymentAtomic }];
    return [...payment, ...inPeriod('day', perDayAtomic), ...inPeriod('month', perMonthAtomic)];
  });
}

function applying(policy: BudgetPolicy, { site, seller, domain }: Place, asset: string): readonly Applying[] {
  const budget = own(policy.assets, asset);
  if (!budget) return [];
  const origins = [...new Set([site, seller])];
  return [
    { level: 'all', limits: budget, counts: () => true },
    ...origins.flatMap((origin): Applying[] => {
      // What a seller gets through other people's pages is the seller's as well.
      const counts = (spending: Spending) => spending.site === origin || spending.seller === origin;
      const special = own(own(policy.sites, origin)?.assets, asset);
      return [budget.perSite, special].flatMap((limits) => (limits ? [{ level: 'site', limits, counts }] : []));
    }),
    ...(budget.perDomain && domain !== undefined
      ? [{ level: 'domain' as const, limits: budget.perDomain, counts: (one: Spending) => one.domain === domain }]
      : []),
  ];
}

function spentSince(
  ledger: BudgetLedger,
  asset: string,
  since: number,
  counts: (spending: Spending) => boolean,
): bigint {
  let sum = 0n;
  for (const spending of ledger.spendings) {
    const moment = lastMoment(spending);
    if (moment === undefined || moment < since || !counts(spending)) continue;
    if (spending.asset === asset) sum += spending.amountAtomic;
    if (spending.fee?.asset === asset) sum += spending.fee.amountAtomic;
  }
  return sum;
}

/** A member of a record that anybody may have named: `constructor` is none. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Whether something may be paid: yes, ask a person, or no. */

import { type BudgetLedger, type Grant, isSamePlace, lastMoment } from './ledger.js';
import { type LimitLeft, limitsLeft, own } from './limits.js';
import { DAY, LONGEST_PAUSE, MINUTE } from './period.js';
import { type AssetBudget, type BudgetPolicy, type BudgetRequest, DEFAULTS } from './policy.js';

/** What a person has to say yes to. */
export type AskReason =
  /** The computer's clock is far ahead of what was last seen: either a long time has passed, or the clock is wrong. */
  | 'clock_jumped'
  /** The person has not said that this site may be paid without asking, in this asset. */
  | 'not_granted'
  /** Somebody else than the site itself wants money, for the first time. */
  | 'new_seller'
  | 'grant_expired'
  | 'payee_changed'
  /** Dearer than what was granted, or than the same thing was before. */
  | 'price_changed'
  | 'above_threshold'
  | 'many_new_payees';

export type RefuseReason =
  | 'paused'
  | 'blocked'
  | 'invalid_request'
  /** The policy names no budget for the asset, or for the asset of the fee. */
  | 'no_budget'
  | 'fee_too_high'
  | 'over_limit'
  | 'already_paid'
  | 'too_fast';

export type Decision =
  /** `grant` is what the payment itself establishes: the payee of a site that may be paid without asking. */
  | { readonly verdict: 'pay'; readonly grant?: Grant }
  | { readonly verdict: 'ask'; readonly why: AskReason }
  /** `limit`, with `over_limit`, is the limit of which least is left. */
  | { readonly verdict: 'refuse'; readonly why: RefuseReason; readonly limit?: LimitLeft };

/** Of everything that is asked for, the time included: pure. `reserve` in one step takes the money out of the budget as well. */
export function decide(policy: BudgetPolicy, ledger: BudgetLedger, request: BudgetRequest, now: number): Decision {
  const time = Math.max(ledger.clock, now);
  const refused = refusal(policy, ledger, request, now, time);
  if (refused) return refused;
  const why = request.approved ? undefined : question(policy, ledger, request, time);
  if (why) return { verdict: 'ask', why };
  const grant = request.approved ? undefined : firstGrant(policy, ledger, request, time);
  return { verdict: 'pay', ...(grant && { grant }) };
}

function refusal(
  policy: BudgetPolicy,
  ledger: BudgetLedger,
  request: BudgetRequest,
  now: number,
  time: number,
): Decision | undefined {
  const no = (why: RefuseReason, limit?: LimitLeft): Decision => ({
    verdict: 'refuse',
    why,
    ...(limit && { limit }),
  });
  const { site, amountAtomic, fee, asset, challenge } = request;
  const stop = stopOf(policy, request);
  if (stop) return no(stop);
  if (!Number.isSafeInteger(now) || now < 0 || amountAtomic <= 0n || (fee && fee.amountAtomic < 0n)) {
    return no('invalid_request');
  }
  if (!own(policy.assets, asset) || (fee && !own(policy.assets, fee.asset))) return no('no_budget');
  if (fee && fee.amountAtomic > (policy.maxFeeAtomic ?? DEFAULTS.maxFeeAtomic)) return no('fee_too_high');
  const isPaid = ledger.spendings.some((one) => one.challenge === challenge && lastMoment(one) !== undefined);
  if (challenge !== undefined && isPaid) return no('already_paid');
  const broken = brokenLimit(policy, ledger, request, time);
  if (broken) return no('over_limit', broken);
  const recent = ledger.spendings.filter((one) => one.site === site && !one.approved && one.at > time - MINUTE);
  const isFast = recent.length >= (policy.perMinute ?? DEFAULTS.perMinute);
  return !request.approved && isFast ? no('too_fast') : undefined;
}

function brokenLimit(
  policy: BudgetPolicy,
  ledger: BudgetLedger,
  request: BudgetRequest,
  time: number,
): LimitLeft | undefined {
  const { asset, amountAtomic, fee } = request;
  const whole = (of: string) => (of === asset ? amountAtomic : 0n) + (of === fee?.asset ? fee.amountAtomic : 0n);
  const broken = [...new Set([asset, fee?.asset ?? asset])].flatMap((of) =>
    limitsLeft(policy, ledger, request, of, time).filter(({ scope, leftAtomic }) => {
      const needed = scope === 'payment' ? whole(of) - (of === fee?.asset ? fee.amountAtomic : 0n) : whole(of);
      return needed > leftAtomic;
    }),
  );
  return broken.sort((one, other) => (one.leftAtomic < other.leftAtomic ? -1 : 1))[0];
}

function question(
  policy: BudgetPolicy,
  ledger: BudgetLedger,
  request: BudgetRequest,
  time: number,
): AskReason | undefined {
  if (ledger.clock > 0 && time - ledger.clock > LONGEST_PAUSE) return 'clock_jumped';
  const { site, seller, asset, amountAtomic, payTo, resource } = request;
  const granted = ledger.grants.filter((grant) => isSamePlace(grant, request));
  const grant = granted.find((one) => one.payTo === payTo);
  if (!grant?.given && !isAutomatic(policy, site, asset)) {
    return granted.some(({ given }) => given) ? 'payee_changed' : 'not_granted';
  }
  if (granted.length === 0 && site !== seller) return 'new_seller';
  if (granted.length > 0 && !grant) return 'payee_changed';
  if (grant && grant.expiresAt <= time) return 'grant_expired';
  const thresholds = [own(policy.assets, asset), own(own(policy.sites, site)?.assets, asset)];
  if (thresholds.some((budget) => isAbove(budget, amountAtomic))) return 'above_threshold';
  if (grant && amountAtomic > grant.upToAtomic) return 'price_changed';
  if (resource !== undefined && amountAtomic > (lastPrice(ledger, request) ?? amountAtomic)) return 'price_changed';
  if (!isKnownPayee(ledger, payTo) && newPayees(ledger, time) >= (policy.newPayeesPerDay ?? DEFAULTS.newPayeesPerDay)) {
    return 'many_new_payees';
  }
  return undefined;
}

/** Whether a site may be paid without asking, whoever it is that it wants to be paid. What a person grants to one payee holds besides. */
export function isAutomatic(policy: BudgetPolicy, site: string, asset: string): boolean {
  const place = own(policy.sites, site);
  return own(place?.assets, asset)?.automatic ?? place?.automatic ?? policy.automatic ?? false;
}

function isAbove(budget: Pick<AssetBudget, 'askAboveAtomic'> | undefined, amountAtomic: bigint): boolean {
  return budget?.askAboveAtomic !== undefined && amountAtomic > budget.askAboveAtomic;
}

/** The first payment on a site that is paid without asking fixes the payee, and twice its price as what is granted. */
function firstGrant(
  policy: BudgetPolicy,
  ledger: BudgetLedger,
  request: BudgetRequest,
  time: number,
): Grant | undefined {
  if (ledger.grants.some((grant) => isSamePlace(grant, request))) return undefined;
  return grantFor(policy, request, time, 2n * request.amountAtomic);
}

/** The grant that what is requested establishes. */
export function grantFor(policy: BudgetPolicy, request: BudgetRequest, time: number, upToAtomic: bigint): Grant {
  const { site, seller, asset, payTo } = request;
  const expiresAt = time + 1000 * (policy.grantSeconds ?? DEFAULTS.grantSeconds);
  return { site, seller, asset, payTo, upToAtomic, at: time, expiresAt };
}

/** What the same thing cost last, in the same asset. */
function lastPrice(ledger: BudgetLedger, { seller, resource, asset }: BudgetRequest): bigint | undefined {
  const bought = ledger.spendings.filter(
    (one) => one.seller === seller && one.resource === resource && one.asset === asset && lastMoment(one) !== undefined,
  );
  return bought.at(-1)?.amountAtomic;
}

function isKnownPayee({ spendings, grants }: BudgetLedger, payTo: string): boolean {
  return grants.some((grant) => grant.payTo === payTo) || spendings.some((one) => one.payTo === payTo);
}

/** Payees that are known since less than a day. */
function newPayees({ spendings, grants }: BudgetLedger, time: number): number {
  const since = new Map<string, number>();
  for (const { payTo, at } of [...spendings, ...grants]) {
    since.set(payTo, Math.min(since.get(payTo) ?? Number.POSITIVE_INFINITY, at));
  }
  return [...since.values()].filter((at) => at > time - DAY).length;
}

/** A person has said stop: to everything, or to the site or the seller. */
export function stopOf(
  { paused, sites }: { readonly paused?: boolean; readonly sites?: Readonly<Record<string, Stoppable>> },
  { site, seller }: Pick<BudgetRequest, 'site' | 'seller'>,
): 'blocked' | 'paused' | undefined {
  const both = [own(sites, site), own(sites, seller)];
  if (both.some((one) => one?.blocked)) return 'blocked';
  return paused || both.some((one) => one?.paused) ? 'paused' : undefined;
}

interface Stoppable {
  readonly paused?: boolean | undefined;
  readonly blocked?: boolean | undefined;
}

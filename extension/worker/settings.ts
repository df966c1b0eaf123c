/** What a person has set, as it is stored and as pages see it: amounts as text, in atomic units. */

import * as z from 'zod/mini';
import type { AssetBudget, BudgetPolicy, Limits, SiteAssetBudget, SiteBudget } from '../../src/budget.js';
import { type Network, networkInfo } from '../../src/networks.js';
import { assetKey } from '../ledger/entry.js';
import { origin, webAddress, whole } from '../messages/checks.js';
import type { Cabinet } from '../vault/vault.js';

const atomic = z.string().check(z.regex(/^\d{1,39}$/));
const limits = z.object({
  perPaymentAtomic: z.optional(atomic),
  perDayAtomic: z.optional(atomic),
  perMonthAtomic: z.optional(atomic),
});
const siteAsset = z.object({ ...limits.shape, askAboveAtomic: z.optional(atomic) });
const assetBudget = z.object({ ...siteAsset.shape, perSite: z.optional(limits), perDomain: z.optional(limits) });

export const siteSettings = z.object({
  /** Pays without asking, in every asset. */
  automatic: z.optional(z.boolean()),
  paused: z.optional(z.boolean()),
  blocked: z.optional(z.boolean()),
  /** A person has shown it the account's address. */
  seesAddress: z.optional(z.boolean()),
  /** By `STX` or contract id. `automatic`: pays without asking in this one. */
  assets: z.optional(z.record(z.string(), z.object({ ...siteAsset.shape, automatic: z.optional(z.boolean()) }))),
});
export type SiteSettings = z.infer<typeof siteSettings>;

export const settings = z.object({
  version: z.literal(1),
  network: z.enum(['stacks:1', 'stacks:2147483648']),
  /** Where the chain is asked; without it, the network's public API. */
  nodeUrl: z.optional(webAddress),
  lockMinutes: whole(1, 24 * 60),
  paused: z.boolean(),
  /** Shown to pages as one of the wallets of this browser. Off unless a person has said so. */
  listed: z.optional(z.boolean()),
  renewalDay: whole(1, 31),
  utcOffsetMinutes: whole(-14 * 60, 14 * 60),
  maxFeeAtomic: atomic,
  perMinute: whole(0, 1000),
  newPayeesPerDay: whole(0, 1000),
  /** By `STX` or contract id, in order of preference. */
  assets: z.record(z.string(), assetBudget),
  /** By origin. */
  sites: z.record(origin, siteSettings),
});
export type Settings = z.infer<typeof settings>;

/** What one site, and what all sites of one domain, may have of a month: half of it, so that nobody uses up everything alone. */
export function sharesOf(monthAtomic: bigint): Pick<Settings['assets'][string], 'perSite' | 'perDomain'> {
  const half = { perMonthAtomic: (monthAtomic / 2n).toString() };
  return { perSite: half, perDomain: half };
}

/** Well above what known endpoints cost, and little enough to lose. */
export function defaultSettings(network: Network, utcOffsetMinutes: number): Settings {
  const stx = { perPaymentAtomic: '500000', perDayAtomic: '1000000', perMonthAtomic: '5000000' };
  return {
    version: 1,
    network,
    lockMinutes: 30,
    paused: false,
    renewalDay: 1,
    utcOffsetMinutes,
    maxFeeAtomic: '20000',
    perMinute: 10,
    newPayeesPerDay: 20,
    assets: { STX: { ...stx, askAboveAtomic: '500000', ...sharesOf(BigInt(stx.perMonthAtomic)) } },
    sites: {},
  };
}

export function policyOf({ network, assets, sites, maxFeeAtomic, ...rest }: Settings): BudgetPolicy {
  const { paused, renewalDay, utcOffsetMinutes, perMinute, newPayeesPerDay } = rest;
  const byKey = <Value, Result>(record: Readonly<Record<string, Value>>, read: (value: Value) => Result) =>
    Object.fromEntries(Object.entries(record).map(([id, value]) => [assetKey(network, id), read(value)]));
  return {
    ...{ paused, renewalDay, utcOffsetMinutes, perMinute, newPayeesPerDay },
    maxFeeAtomic: BigInt(maxFeeAtomic),
    assets: byKey(assets, assetBudgetOf),
    sites: Object.fromEntries(
      Object.entries(sites).map(([site, { assets: own, seesAddress: _, ...flags }]) => {
        const budget = { ...flags, ...(own && { assets: byKey(own, siteAssetOf) }) };
        return [site, budget as SiteBudget];
      }),
    ),
  };
}

function assetBudgetOf({ perSite, perDomain, ...own }: z.infer<typeof assetBudget>): AssetBudget {
  return {
    ...limitsOf(own),
    ...(perSite && { perSite: limitsOf(perSite) }),
    ...(perDomain && { perDomain: limitsOf(perDomain) }),
  };
}

function siteAssetOf({ automatic, ...own }: NonNullable<SiteSettings['assets']>[string]): SiteAssetBudget {
  return { ...limitsOf(own), ...(automatic !== undefined && { automatic }) };
}

function limitsOf(texts: z.infer<typeof siteAsset>): Limits & Pick<AssetBudget, 'askAboveAtomic'> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, BigInt(text)]])),
  );
}

/** Settings on the disk. What cannot be read pays nothing: it is an error, not a default. */
export class SettingsStore {
  private readonly cabinet: Cabinet;
  private readonly utcOffsetMinutes: () => number;
  private last: Promise<unknown> = Promise.resolve();

  constructor(cabinet: Cabinet, utcOffsetMinutes: () => number) {
    this.cabinet = cabinet;
    this.utcOffsetMinutes = utcOffsetMinutes;
  }

  async get(): Promise<Settings> {
    const stored = await this.cabinet.get('settings');
    return stored === undefined ? defaultSettings('stacks:1', this.utcOffsetMinutes()) : z.parse(settings, stored);
  }

  set(next: Settings): Promise<void> {
    return this.inTurn(() => this.cabinet.set('settings', next));
  }

  /** From what is there then to what is to be: one at a time, so that none undoes another. */
  change(next: (current: Settings) => Settings): Promise<void> {
    return this.inTurn(async () => this.cabinet.set('settings', next(await this.get())));
  }

  private inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.last.then(write);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

export function nodeUrlOf({ network, nodeUrl }: Settings): string {
  return nodeUrl ?? networkInfo(network).nodeUrl;
}

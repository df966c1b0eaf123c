/** What a page is told that is left for it: of each asset that it is paid in without asking, the smallest limit that is the site's alone. */

import { isAutomatic, type LimitLeft } from '../../src/budget.js';
import { assetKey } from '../ledger/entry.js';
import type { Ledger } from '../ledger/ledger.js';
import type { PageBudget } from '../messages/page.js';
import { policyOf, type SettingsStore } from './settings.js';

export interface PageBudgetPorts {
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  readonly now: () => number;
  readonly left: (site: string) => Promise<readonly LimitLeft[]>;
}

export async function pageBudget(ports: PageBudgetPorts, site: string): Promise<readonly PageBudget[]> {
  const { ledger, settings, now, left } = ports;
  const set = await settings.get();
  const { network, sites, paused, assets } = set;
  const own = Object.hasOwn(sites, site) ? sites[site] : undefined;
  if (paused || own?.paused || own?.blocked) return [];
  const limits = await left(site);
  const grants = ledger.state.budget.grants.filter((one) => one.site === site && one.given && one.expiresAt > now());
  return Object.keys(assets).flatMap((asset): PageBudget[] => {
    const key = assetKey(network, asset);
    const granted = grants.filter((one) => one.asset === key).map(({ upToAtomic }) => upToAtomic);
    const isOpen = isAutomatic(policyOf(set), site, key);
    if (!isOpen && granted.length === 0) return [];
    // What its domain has spent can have been spent on strangers.
    const mine = limits.filter(
      (limit) => limit.asset === asset && (limit.scope === 'payment' || limit.level === 'site'),
    );
    const left = (isPayment: boolean) =>
      mine.filter(({ scope }) => (scope === 'payment') === isPayment).map(({ leftAtomic }) => leftAtomic);
    const perPayment = least([...left(true), ...(isOpen ? [] : granted.sort(upwards).slice(-1))]);
    return [{ asset, network, perPaymentAtomic: perPayment?.toString(), leftAtomic: least(left(false))?.toString() }];
  });
}

function least(amounts: readonly bigint[]): bigint | undefined {
  return [...amounts].sort(upwards)[0];
}

function upwards(one: bigint, other: bigint): number {
  return one < other ? -1 : 1;
}

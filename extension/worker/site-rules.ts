/** What a person says of a site: in the settings, and in the grants that were given for it. Whatever is taken back, the next yes does not bring back. */

import { forgetGrants, type Grant, withdrawGrants } from '../../src/budget.js';
import type { Ledger } from '../ledger/ledger.js';
import type { SettingsStore, SiteSettings } from './settings.js';

interface Places {
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
}

/** `automatic: false` takes back all that was allowed there: the site asks, in every asset and for every payee. */
export async function setSite({ ledger, settings }: Places, origin: string, site: SiteSettings): Promise<void> {
  const asks = site.automatic === false;
  // First the grants: dying here, the worker leaves less than was allowed, and never more.
  if (asks) await ledger.regrant((budget) => withdrawGrants(budget, isFor(origin)));
  const next = asks ? asking(site) : site;
  await settings.change((current) => ({ ...current, sites: { ...current.sites, [origin]: next } }));
}

/** As if nobody had ever been there. First the settings: a site without grants would be paid as for the first time. */
export async function forgetSite({ ledger, settings }: Places, origin: string): Promise<void> {
  await settings.change((current) => {
    const { [origin]: _, ...sites } = current.sites;
    return { ...current, sites };
  });
  await ledger.regrant((budget) => forgetGrants(budget, isFor(origin)));
}

/** Without a trace of what was allowed, or a later change of something else would say it again. */
function asking({ automatic: _, assets, ...site }: SiteSettings): SiteSettings {
  if (!assets) return site;
  const limits = Object.entries(assets).map(([id, { automatic: __, ...own }]) => [id, own]);
  return { ...site, assets: Object.fromEntries(limits) };
}

function isFor(origin: string): (grant: Grant) => boolean {
  return ({ site }) => site === origin;
}

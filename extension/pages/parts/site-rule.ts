/** What a site may do, in one word. */

import type { ShownGrant } from '../../messages/panel.js';
import type { SiteSettings } from '../../worker/settings.js';

/** `partly`: in one asset, or to one payee, as a person has said; everything else asks. */
export type SiteRule = 'automatic' | 'partly' | 'asks' | 'paused' | 'blocked';

export function siteRuleOf(site: SiteSettings, given: readonly ShownGrant[]): SiteRule {
  if (site.blocked) return 'blocked';
  if (site.paused) return 'paused';
  if (site.automatic) return 'automatic';
  return isPartlyPaid(site, given) ? 'partly' : 'asks';
}

/** @param given for the site */
export function isPartlyPaid({ assets = {} }: SiteSettings, given: readonly ShownGrant[]): boolean {
  return given.length > 0 || Object.values(assets).some(({ automatic }) => automatic);
}

/** What a person has said of a site's payees, and that holds. */
export function givenFor(origin: string, grants: readonly ShownGrant[], now: number): readonly ShownGrant[] {
  return grants.filter(({ site, given, expiresAt }) => site === origin && given && expiresAt > now);
}

/** Which limits are worth a line: of each kind the one of which least is left. A domain's stands in its site's place where it is the smaller one. */

import type { ShownLimit } from '../../messages/panel.js';

/** @param isKnown whether a person has decided about the site: of others, nobody needs to know what they could cost */
export function tightest(limits: readonly ShownLimit[], isKnown: boolean): readonly ShownLimit[] {
  const least = new Map<string, ShownLimit>();
  for (const limit of limits) {
    const { asset, scope, level, leftAtomic } = limit;
    if (scope === 'payment' || (level !== 'all' && !isKnown)) continue;
    const place = `${asset} ${scope} ${level === 'all'}`;
    const other = least.get(place);
    if (!other || BigInt(leftAtomic) < BigInt(other.leftAtomic)) least.set(place, limit);
  }
  return [...least.values()];
}

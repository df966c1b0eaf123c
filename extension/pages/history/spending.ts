/** Sums of what was spent, by day and by site. Whole numbers only. */

import type { HistoryEntry } from '../../messages/panel.js';
import { isSpent } from '../parts/payment-phase.js';

export interface Sum<Key> {
  readonly key: Key;
  readonly atomic: bigint;
}

/** One for each day, the oldest first, also where nothing was spent. The key is the day's noon. */
export function byDay(
  entries: readonly HistoryEntry[],
  asset: string,
  days: number,
  now: number,
): readonly Sum<number>[] {
  const noon = new Date(now);
  noon.setHours(12, 0, 0, 0);
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(noon);
    day.setDate(day.getDate() - (days - 1 - index));
    const name = day.toDateString();
    const spent = entries.filter((entry) => counts(entry, asset) && new Date(entry.at).toDateString() === name);
    return { key: day.getTime(), atomic: sumOf(spent) };
  });
}

/** The dearest first. */
export function bySite(entries: readonly HistoryEntry[], asset: string, since: number): readonly Sum<string>[] {
  const sums = new Map<string, bigint>();
  for (const entry of entries) {
    if (!counts(entry, asset) || entry.at < since) continue;
    sums.set(entry.site, (sums.get(entry.site) ?? 0n) + BigInt(entry.amountAtomic));
  }
  return [...sums]
    .map(([key, atomic]) => ({ key, atomic }))
    .sort((one, other) => (one.atomic === other.atomic ? 0 : one.atomic > other.atomic ? -1 : 1));
}

export function sumOf(entries: readonly Pick<HistoryEntry, 'amountAtomic'>[]): bigint {
  return entries.reduce((sum, { amountAtomic }) => sum + BigInt(amountAtomic), 0n);
}

function counts(entry: HistoryEntry, asset: string): boolean {
  return entry.asset === asset && isSpent(entry);
}

/** Whether something was paid for already. Presenting a payment again costs nothing, so it comes before any new one. */

import type { Entry } from '../ledger/entry.js';

/** What is asked for. */
export interface Asked {
  readonly network: string;
  readonly site: string;
  readonly seller: string;
  readonly resource: string;
  readonly method: string;
}

/** The payment to present again, `none`, or `unresolved`: one was made, and the seller acts as if it had not been. */
export function earlierPayment(
  entries: readonly Entry[],
  asked: Asked,
  isBusy: (entry: Entry) => boolean,
  now: number,
): Entry | 'none' | 'unresolved' {
  // A seller who ends an access before its time is not paid for it again without a person.
  if (entries.some((entry) => isFor(entry, asked) && isEndedEarly(entry, now))) return 'unresolved';
  const mine = entries.filter((entry) => entry.header !== undefined && isFor(entry, asked) && !isOver(entry));
  const lasting = mine.filter(({ access }) => access !== undefined && access !== 'once');
  const single = mine.filter((entry) => !lasting.includes(entry) && entry.state !== 'delivered' && !isBusy(entry));
  const [latest] = [...lasting, ...single].slice(-1);
  if (!latest) return 'none';
  return latest.reason === 'payment_unresolved' ? 'unresolved' : latest;
}

function isFor(entry: Entry, { network, site, seller, resource, method }: Asked): boolean {
  const sameMethod = entry.method === method || (entry.method === 'GET' && method === 'HEAD');
  return (
    sameMethod &&
    entry.network === network &&
    entry.site === site &&
    entry.seller === seller &&
    entry.resource === resource
  );
}

const USED: ReadonlySet<string | undefined> = new Set(['payment_already_used', 'access_expired', 'transaction_failed']);

function isEndedEarly({ reason, access = '', at, landed }: Entry, now: number): boolean {
  const isUndone = landed !== undefined && landed !== 'payment';
  return USED.has(reason) && reason !== 'transaction_failed' && !isUndone && now < at + millisecondsOf(access);
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30d`; zero for a single answer, and for what nobody can read. */
function millisecondsOf(access: string): number {
  const [, count, unit] = /^([1-9]\d{0,8})([smhd])$/.exec(access) ?? [];
  return Number(count ?? 0) * (UNITS[unit ?? ''] ?? 0);
}

/** It opens nothing any more, or can never be settled. */
function isOver({ state, reason, turnedAway }: Entry): boolean {
  return state === 'cancelled' || state === 'released' || turnedAway === true || USED.has(reason);
}

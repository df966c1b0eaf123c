/** Nonces are taken in their order: a payment that the chain has not taken keeps all later ones of its account waiting, whoever they are for. */

import type { HistoryEntry } from '../../messages/panel.js';

/** Longer than networks take for a block in which there is room. */
const PATIENCE = 2 * 60_000;
/** What was delivered has hardly ever to be taken back: its seller has cashed it by then. */
const DELIVERED_PATIENCE = 10 * 60_000;

/** The payment that the others wait for, when it has had its time. `undefined` where none does. */
export function holdingUp(entries: readonly HistoryEntry[], now: number): HistoryEntry | undefined {
  return entries.find((entry) => entry.at < now - PATIENCE && isFirst(entry, entries) && hasLater(entry, entries));
}

/** Signed, and on the chain neither itself nor in the shape of another one. */
export function canTakeBack(entry: HistoryEntry, entries: readonly HistoryEntry[], now: number): boolean {
  if (!isOpen(entry) || isReplaced(entry, entries)) return false;
  return entry.state !== 'delivered' || hasLater(entry, entries) || entry.at < now - DELIVERED_PATIENCE;
}

function isOpen({ state, txid, nonce, closedAt }: HistoryEntry): boolean {
  const isSigned = txid !== undefined && nonce !== undefined && state !== 'released' && state !== 'reserved';
  return isSigned && closedAt === undefined;
}

function isFirst(entry: HistoryEntry, entries: readonly HistoryEntry[]): boolean {
  if (!isOpen(entry) || isReplaced(entry, entries)) return false;
  return !entries.some((other) => isOpen(other) && distance(entry, other) < 0n);
}

function hasLater(entry: HistoryEntry, entries: readonly HistoryEntry[]): boolean {
  return entries.some((other) => isOpen(other) && distance(entry, other) > 0n);
}

/** Its seller has turned it away, and another one has its nonce. */
function isReplaced(entry: HistoryEntry, entries: readonly HistoryEntry[]): boolean {
  if (!entry.turnedAway || entry.cancel) return false;
  return entries.some(
    (other) => other !== entry && isOpen(other) && isOfSameAccount(entry, other) && other.nonce === entry.nonce,
  );
}

/** How far the other one's nonce is behind; nothing between two accounts. */
function distance(entry: HistoryEntry, other: HistoryEntry): bigint {
  return isOfSameAccount(entry, other) ? BigInt(other.nonce ?? 0) - BigInt(entry.nonce ?? 0) : 0n;
}

function isOfSameAccount(entry: HistoryEntry, other: HistoryEntry): boolean {
  return entry.network === other.network && entry.payer === other.payer;
}

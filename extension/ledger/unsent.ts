/**
 * Payments that were signed and given to nobody: their page went away, or the worker died. It is on the disk that they are about to leave before
 * they do, so what is still marked has provably never left.
 */

import { Refusal } from '../refusal.js';
import { type Entry, type EntryState, isOpen } from './entry.js';

const NOTHING_TO_GIVE: ReadonlySet<EntryState> = new Set(['reserved', 'released', 'cancelled']);

/** From when this is written down, somebody may have it. @throws `no_such_payment` for what was taken back, or is none */
export function given(entry: Entry | undefined): Entry {
  const isThere = entry && !NOTHING_TO_GIVE.has(entry.state);
  if (!isThere || (entry.unsent && entry.turnedAway)) throw new Refusal('no_such_payment');
  const { unsent: _, ...rest } = entry;
  return rest;
}

/** It has never left: nobody needs what was signed, and its nonce is free. */
export function released({ nonce: _, header: __, unsent: ___, ...entry }: Entry, closedAt: number): Entry {
  return { ...entry, state: 'released', closedAt };
}

/**
 * What is wanted by nobody is as if it had never been signed. Where later nonces may be on the network already, those wait for this one: then it keeps
 * money and nonce until another payment takes the nonce, as of a payment that its seller turned away.
 *
 * @returns what changes
 */
export function takenBack(entries: readonly Entry[], isWanted: (id: string) => boolean, at: number): readonly Entry[] {
  const idle = entries.filter((entry) => isIdle(entry) && !isWanted(entry.id));
  const others = entries.filter((entry) => isOpen(entry) && entry.nonce !== undefined && !idle.includes(entry));
  return idle.map((entry) => {
    if (!others.some((other) => isLater(other, entry))) return released(entry, at);
    const { header: _, ...rest } = entry;
    return { ...rest, turnedAway: true };
  });
}

function isIdle({ state, unsent, turnedAway, cancel }: Entry): boolean {
  return state === 'signed' && unsent === true && !turnedAway && !cancel;
}

function isLater(other: Entry, { network, payer, nonce }: Entry): boolean {
  return other.network === network && other.payer === payer && BigInt(other.nonce ?? 0) > BigInt(nonce ?? 0);
}

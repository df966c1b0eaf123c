/** Which nonce the next payment of an account gets. */

import { MAX_CHAINED_PAYMENTS } from '../../src/limits.js';
import type { AccountNonces } from '../../src/node-reader.js';
import { Refusal } from '../refusal.js';
import { type Entry, isOpen } from './entry.js';

/**
 * The nonce of a payment that its seller turned away comes first: all that was signed later waits behind it, and at most one of both can land.
 * No other nonce is ever given out twice, also when the node has not heard of the payment that has it.
 *
 * @param entries of one account on one network
 * @throws `limit_exceeded` when the account is as far ahead of the chain as nodes allow
 */
export function nextNonce(chain: AccountNonces, entries: readonly Entry[]): bigint {
  const open = entries.filter((entry) => isOpen(entry) && entry.nonce !== undefined);
  const held = new Set(
    open.filter((entry) => !entry.turnedAway || entry.cancel).map(({ nonce }) => BigInt(nonce as string)),
  );
  const isFree = (nonce: bigint) => nonce >= chain.confirmed && (nonce >= chain.next || chain.missing.includes(nonce));
  const [again] = open
    .filter((entry) => entry.turnedAway && !entry.cancel)
    .map(({ nonce }) => BigInt(nonce as string))
    .filter((nonce) => isFree(nonce) && !held.has(nonce))
    .sort((one, other) => (one < other ? -1 : 1));
  if (again !== undefined) return again;
  let nonce = chain.next;
  while (held.has(nonce)) nonce++;
  if (nonce >= chain.confirmed + MAX_CHAINED_PAYMENTS) throw new Refusal('limit_exceeded');
  return nonce;
}

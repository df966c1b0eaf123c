/** Ties a payment identifier to its payment. */

import { sha256 } from '@noble/hashes/sha2.js';
import { X402Error } from '../src/errors.js';
import { hexFromBytes } from '../src/stacks.js';
import type { HoldOutcome } from './claims.js';
import type { CheckedPayment } from './exact.js';
import type { SettlementSettings } from './settings.js';

/** As long as a payment can be presented. */
const RETAIN_SECONDS = 9 * 86_400;

/**
 * Nobody but its payer can take an identifier. It gives no right to a second answer: who chooses it could tell a second use for a retry.
 *
 * @throws `payment_identifier_conflict` when the payer has given it to another payment; `overloaded`
 */
export async function claimIdentifier(
  identifier: string,
  { txid, payer }: CheckedPayment,
  { claims, network }: SettlementSettings,
): Promise<void> {
  if (!claims) return;
  const keys = [`id:${network}:${digest(JSON.stringify([payer, identifier]))}`];
  const holder = digest(txid);
  let outcome: HoldOutcome;
  try {
    outcome = await claims.hold({
      keys,
      holder,
      purpose: holder,
      txid,
      leaseSeconds: 10,
      retainSeconds: RETAIN_SECONDS,
    });
    if (outcome.status === 'held') await claims.spend(keys, outcome.fence);
  } catch (cause) {
    throw unwritten(5, cause);
  }
  if (outcome.status === 'full') throw unwritten(outcome.retryAfterSeconds);
  if (outcome.status !== 'taken') return;
  throw new X402Error(
    'payment_identifier_conflict',
    'Another payment has this payment identifier; give each payment its own.',
  );
}

function unwritten(retryAfterSeconds: number, cause?: unknown): X402Error {
  const message = 'The payment could not be written down, so it was not used; send the same request again.';
  return new X402Error('overloaded', message, { retryAfterSeconds, cause });
}

function digest(text: string): string {
  return hexFromBytes(sha256(new TextEncoder().encode(text)));
}

/** What a server's word means for the payment that it was shown. PROTOCOL section 11, rule 5. */

import type { WireErrorCode } from '../../src/errors.js';
import { UNDECIDED } from '../undecided.js';

export type Outcome =
  | 'delivered'
  /** The server is not done with it. */
  | 'undecided'
  /** What it bought has ended, or the money never moved: who still wants it buys anew. */
  | 'over'
  /** It was charged. Whether its answer ever arrived, nobody knows: whoever pays again decides that for himself. */
  | 'used'
  /** It was refused before anything could be sent to the chain, as long as it had not been shown before. */
  | 'unsent'
  /** It was refused, and may have been sent. */
  | 'refused'
  /** Nothing was said of it: the answer got lost, the server failed, or asks as if it had not been paid. */
  | 'silent';

const USED: WireErrorCode = 'payment_already_used';
const OVER: ReadonlySet<string> = new Set<WireErrorCode>(['access_expired', 'transaction_failed']);

/** Refusals of the checks before a settlement, and of nodes. Peers use other words, and some of them send before they check: those prove nothing. */
const UNSENT: ReadonlySet<string> = new Set<WireErrorCode | 'No matching payment requirements'>([
  // The SDK's server says this where the price has changed since the offer.
  'No matching payment requirements',
  'invalid_x402_version',
  'invalid_scheme',
  'invalid_network',
  'invalid_offer',
  'invalid_exact_stacks_payload_signature',
  'invalid_exact_stacks_payload_call',
  'invalid_exact_stacks_payload_recipient_mismatch',
  'invalid_exact_stacks_payload_amount_mismatch',
  'invalid_exact_stacks_payload_memo_mismatch',
  'invalid_exact_stacks_payload_post_conditions',
  'payment_identifier_required',
  'payment_identifier_conflict',
  'insufficient_funds',
  'nonce_conflict',
  'fee_too_low',
]);

/** What servers say to who has not paid: the SDK's in words, others by the code. */
const UNPAID = /^payment.required/i;

export function outcomeOf(success: boolean, reason: string | undefined): Outcome {
  if (success) return 'delivered';
  if (reason === undefined || UNPAID.test(reason)) return 'silent';
  if (UNDECIDED.has(reason)) return 'undecided';
  if (reason === USED) return 'used';
  if (OVER.has(reason)) return 'over';
  return UNSENT.has(reason) ? 'unsent' : 'refused';
}

/** The memo that binds a transfer to the offer it pays (PROTOCOL section 2). */

import { sha256 } from '@noble/hashes/sha2.js';
import { X402Error } from './errors.js';
import { encodeBase64Url } from './lib/base64.js';
import { isOfferToken } from './lib/offer-token.js';

/**
 * The memo of a transfer that pays the offer with this token: `x402:` and the first 29 characters of
 * base64url(SHA-256(UTF-8(`x402pay/memo/v1`) ‖ UTF-8(token))), 34 ASCII characters together. The memo is public on the
 * chain; it does not give the token away, and 174 bits of the hash leave no second token for the same memo.
 *
 * @param offer the token as it stands in `extra.offer`: 44 base64url characters
 * @throws `invalid_offer` for text that is not a token
 * @example
 * ```ts
 * import { memoOfOffer } from 'x402pay';
 * console.assert(memoOfOffer('A'.repeat(44)).length === 34);
 * ```
 */
export function memoOfOffer(offer: string): string {
  if (!isOfferToken(offer)) throw new X402Error('invalid_offer', 'An offer token has 44 base64url characters.');
  const hash = sha256(new TextEncoder().encode(`x402pay/memo/v1${offer}`));
  return `x402:${encodeBase64Url(hash).slice(0, 29)}`;
}

/** Signed structured data (SIP-018). */

import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../lib/bytes.js';
import { encodeClarity } from './clarity.js';
import type { ClarityValue } from './clarity-value.js';

/** `SIP018` in ASCII: keeps these hashes apart from those of transactions. */
const PREFIX: Uint8Array = new Uint8Array([0x53, 0x49, 0x50, 0x30, 0x31, 0x38]);

/**
 * The 32 bytes that a wallet signs for `stx_signStructuredMessage`.
 *
 * @param domain tuple with `name` and `version` (string-ascii) and `chain-id` (uint), SIP-018 section "Domain"
 * @param message any Clarity value
 * @throws `invalid_clarity` when either cannot be encoded
 * @example
 * ```ts
 * import { structuredDataHash } from 'x402pay/stacks';
 * const domain = {
 *   type: 'tuple',
 *   value: {
 *     name: { type: 'string-ascii', value: 'x402pay' },
 *     version: { type: 'string-ascii', value: '1' },
 *     'chain-id': { type: 'uint', value: 1n },
 *   },
 * } as const;
 * console.assert(structuredDataHash(domain, { type: 'string-ascii', value: 'hello' }).length === 32);
 * ```
 */
export function structuredDataHash(domain: ClarityValue, message: ClarityValue): Uint8Array {
  return sha256(concatBytes(PREFIX, sha256(encodeClarity(domain)), sha256(encodeClarity(message))));
}

/** Keys from the verifier's secret: one per purpose and network, so that none can stand in for another, and nothing bought with test money opens what costs real money (RFC 5869). */

import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Network } from '../src/networks.js';

/** Bytes that a secret has at least. */
export const MIN_SECRET_BYTES = 32;

export type KeyPurpose = 'offer' | 'pass' | 'proof' | 'content' | 'sign-in' | 'receipt';

/** 32 bytes. The secret is random and long enough to need no salt (RFC 5869, section 3.1). */
export function deriveKey(secret: Uint8Array, purpose: KeyPurpose, network: Network): Uint8Array {
  return hkdf(sha256, secret, undefined, new TextEncoder().encode(`x402pay/${purpose}/v1/${network}`), 32);
}

/** A secret as bytes: text counts in UTF-8. */
export function secretBytes(secret: string | Uint8Array): Uint8Array {
  return typeof secret === 'string' ? new TextEncoder().encode(secret) : Uint8Array.from(secret);
}

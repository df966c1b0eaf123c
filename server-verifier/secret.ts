/** Keys from the verifier's secret: one per purpose, so that none can stand in for another (RFC 5869). */

import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** Bytes that a secret has at least. */
export const MIN_SECRET_BYTES = 32;

export type KeyPurpose = 'offer' | 'pass';

/** 32 bytes for one purpose. The secret is random and long enough to need no salt (RFC 5869, section 3.1). */
export function deriveKey(secret: Uint8Array, purpose: KeyPurpose): Uint8Array {
  return hkdf(sha256, secret, undefined, new TextEncoder().encode(`x402pay/${purpose}/v1`), 32);
}

/** A secret as bytes: text counts in UTF-8. */
export function secretBytes(secret: string | Uint8Array): Uint8Array {
  return typeof secret === 'string' ? new TextEncoder().encode(secret) : Uint8Array.from(secret);
}

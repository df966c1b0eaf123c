/** The offer token: terms that the server signed and need not remember (PROTOCOL section 2). */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

const VERSION = 0x01;
const NONCE_BYTES = 12;
const MAC_OFFSET = 1 + 4 + NONCE_BYTES;
const MAC_BYTES = 16;
const TOKEN_BYTES = MAC_OFFSET + MAC_BYTES;

/** Characters of a token. */
export const OFFER_TOKEN_LENGTH: number = (TOKEN_BYTES * 4) / 3;

/** What a token stands for. Text as on the wire. */
export interface OfferTerms {
  /** `GET`, also for `HEAD`. */
  readonly method: string;
  readonly resource: string;
  readonly scheme: string;
  readonly network: string;
  /** Atomic units, decimal digits. */
  readonly amount: string;
  readonly asset: string;
  readonly payTo: string;
  readonly access: string;
  readonly finality: string;
}

/**
 * A token for these terms: `base64url(0x01 | expiresAt u32 | nonce 12 | mac 16)`.
 *
 * @param expiresAt Unix seconds
 * @param nonce 12 random bytes, new for every token: whoever knows a token is the one who was offered
 */
export function makeOfferToken(key: Uint8Array, terms: OfferTerms, expiresAt: number, nonce: Uint8Array): string {
  const token = new Uint8Array(TOKEN_BYTES);
  token[0] = VERSION;
  new DataView(token.buffer).setUint32(1, expiresAt);
  token.set(nonce.subarray(0, NONCE_BYTES), 5);
  token.set(macOf(key, token, terms), MAC_OFFSET);
  return toBase64Url(token);
}

/**
 * When the offer ends, in Unix seconds; `undefined` when no key made this token for these terms.
 *
 * @param keys the current key first, then those of earlier secrets
 */
export function readOfferToken(keys: readonly Uint8Array[], token: string, terms: OfferTerms): number | undefined {
  const bytes = fromBase64Url(token);
  if (bytes?.length !== TOKEN_BYTES || bytes[0] !== VERSION) return undefined;
  const mac = bytes.subarray(MAC_OFFSET);
  // Every key is tried, so that the time does not tell which one it was.
  const matches = keys.map((key) => equalInConstantTime(mac, macOf(key, bytes, terms)));
  return matches.includes(true) ? new DataView(bytes.buffer).getUint32(1) : undefined;
}

/** An array of strings in JSON has one reading only: no two lists of terms have the same text. */
function macOf(key: Uint8Array, token: Uint8Array, terms: OfferTerms): Uint8Array {
  const { method, resource, scheme, network, amount, asset, payTo, access, finality } = terms;
  const text = JSON.stringify([method, resource, scheme, network, amount, asset, payTo, access, finality]);
  return hmac
    .create(sha256, key)
    .update(token.subarray(0, MAC_OFFSET))
    .update(new TextEncoder().encode(text))
    .digest()
    .subarray(0, MAC_BYTES);
}

function equalInConstantTime(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/** 33 bytes are 44 characters with no padding and no stray bits: every text of that form is some token. */
function fromBase64Url(token: string): Uint8Array | undefined {
  if (!/^[\w-]{44}$/.test(token)) return undefined;
  const binary = atob(token.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** `did:key` of Ed25519 keys: a public key that is its own name (W3C CCG, "The did:key Method"). */

import { decodeBase58, encodeBase58 } from './lib/base58.js';

/** Multicodec `ed25519-pub`, as a varint. */
const CODEC: readonly number[] = [0xed, 0x01];
const KEY_BYTES = 32;

/**
 * The name of a public key.
 *
 * @param publicKey 32 bytes of Ed25519
 * @example
 * ```ts
 * import { didOfKey } from 'x402pay';
 * console.assert(didOfKey(new Uint8Array(32)).startsWith('did:key:z6Mk'));
 * ```
 */
export function didOfKey(publicKey: Uint8Array): string {
  return `did:key:z${encodeBase58(Uint8Array.from([...CODEC, ...publicKey]))}`;
}

/** The public key that a `did:key` names, with or without a fragment; `undefined` for other names, and for keys that are not Ed25519. */
export function keyOfDid(did: string): Uint8Array | undefined {
  const [, text, fragment] = /^did:key:z([1-9A-Za-z]{40,60})(?:#z([1-9A-Za-z]{40,60}))?$/.exec(did) ?? [];
  if (text === undefined || (fragment !== undefined && fragment !== text)) return undefined;
  const bytes = decodeBase58(text, CODEC.length + KEY_BYTES);
  return bytes && CODEC.every((byte, index) => bytes[index] === byte) ? bytes.slice(CODEC.length) : undefined;
}

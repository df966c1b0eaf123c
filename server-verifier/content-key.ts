/** The key of sealed content: derived, never stored (PROTOCOL section 15). */

import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type ContentKey, KEY_SET_TYPE, KEY_TYPE, keyId, MAX_KEY_VERSION } from '../src/sealed.js';
import { refuseConfiguration } from './configuration.js';
import type { PaidHandler } from './protect.js';
import type { Settings } from './settings.js';

/** How keys are handed out. */
export interface KeyOptions {
  /**
   * Keys of this version and of all before it are handed out, 1 to 32. Default 1. Raise it, and seal again with `--version`, when a key has got around: whoever has
   * paid gets the new key too, others do not.
   */
  readonly version?: number;
}

/** The handler that answers with the content key of whatever resource was paid for. */
export function keyHandlerOf(
  options: KeyOptions | undefined,
  { contentKeys }: Pick<Settings, 'contentKeys'>,
): PaidHandler {
  const newest = checkedVersion(options?.version);
  return (_request, { resource }) => {
    const versions = Array.from({ length: newest }, (_, index) => newest - index);
    const keys = contentKeys.flatMap((secret) => versions.map((version) => contentKey(secret, resource, version)));
    // One key as a JWK, for everybody's tools; several as a set, newest first.
    const [type, body] = keys.length === 1 ? [KEY_TYPE, keys[0]] : [KEY_SET_TYPE, { keys }];
    return new Response(JSON.stringify(body), {
      headers: { 'Content-Type': type, 'Cache-Control': 'private, no-store' },
    });
  };
}

/**
 * The content key of a resource.
 *
 * @param secret derived from the verifier's for this purpose and network (`deriveKey`)
 * @param resource its URL, in the normal form of PROTOCOL section 1
 * @param version 1 to 32
 */
export function contentKey(secret: Uint8Array, resource: string, version: number): ContentKey {
  const kid = keyId(resource, version);
  const bytes = hkdf(sha256, secret, undefined, new TextEncoder().encode(kid), 32);
  const k = btoa(String.fromCharCode(...bytes));
  return { kty: 'oct', alg: 'A256GCM', kid, k: k.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') };
}

function checkedVersion(version: unknown = 1): number {
  if (Number.isInteger(version) && (version as number) >= 1 && (version as number) <= MAX_KEY_VERSION) {
    return version as number;
  }
  return refuseConfiguration(
    'version',
    `version is a whole number from 1 to ${MAX_KEY_VERSION}; it is 1 until a key has got around.`,
  );
}

/** Seals the paid part of a page: a JWE with a direct key in compact serialisation (RFC 7516, sections 5.1 and 7.1). */

import { deflateRawSync } from 'node:zlib';
import { type ContentKey, TAG_BYTES } from '../../../src/sealed.js';

/** Fills with random bytes. */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

/**
 * The JWE of this HTML. The IV is random and new every time: GCM with 96 random bits allows 2^32 sealings with one key (NIST SP 800-38D, section 8.3).
 *
 * @param key of the article's resource
 */
export async function sealHtml(html: string, { kid, k }: ContentKey, random: Random): Promise<string> {
  // Text in base64 of a cipher cannot be compressed by a web server any more, so it is before (RFC 7516, section 4.1.3).
  const header = base64Url(JSON.stringify({ alg: 'dir', enc: 'A256GCM', zip: 'DEF', cty: 'text/html', kid }));
  const iv = random(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(header);
  const key = await crypto.subtle.importKey('raw', Buffer.from(k, 'base64url'), 'AES-GCM', false, ['encrypt']);
  const plain = deflateRawSync(html, { level: 9 });
  const sealed = Buffer.from(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain));
  const tag = sealed.subarray(-TAG_BYTES);
  return [header, '', base64Url(iv), base64Url(sealed.subarray(0, -TAG_BYTES)), base64Url(tag)].join('.');
}

function base64Url(data: string | Uint8Array): string {
  return Buffer.from(data).toString('base64url');
}

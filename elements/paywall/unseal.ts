/** Opens sealed content on bare Web Crypto (PROTOCOL section 15). Loaded when a key has arrived. */

import { X402Error } from '../../src/errors.js';

/** Protected header, no encrypted key, IV of 12 bytes, ciphertext, tag of 16 bytes (RFC 7516, section 7.1). */
const JWE = /^\s*([\w-]+)\.\.([\w-]{16})\.([\w-]*)\.([\w-]{22})\s*$/;

/** What a few kilobytes could become otherwise would be all of the reader's memory. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * The plain bytes of a JWE with `dir` and `A256GCM`: all of them, or nothing.
 *
 * @param keyText a JWK, or a set of them of which one fits
 * @throws `content_unreadable` for anything that was damaged, or sealed with another key
 */
export async function unseal(jwe: string, keyText: string): Promise<Blob> {
  try {
    const jwk = JSON.parse(keyText);
    const [, header = '', iv = '', ...sealed] = JWE.exec(jwe) ?? [];
    const data = await new Blob(sealed.map(bytesOf)).arrayBuffer();
    const open = async ({ k }: { k: string }) => {
      const key = await crypto.subtle.importKey('raw', bytesOf(k), 'AES-GCM', false, ['decrypt']);
      const additionalData = new TextEncoder().encode(header);
      return crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv), additionalData }, key, data);
    };
    const plain = new Blob([await Promise.any((jwk.keys ?? [jwk]).map(open))]);
    const { zip } = JSON.parse(new TextDecoder().decode(bytesOf(header)));
    if (!zip) return plain;
    const inflated = plain.stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return await new Response(inflated.pipeThrough(upTo(MOST_BYTES))).blob();
  } catch (cause) {
    throw new X402Error('content_unreadable', 'The sealed content does not open with the key that was bought.', {
      cause,
    });
  }
}

function upTo(most: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let left = most;
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.length;
      if (left < 0) throw new RangeError();
      controller.enqueue(chunk);
    },
  });
}

function bytesOf(base64Url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64Url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

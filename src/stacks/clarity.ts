/** Clarity values as bytes: the strict reader. */

import { X402Error } from '../errors.js';
import { MAX_CLARITY_BYTES } from '../limits.js';
import { ByteReader } from './byte-reader.js';
import type { ClarityValue } from './clarity-value.js';
import { readClarity } from './read-clarity.js';

export { encodeClarity } from './encode-clarity.js';

/**
 * The value that the bytes stand for. Strict: every byte used, one encoding for each value, tuples sorted, bounded depth.
 * Whether the elements of a list have one type is not checked.
 *
 * @throws `invalid_clarity`
 * @example
 * ```ts
 * import { bytesFromHex, decodeClarity } from 'x402pay/stacks';
 * console.assert(decodeClarity(bytesFromHex('0a03')).type === 'some');
 * ```
 */
export function decodeClarity(bytes: Uint8Array): ClarityValue {
  if (bytes.length > MAX_CLARITY_BYTES) {
    throw new X402Error('invalid_clarity', `A Clarity value has at most ${MAX_CLARITY_BYTES} bytes.`);
  }
  const reader = new ByteReader(bytes, 'invalid_clarity');
  const value = readClarity(reader);
  reader.end();
  return value;
}

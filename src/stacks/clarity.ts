/** Clarity values as bytes: encode, and strict decode. */

import { X402Error } from '../errors.js';
import { MAX_CLARITY_BYTES } from '../limits.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import type { ClarityValue } from './clarity-value.js';
import { readClarity } from './read-clarity.js';
import { writeClarity } from './write-clarity.js';

/**
 * The bytes of a value, as in a contract call or in a signed message.
 *
 * @throws `invalid_clarity` for a value that Clarity does not have (number out of range, character that is not ASCII, impossible name, nested too deeply).
 * @example
 * ```ts
 * import { encodeClarity, hexFromBytes } from 'x402pay/stacks';
 * console.assert(hexFromBytes(encodeClarity({ type: 'some', value: { type: 'bool', value: true } })) === '0a03');
 * ```
 */
export function encodeClarity(value: ClarityValue): Uint8Array {
  const writer = new ByteWriter('invalid_clarity');
  writeClarity(writer, value);
  return writer.finish();
}

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

/** Clarity values as bytes. Reading them is `clarity.ts`: who pays only writes. */

import { ByteWriter } from './byte-writer.js';
import type { ClarityValue } from './clarity-value.js';
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

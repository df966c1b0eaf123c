/** Byte strings: comparing, joining, hexadecimal. */

import { X402Error } from '../errors.js';

const HEX_PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** True when both have the same length and the same bytes. Not constant in time: for public data only. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/**
 * Lower-case hexadecimal digits, two per byte, without `0x`.
 *
 * @example
 * ```ts
 * import { hexFromBytes } from 'x402pay/stacks';
 * console.assert(hexFromBytes(new Uint8Array([0, 255])) === '00ff');
 * ```
 */
export function hexFromBytes(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index++) text += HEX_PAIRS[bytes[index] as number];
  return text;
}

/**
 * Bytes of hexadecimal digits, in lower or upper case. A `0x` in front is not understood here.
 *
 * @throws `invalid_payload` for an odd number of digits or any other character.
 * @example
 * ```ts
 * import { bytesFromHex } from 'x402pay/stacks';
 * console.assert(bytesFromHex('00ff')[1] === 255);
 * ```
 */
export function bytesFromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  let valid = hex.length % 2 === 0;
  for (let index = 0; valid && index < bytes.length; index++) {
    const high = digit(hex.charCodeAt(2 * index));
    const low = digit(hex.charCodeAt(2 * index + 1));
    valid = high >= 0 && low >= 0;
    bytes[index] = (high << 4) | low;
  }
  if (!valid) throw new X402Error('invalid_payload', 'Not hexadecimal: write two digits (0-9, a-f) for each byte.');
  return bytes;
}

/** Value of one hexadecimal digit by its character code, or -1. */
function digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

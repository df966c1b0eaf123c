/** c32check, the text form of addresses (SIP-005, "Stacks addresses"): Crockford's base 32 with a version and a checksum. */

import { sha256 } from '@noble/hashes/sha2.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const HASH_LENGTH = 20;
const CHECKSUM_LENGTH = 4;

/** Value of each character code below 128, or -1. Lower case and look-alikes (`O`, `I`, `L`) are refused: one address, one text. */
const VALUES: Int8Array = new Int8Array(128).fill(-1);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** `S`, the version's character, then hash and checksum as one number. `version` is below 32, `hash160` has 20 bytes. */
export function encodeAddress(version: number, hash160: Uint8Array): string {
  const number = new Uint8Array(HASH_LENGTH + CHECKSUM_LENGTH);
  number.set(hash160);
  number.set(checksum(version, hash160), HASH_LENGTH);
  return `S${ALPHABET[version]}${encodeNumber(number)}`;
}

/** Version and hash of an address, or `undefined` when the text is anything but the canonical form of one. */
export function decodeAddress(text: string): { version: number; hash160: Uint8Array } | undefined {
  const version = valueAt(text, 1);
  if (text[0] !== 'S' || version < 0) return undefined;
  const digits = text.slice(2);
  const number = decodeNumber(digits);
  // Leading zeros could be written in more ways than one; only what we would write ourselves is an address.
  if (!number || encodeNumber(number) !== digits) return undefined;
  const hash160 = number.slice(0, HASH_LENGTH);
  const expected = checksum(version, hash160);
  for (let index = 0; index < CHECKSUM_LENGTH; index++) {
    if (number[HASH_LENGTH + index] !== expected[index]) return undefined;
  }
  return { version, hash160 };
}

/** The first four bytes of the double hash of version and hash. */
function checksum(version: number, hash160: Uint8Array): Uint8Array {
  const versioned = new Uint8Array(1 + HASH_LENGTH);
  versioned[0] = version;
  versioned.set(hash160, 1);
  return sha256(sha256(versioned)).subarray(0, CHECKSUM_LENGTH);
}

/** A big-endian number in base 32: no leading zero digits, but one `0` for each leading zero byte. */
function encodeNumber(bytes: Uint8Array): string {
  let zeroBytes = 0;
  while (bytes[zeroBytes] === 0) zeroBytes++;
  let digits = '';
  let pending = 0;
  let bits = 0;
  for (let index = bytes.length - 1; index >= zeroBytes; index--) {
    pending |= (bytes[index] as number) << bits;
    bits += 8;
    while (bits >= 5) {
      digits = ALPHABET[pending & 31] + digits;
      pending >>= 5;
      bits -= 5;
    }
  }
  if (bits > 0) digits = ALPHABET[pending] + digits;
  let zeroDigits = 0;
  while (digits[zeroDigits] === '0') zeroDigits++;
  return '0'.repeat(zeroBytes) + digits.slice(zeroDigits);
}

/** The 24 bytes of a number, or `undefined` when it has other characters or is larger. */
function decodeNumber(digits: string): Uint8Array | undefined {
  const bytes = new Uint8Array(HASH_LENGTH + CHECKSUM_LENGTH);
  let at = bytes.length - 1;
  let pending = 0;
  let bits = 0;
  for (let index = digits.length - 1; index >= 0; index--) {
    const value = valueAt(digits, index);
    if (value < 0) return undefined;
    pending |= value << bits;
    bits += 5;
    if (bits >= 8) {
      if (at < 0) return undefined;
      bytes[at--] = pending & 255;
      pending >>= 8;
      bits -= 8;
    }
  }
  if (at >= 0) bytes[at] = pending;
  else if (pending !== 0) return undefined;
  return bytes;
}

function valueAt(text: string, index: number): number {
  return VALUES[text.charCodeAt(index)] ?? -1;
}

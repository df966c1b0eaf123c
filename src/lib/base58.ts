/** Base58 of Bitcoin, as `did:key` writes keys. For short, public byte strings. */

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** One `1` for each leading zero byte, then the number. */
export function encodeBase58(bytes: Uint8Array): string {
  let number = bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  let digits = '';
  for (; number > 0n; number /= 58n) digits = ALPHABET[Number(number % 58n)] + digits;
  return ALPHABET[0]?.repeat(leadingZeros(bytes)) + digits;
}

/** The bytes, or `undefined` where the text is not the one text of exactly `length` bytes. */
export function decodeBase58(text: string, length: number): Uint8Array | undefined {
  if (text.length > 2 * length) return undefined;
  let number = 0n;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    number = number * 58n + BigInt(digit);
  }
  const bytes = new Uint8Array(length);
  for (let index = length - 1; index >= 0; index--) {
    bytes[index] = Number(number & 255n);
    number >>= 8n;
  }
  return number === 0n && encodeBase58(bytes) === text ? bytes : undefined;
}

function leadingZeros(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? bytes.length : first;
}

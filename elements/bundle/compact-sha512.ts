/** SHA-512/256 in a third of the bytes of `@noble/hashes`. See `compact-sha2.ts`. */

import { type Eight, PRIMES, padded } from './compact-sha256.js';

const MASK_64 = 2n ** 64n - 1n;

/** FIPS 180-4, section 6.7: SHA-512 from another beginning, cut off after 256 bits. */
export function sha512_256(bytes: Uint8Array): Uint8Array {
  const roots = PRIMES.slice(0, 8).map((prime) => fraction64(prime, 2n));
  // Section 5.3.6: the beginning is a hash of the algorithm's name.
  const start = absorb512(
    new TextEncoder().encode('SHA-512/256'),
    roots.map((root) => root ^ 0xa5a5a5a5a5a5a5a5n),
  );
  const view = new DataView(new ArrayBuffer(32));
  for (const [index, word] of absorb512(bytes, start).slice(0, 4).entries()) view.setBigUint64(8 * index, word);
  return new Uint8Array(view.buffer);
}

/** FIPS 180-4, section 6.4. */
function absorb512(bytes: Uint8Array, start: readonly bigint[]): bigint[] {
  const constants = PRIMES.map((prime) => fraction64(prime, 3n));
  const view = padded(bytes, 128);
  let state = [...start];
  for (let offset = 0; offset < view.byteLength; offset += 128) {
    const words: bigint[] = [];
    let [a, b, c, d, e, f, g, h] = state as Eight<bigint>;
    for (let round = 0; round < 80; round++) {
      const word = round < 16 ? view.getBigUint64(offset + 8 * round) : nextWord64(words, round);
      words.push(word);
      const choice = (e & f) ^ (~e & g);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const first =
        h + (rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n)) + choice + (constants[round] as bigint) + word;
      const second = (rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n)) + majority;
      [a, b, c, d, e, f, g, h] = [(first + second) & MASK_64, a, b, c, (d + first) & MASK_64, e, f, g];
    }
    state = [a, b, c, d, e, f, g, h].map((word, index) => ((state[index] as bigint) + word) & MASK_64);
  }
  return state;
}

function nextWord64(words: readonly bigint[], round: number): bigint {
  const far = words[round - 15] as bigint;
  const near = words[round - 2] as bigint;
  const low = rotate64(far, 1n) ^ rotate64(far, 8n) ^ (far >> 7n);
  const high = rotate64(near, 19n) ^ rotate64(near, 61n) ^ (near >> 6n);
  return ((words[round - 16] as bigint) + low + (words[round - 7] as bigint) + high) & MASK_64;
}

function rotate64(word: bigint, by: bigint): bigint {
  return (word >> by) | ((word << (64n - by)) & MASK_64);
}

/** The first 64 bits of the fractional part of a root, by bisection. */
function fraction64(radicand: number, degree: bigint): bigint {
  const scaled = BigInt(radicand) << (64n * degree);
  let [low, high] = [0n, 2n ** 80n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= scaled) low = middle;
    else high = middle;
  }
  return low & MASK_64;
}

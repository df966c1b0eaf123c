/** SHA-256 in a third of the bytes of `@noble/hashes`. See `compact-sha2.ts`. */

/** a to h, as FIPS 180-4 names the working variables. */
export type Eight<Word> = [a: Word, b: Word, c: Word, d: Word, e: Word, f: Word, g: Word, h: Word];

export const PRIMES: readonly number[] = firstPrimes(80);

/** FIPS 180-4, section 6.2. */
export function sha256(bytes: Uint8Array): Uint8Array {
  // Section 4.2.2: the first 32 bits of the fractional parts of cube roots; section 5.3.3: of square roots.
  const constants = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
  const state = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const view = padded(bytes, 64);
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    const words: number[] = [];
    let [a, b, c, d, e, f, g, h] = state as Eight<number>;
    for (let round = 0; round < 64; round++) {
      const word = round < 16 ? view.getInt32(offset + 4 * round) : nextWord(words, round);
      words.push(word);
      const choice = (e & f) ^ (~e & g);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + (constants[round] as number) + word;
      const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
      [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => {
      state[index] = ((state[index] as number) + word) | 0;
    });
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, word] of state.entries()) digest.setInt32(4 * index, word);
  return new Uint8Array(digest.buffer);
}

function nextWord(words: readonly number[], round: number): number {
  const far = words[round - 15] as number;
  const near = words[round - 2] as number;
  const low = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
  const high = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
  return ((words[round - 16] as number) + low + (words[round - 7] as number) + high) | 0;
}

/** Section 5.1: the message, a one bit, zeros, and the length in bits, in whole blocks. Messages are shorter than 512 MB here. */
export function padded(bytes: Uint8Array, block: number): DataView {
  const whole = new Uint8Array(Math.ceil((bytes.length + 1 + block / 8) / block) * block);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 4, 8 * bytes.length);
  return view;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The first 32 bits of the fractional part, exact in a double for the small numbers here. */
function fraction(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

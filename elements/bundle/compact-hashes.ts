/**
 * SHA-256, SHA-512/256 and RIPEMD-160 in a third of the bytes of `@noble/hashes`. The build puts them in its place in the script tag's bundle, because
 * every reader of every paywall loads that; nothing else uses them. Slower, checked against `@noble/hashes` in the tests, and for public data only.
 */

/** a to h, as FIPS 180-4 names the working variables. */
type Eight<Word> = [a: Word, b: Word, c: Word, d: Word, e: Word, f: Word, g: Word, h: Word];
type Five = [a: number, b: number, c: number, d: number, e: number];

const PRIMES: readonly number[] = firstPrimes(80);

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
  return bytesOf(state, false);
}

function nextWord(words: readonly number[], round: number): number {
  const far = words[round - 15] as number;
  const near = words[round - 2] as number;
  const low = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
  const high = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
  return ((words[round - 16] as number) + low + (words[round - 7] as number) + high) | 0;
}

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

/** RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996): which word of the message comes in the place of which, one round later. */
const PERMUTATION: readonly number[] = [7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8];
/** How far to rotate for each word of the message, one line for each of the five rounds, as hexadecimal digits. */
const ROTATIONS: readonly string[] = [
  'befc5879bdef6798',
  'cdbf6997cfbd7877',
  'dfeb7768dedc5569',
  'ebce8655fcfe9986',
  'fcdd9586ebcb8655',
];
const BEGINNING: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

interface Line {
  readonly words: readonly number[];
  readonly constants: readonly number[];
  readonly isRight: boolean;
}

export function ripemd160(bytes: Uint8Array): Uint8Array {
  const inOrder = PERMUTATION.map((_, index) => index);
  const left: Line = { words: inOrder, constants: roots([0, 2, 3, 5, 7], Math.sqrt), isRight: false };
  const startRight = inOrder.map((index) => (9 * index + 5) % 16);
  const right: Line = { words: startRight, constants: roots([2, 3, 5, 7, 0], Math.cbrt), isRight: true };
  const view = padded(bytes, 64, true);
  let state = [...BEGINNING];
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    const one = runLine(state as Five, view, offset, left);
    const other = runLine(state as Five, view, offset, right);
    state = state.map((_, index) => {
      const [third, fourth] = [one[(index + 2) % 5], other[(index + 3) % 5]] as [number, number];
      return ((state[(index + 1) % 5] as number) + third + fourth) | 0;
    });
  }
  return bytesOf(state, true);
}

function runLine(state: Five, view: DataView, offset: number, { words, constants, isRight }: Line): Five {
  let [a, b, c, d, e] = state;
  let order = words;
  for (let round = 0; round < 5; round++) {
    for (const word of order) {
      const mixed = mix(isRight ? 4 - round : round, b, c, d);
      const sum = (a + mixed + view.getInt32(offset + 4 * word, true) + (constants[round] as number)) | 0;
      const by = Number.parseInt((ROTATIONS[round] as string).charAt(word), 16);
      [a, b, c, d, e] = [e, (rotate(sum, 32 - by) + e) | 0, b, rotate(c, 22), d];
    }
    order = order.map((word) => PERMUTATION[word] as number);
  }
  return [a, b, c, d, e];
}

function mix(round: number, x: number, y: number, z: number): number {
  if (round === 0) return x ^ y ^ z;
  if (round === 1) return (x & y) | (~x & z);
  if (round === 2) return (x | ~y) ^ z;
  return round === 3 ? (x & z) | (y & ~z) : x ^ (y | ~z);
}

function roots(numbers: readonly number[], root: (number: number) => number): readonly number[] {
  return numbers.map((number) => Math.floor(root(number) * 2 ** 30));
}

/** The message, a one bit, zeros, and the length in bits, in whole blocks. Messages are shorter than 512 MB here. */
function padded(bytes: Uint8Array, block: number, littleEndian = false): DataView {
  const whole = new Uint8Array(Math.ceil((bytes.length + 1 + block / 8) / block) * block);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - (littleEndian ? 8 : 4), 8 * bytes.length, littleEndian);
  return view;
}

function bytesOf(words: readonly number[], littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * words.length));
  for (const [index, word] of words.entries()) view.setInt32(4 * index, word, littleEndian);
  return new Uint8Array(view.buffer);
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function rotate64(word: bigint, by: bigint): bigint {
  return (word >> by) | ((word << (64n - by)) & MASK_64);
}

/** The first 32 bits of the fractional part, exact in a double for the small numbers here. */
function fraction(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
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

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

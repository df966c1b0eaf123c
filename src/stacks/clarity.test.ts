import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/clarity.json' with { type: 'json' };
import { bytesFromHex, hexFromBytes } from '../lib/bytes.js';
import { MAX_CLARITY_BYTES, MAX_CLARITY_DEPTH } from '../limits.js';
import { decodeClarity, encodeClarity } from './clarity.js';
import type { ClarityValue } from './clarity-value.js';
import { structuredDataHash } from './structured-data.js';

const refusal = expect.objectContaining({ code: 'invalid_clarity' });

describe('Clarity values', () => {
  it.each(vectors.values)('reads and writes $name', ({ bytes, value }) => {
    const decoded = decodeClarity(bytesFromHex(bytes));
    expect(plain(decoded)).toEqual(value);
    expect(hexFromBytes(encodeClarity(decoded))).toBe(bytes);
  });

  it.each(vectors.refused)('refuses $name', ({ bytes }) => {
    expect(() => decodeClarity(bytesFromHex(bytes))).toThrow(refusal);
  });

  it.each<[string, ClarityValue]>([
    ['a negative uint', { type: 'uint', value: -1n }],
    ['a uint of 2^128', { type: 'uint', value: 2n ** 128n }],
    ['an int of 2^127', { type: 'int', value: 2n ** 127n }],
    ['an int below -2^127', { type: 'int', value: -(2n ** 127n) - 1n }],
    ['a string-ascii that is not', { type: 'string-ascii', value: 'ü' }],
    ['a string-utf8 with half a surrogate pair', { type: 'string-utf8', value: '\ud800' }],
    ['a tuple with an impossible name', { type: 'tuple', value: { '1st': { type: 'none' } } }],
    [
      'a principal with an impossible version',
      { type: 'principal', value: { version: 32, hash160: new Uint8Array(20) } },
    ],
    ['a value of an unknown type', { type: 'float', value: 1 } as unknown as ClarityValue],
  ])('does not write %s', (_, value) => {
    expect(() => encodeClarity(value)).toThrow(refusal);
  });

  it('sorts the members of a tuple as the chain does, whatever order they come in', () => {
    const members = (names: string[]) =>
      encodeClarity({ type: 'tuple', value: Object.fromEntries(names.map((name) => [name, { type: 'none' }])) });
    expect(members(['b', 'a', 'Q', 'aa', 'a-', 'a1'])).toEqual(members(['Q', 'a', 'a-', 'a1', 'aa', 'b']));
    expect(hexFromBytes(members(['b', 'Q']))).toBe('0c00000002015109016209');
  });

  it(`nests ${MAX_CLARITY_DEPTH} levels, and not one more`, () => {
    const nested = (levels: number): ClarityValue =>
      levels === 1 ? { type: 'none' } : { type: 'list', value: [nested(levels - 1)] };
    const deepest = encodeClarity(nested(MAX_CLARITY_DEPTH));
    expect(decodeClarity(deepest)).toEqual(nested(MAX_CLARITY_DEPTH));
    expect(() => encodeClarity(nested(MAX_CLARITY_DEPTH + 1))).toThrow(refusal);
    expect(() => decodeClarity(Uint8Array.of(0x0a, ...deepest))).toThrow(refusal);
  });

  it(`reads ${MAX_CLARITY_BYTES} bytes, and not one more`, () => {
    const largest = encodeClarity({ type: 'buffer', value: new Uint8Array(MAX_CLARITY_BYTES - 5) });
    expect(largest.length).toBe(MAX_CLARITY_BYTES);
    expect(decodeClarity(largest).type).toBe('buffer');
    const larger = encodeClarity({ type: 'buffer', value: new Uint8Array(MAX_CLARITY_BYTES - 4) });
    expect(() => decodeClarity(larger)).toThrow(refusal);
  });

  it('keeps what it read when the caller changes the bytes later', () => {
    const bytes = Buffer.from('0200000001ff', 'hex');
    const value = decodeClarity(bytes);
    bytes.fill(0);
    expect(value).toEqual({ type: 'buffer', value: Uint8Array.of(255) });
  });
});

describe('SIP-018', () => {
  it.each(vectors.structuredData)('hashes $name', ({ domain, message, hash }) => {
    const result = structuredDataHash(decodeClarity(bytesFromHex(domain)), decodeClarity(bytesFromHex(message)));
    expect(hexFromBytes(result)).toBe(hash);
  });
});

/** JSON form of the vectors: bytes as hexadecimal, numbers as decimal text. */
function plain(value: ClarityValue): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, member) => {
      if (typeof member === 'bigint') return member.toString();
      return member instanceof Uint8Array ? hexFromBytes(member) : member;
    }),
  );
}

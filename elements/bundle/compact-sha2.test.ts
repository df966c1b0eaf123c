import { sha256 as nobleSha256, sha512_256 as nobleSha512_256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256, sha512_256 } from './compact-sha2.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const ascii = (text: string) => new TextEncoder().encode(text);

describe('the compact SHA-2', () => {
  it.each([
    ['SHA-256', sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['SHA-512/256', sha512_256, '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23'],
  ])('%s of "abc" is the one of its specification', (_, hash, expected) => {
    expect(hex(hash(ascii('abc')))).toBe(expected);
  });

  it.each([
    ['SHA-256', sha256, nobleSha256],
    ['SHA-512/256', sha512_256, nobleSha512_256],
  ])('%s is that of @noble/hashes for every length around the block limits, and for any bytes', (_, mine, theirs) => {
    for (let length = 0; length < 260; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 167 + length) & 255);
      expect(hex(mine(bytes))).toBe(hex(theirs(bytes)));
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => {
        expect(hex(mine(bytes))).toBe(hex(theirs(bytes)));
      }),
      { numRuns: 60 },
    );
  });
});

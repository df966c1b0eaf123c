import { secp256k1 as original } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secp256k1 } from './secp256k1.js';

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const OPTIONS = { prehash: false, lowS: true, format: 'recovered' } as const;

describe('the worker’s curve', () => {
  it('signs, derives and refuses like the original, bit for bit', () => {
    const secrets = bytes.filter((secret) => original.utils.isValidSecretKey(secret));
    fc.assert(
      fc.property(secrets, bytes, (secret, hash) => {
        expect(secp256k1.sign(hash, secret, OPTIONS)).toEqual(original.sign(hash, secret, OPTIONS));
        expect(secp256k1.getPublicKey(secret, true)).toEqual(original.getPublicKey(secret, true));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['zero', '00'.repeat(32)],
    ['the order of the curve', 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'],
    ['too large', 'ff'.repeat(32)],
    ['too short', '01'],
    ['one', `${'00'.repeat(31)}01`],
    ['the last', 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140'],
  ])('judges %s as a key like the original', (_, hex) => {
    const secret = Uint8Array.from(Buffer.from(hex, 'hex'));
    expect(secp256k1.utils.isValidSecretKey(secret)).toBe(original.utils.isValidSecretKey(secret));
  });
});

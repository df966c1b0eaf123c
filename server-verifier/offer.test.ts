import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeOfferToken, type OfferTerms, readOfferToken } from './offer.js';
import { deriveKey } from './secret.js';

const KEY = new Uint8Array(32).fill(1);
const NONCE = new Uint8Array(12).fill(2);
const TERMS: OfferTerms = {
  method: 'GET',
  resource: 'https://shop.example/a',
  scheme: 'exact',
  network: 'stacks:1',
  amount: '500000',
  asset: 'STX',
  payTo: 'SP2JXKMSH007NPYAQHKJPQMAQYAD90NQGTVJVQ02B',
  access: '30d',
  finality: 'block',
};

describe('an offer token', () => {
  it('has the form of the protocol: version, expiry, nonce, MAC', () => {
    const token = makeOfferToken(KEY, TERMS, 0x01020304, NONCE);
    const bytes = Uint8Array.from(atob(token.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    expect([token.length, bytes.length]).toEqual([44, 33]);
    expect([...bytes.subarray(0, 17)]).toEqual([1, 1, 2, 3, 4, ...NONCE]);
  });

  it('is read with the key and terms that it was made with', () => {
    const time = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const texts = fc.record(
      Object.fromEntries(Object.keys(TERMS).map((name) => [name, fc.string()])) as Record<
        keyof OfferTerms,
        fc.Arbitrary<string>
      >,
    );
    fc.assert(
      fc.property(texts, time, fc.uint8Array({ minLength: 12, maxLength: 12 }), (terms, expiresAt, nonce) => {
        expect(readOfferToken([KEY], makeOfferToken(KEY, terms, expiresAt, nonce), terms)).toBe(expiresAt);
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.keys(TERMS) as (keyof OfferTerms)[])('is nothing for terms with another %s', (name) => {
    const token = makeOfferToken(KEY, TERMS, 1, NONCE);
    expect(readOfferToken([KEY], token, { ...TERMS, [name]: `${TERMS[name]}0` })).toBeUndefined();
  });

  it('cannot be moved from one term to its neighbour', () => {
    const token = makeOfferToken(KEY, { ...TERMS, amount: '1', asset: '2STX' }, 1, NONCE);
    expect(readOfferToken([KEY], token, { ...TERMS, amount: '12', asset: 'STX' })).toBeUndefined();
    expect(readOfferToken([KEY], token, { ...TERMS, amount: '1","2', asset: 'STX' })).toBeUndefined();
  });

  it('is nothing to another key, and is read by any of several', () => {
    const other = new Uint8Array(32).fill(3);
    const token = makeOfferToken(KEY, TERMS, 7, NONCE);
    expect(readOfferToken([other], token, TERMS)).toBeUndefined();
    expect(readOfferToken([], token, TERMS)).toBeUndefined();
    expect(readOfferToken([other, KEY], token, TERMS)).toBe(7);
  });

  it('is nothing with any bit changed, at any other length, or in any other alphabet', () => {
    const token = makeOfferToken(KEY, TERMS, 7, NONCE);
    const bytes = Uint8Array.from(atob(token.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    for (let bit = 0; bit < 264; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      const text = btoa(String.fromCharCode(...changed))
        .replaceAll('+', '-')
        .replaceAll('/', '_');
      expect(readOfferToken([KEY], text, TERMS)).toBeUndefined();
    }
    for (const text of [
      '',
      token.slice(1),
      `${token}A`,
      `${token.slice(0, 43)}=`,
      `${token.slice(0, 43)}+`,
      ` ${token}`,
    ]) {
      expect(readOfferToken([KEY], text, TERMS)).toBeUndefined();
    }
  });

  it('never fails on text from outside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readOfferToken([KEY], text, TERMS)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('keys', () => {
  it('differ by secret, by purpose and by network', () => {
    const secret = new Uint8Array(32).fill(1);
    const keys = [
      deriveKey(secret, 'offer', 'stacks:1'),
      deriveKey(secret, 'pass', 'stacks:1'),
      deriveKey(secret, 'pass', 'stacks:2147483648'),
      deriveKey(secret.slice().fill(2), 'offer', 'stacks:1'),
    ];
    expect(new Set(keys.map(String)).size).toBe(4);
  });
});

import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/addresses.json' with { type: 'json' };
import { bytesFromHex, hexFromBytes } from '../lib/bytes.js';
import { addressOfPublicKey } from './origin.js';
import { equalPrincipals, formatPrincipal, isPrincipalOn, type Principal, parsePrincipal } from './principal.js';

describe('principals', () => {
  it.each(vectors.principals)('reads and writes $name', ({ text, principal }) => {
    const parsed = parsePrincipal(text);
    expect({ ...parsed, hash160: hexFromBytes(parsed.hash160) }).toEqual(principal);
    expect(formatPrincipal(parsed)).toBe(text);
  });

  it.each(vectors.refused)('refuses $name', ({ text }) => {
    expect(() => parsePrincipal(text)).toThrow(expect.objectContaining({ code: 'invalid_address' }));
    expect(isPrincipalOn('stacks:1', text)).toBe(false);
  });

  it.each(vectors.publicKeys)('knows the addresses of the key $publicKey', ({ publicKey, mainnet, testnet }) => {
    expect(addressOfPublicKey(bytesFromHex(publicKey), 'stacks:1')).toBe(mainnet);
    expect(addressOfPublicKey(bytesFromHex(publicKey), 'stacks:2147483648')).toBe(testnet);
  });

  it('does not repeat very much text in its message', () => {
    expect(() => parsePrincipal('S'.repeat(5000))).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('S'.repeat(49)) }),
    );
  });

  it.each<[string, Principal]>([
    ['version 32', { version: 32, hash160: new Uint8Array(20) }],
    ['a negative version', { version: -1, hash160: new Uint8Array(20) }],
    ['half a version', { version: 1.5, hash160: new Uint8Array(20) }],
    ['19 bytes', { version: 22, hash160: new Uint8Array(19) }],
    ['an impossible name', { version: 22, hash160: new Uint8Array(20), contractName: 'a.b' }],
  ])('does not write %s', (_, principal) => {
    expect(() => formatPrincipal(principal)).toThrow(expect.objectContaining({ code: 'invalid_address' }));
  });

  it.each(['', '02', `04${'11'.repeat(32)}`, `02${'11'.repeat(31)}`, `02${'11'.repeat(33)}`])(
    'has no address for the key %j',
    (publicKey) => {
      expect(() => addressOfPublicKey(bytesFromHex(publicKey), 'stacks:1')).toThrow(
        expect.objectContaining({ code: 'invalid_address' }),
      );
    },
  );

  it('tells the networks apart, for accounts and contracts of one and of several signatures', () => {
    const on = (version: number) => {
      const text = formatPrincipal({ version, hash160: new Uint8Array(20).fill(5), contractName: 'x' });
      return [isPrincipalOn('stacks:1', text), isPrincipalOn('stacks:2147483648', text)];
    };
    expect(on(22)).toEqual([true, false]);
    expect(on(20)).toEqual([true, false]);
    expect(on(26)).toEqual([false, true]);
    expect(on(21)).toEqual([false, true]);
    expect(on(23)).toEqual([false, false]);
  });

  it('are equal only in version, hash and name', () => {
    const one = { version: 22, hash160: new Uint8Array(20), contractName: 'x' };
    expect(equalPrincipals(one, { ...one, hash160: new Uint8Array(20) })).toBe(true);
    expect(equalPrincipals(one, { ...one, version: 26 })).toBe(false);
    expect(equalPrincipals(one, { ...one, hash160: new Uint8Array(20).fill(1) })).toBe(false);
    expect(equalPrincipals(one, { ...one, contractName: 'y' })).toBe(false);
    expect(equalPrincipals(one, { version: 22, hash160: one.hash160 })).toBe(false);
  });
});

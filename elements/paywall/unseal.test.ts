/** PROTOCOL section 15, the reader's side: jose is the oracle, and whatever was changed opens nothing. */

import fc from 'fast-check';
import { base64url, CompactEncrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { unseal } from './unseal.js';

const KEY = Uint8Array.from({ length: 32 }, (_, index) => index);
const jwkOf = (key: Uint8Array) => ({ kty: 'oct', alg: 'A256GCM', k: base64url.encode(key) });
const KEY_TEXT = JSON.stringify(jwkOf(KEY));

function sealed(text: string, header: object = {}, key = KEY): Promise<string> {
  const protectedHeader = { alg: 'dir', enc: 'A256GCM', kid: 'https://keys.example/1', ...header };
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(protectedHeader).encrypt(key);
}

async function opened(jwe: string, key = KEY_TEXT): Promise<string> {
  return (await unseal(jwe, key)).text();
}

const UNREADABLE = expect.objectContaining({ name: 'X402Error', code: 'content_unreadable' });

describe('unsealing', () => {
  it('opens what jose has sealed, compressed or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 5000 }), fc.boolean(), async (text, isCompressed) => {
        expect(await opened(await sealed(text, isCompressed ? { zip: 'DEF' } : {}))).toBe(text);
      }),
    );
  });

  it('stops at more text than any page has, however small it is sealed', async () => {
    const bomb = await sealed('a'.repeat(40_000_000), { zip: 'DEF' }).catch(() => '');
    expect(bomb.length).toBeLessThan(100_000);
    await expect(opened(bomb)).rejects.toEqual(UNREADABLE);
  });

  it('takes whichever key of a set fits', async () => {
    const others = [1, 2, 3].map((byte) => jwkOf(new Uint8Array(32).fill(byte)));
    const set = JSON.stringify({ keys: [...others, jwkOf(KEY)] });
    expect(await opened(await sealed('The rest.'), set)).toBe('The rest.');
  });

  it('does not mind white space that an editor has put around it', async () => {
    expect(await opened(`\n  ${await sealed('The rest.')}\n`)).toBe('The rest.');
  });

  it('opens nothing of what was changed in one character', async () => {
    const jwe = await sealed('What was paid for, word by word. '.repeat(20), { zip: 'DEF' });
    const change = fc.tuple(fc.nat(jwe.length - 1), fc.constantFrom(...'ABCwxyz019-_.= '));
    await fc.assert(
      fc.asyncProperty(change, async ([at, character]) => {
        fc.pre(jwe[at] !== character);
        const damaged = jwe.slice(0, at) + character + jwe.slice(at + 1);
        // The last character of a part has bits that mean nothing: then it is the same content.
        const text = await opened(damaged).catch((error: unknown) => error);
        if (typeof text === 'string') expect(text).toBe(await opened(jwe));
        else expect(text).toEqual(UNREADABLE);
      }),
      { numRuns: 300 },
    );
  });

  it('opens nothing of what was cut short', async () => {
    const jwe = await sealed('What was paid for, word by word. '.repeat(20));
    await fc.assert(
      fc.asyncProperty(fc.nat(jwe.length - 1), async (length) => {
        await expect(opened(jwe.slice(0, length))).rejects.toEqual(UNREADABLE);
      }),
    );
  });

  it.each([
    ['another key', JSON.stringify(jwkOf(new Uint8Array(32)))],
    ['a key that is too short', JSON.stringify(jwkOf(KEY.slice(0, 16)))],
    ['no keys', '{"keys":[]}'],
    ['keys that are none', '{"keys":[null, 7, {}]}'],
    ['a list that is none', '{"keys":7}'],
    ['an error page', '<!doctype html>'],
    ['nothing', ''],
    ['null', 'null'],
  ])('opens nothing with %s', async (_, key) => {
    await expect(opened(await sealed('The rest.'), key)).rejects.toEqual(UNREADABLE);
  });

  it('opens nothing where there is nothing', async () => {
    await expect(opened('')).rejects.toEqual(UNREADABLE);
  });
});

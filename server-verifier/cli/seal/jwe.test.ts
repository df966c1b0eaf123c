/** PROTOCOL section 15, the author's side: jose is the oracle. */

import { randomFillSync } from 'node:crypto';
import fc from 'fast-check';
import { base64url, compactDecrypt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { unseal } from '../../../elements/paywall/unseal.js';
import { contentKey } from '../../content-key.js';
import { sealHtml } from './jwe.js';

const KEY = contentKey(new Uint8Array(32).fill(7), 'https://keys.example/articles/1', 1);

describe('a sealed text', () => {
  it('is a JWE that jose opens, and the reader', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 20_000 }), async (html) => {
        const jwe = await sealHtml(html, KEY, randomFillSync);
        const { plaintext } = await compactDecrypt(jwe, base64url.decode(KEY.k));
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(plaintext)).toBe(html);
        expect(Buffer.from(await (await unseal(jwe, JSON.stringify(KEY))).arrayBuffer())).toEqual(Buffer.from(html));
      }),
    );
  });

  it('names the resource in its header, and how it is sealed', async () => {
    const jwe = await sealHtml('<p>The rest.</p>', KEY, randomFillSync);
    const { kid } = KEY;
    expect(decodeProtectedHeader(jwe)).toEqual({ alg: 'dir', enc: 'A256GCM', zip: 'DEF', cty: 'text/html', kid });
    expect(jwe.split('.')).toHaveLength(5);
    expect(jwe).toMatch(/^[\w.-]+$/);
  });

  it('has an IV of its own each time, under the same key', async () => {
    const sealings = await Promise.all(Array.from({ length: 50 }, () => sealHtml('The rest.', KEY, randomFillSync)));
    expect(new Set(sealings.map((jwe) => jwe.split('.')[2])).size).toBe(50);
  });

  it('is shorter than the text, since no web server can compress it any more', async () => {
    const html = '<p>Words that come again and again in every text.</p>\n'.repeat(2000);
    expect((await sealHtml(html, KEY, randomFillSync)).length).toBeLessThan(html.length / 20);
  });
});

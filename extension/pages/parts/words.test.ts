import { describe, expect, it } from 'vitest';
import { texts as german } from '../texts/de.js';
import { texts as english } from '../texts/en.js';
import { isForeignName, plainText, siteName } from './plain-text.js';
import { fill, reasonText, refusalText, wordsOf } from './words.js';

/** Every sentence with the place where it stands. */
function sentences(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([name, part]) => sentences(part, `${path}.${name}`));
}
const placesIn = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort();

describe('the words of the pages', () => {
  it('have the same gaps in both languages, and nothing is empty', () => {
    const [one, other] = [sentences(english), sentences(german)];
    expect(other.map(([path]) => path).sort()).toEqual(one.map(([path]) => path).sort());
    const byPath = new Map(other);
    for (const [path, sentence] of one) {
      expect(sentence.trim(), path).not.toBe('');
      expect(placesIn(byPath.get(path) ?? ''), path).toEqual(placesIn(sentence));
    }
  });

  it('are German for all who speak it, and English for everybody else', () => {
    expect(['de', 'de-CH', 'de_AT'].map((tag) => wordsOf(tag.replace('_', '-')).texts === german)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['en-GB', 'fr', 'dex', 'ja'].map((tag) => wordsOf(tag).texts === english)).toEqual([true, true, true, true]);
    expect(wordsOf('fr').language).toBe('en');
  });

  it('say something of every error, and nothing that a stranger wrote', () => {
    expect(refusalText({ code: 'over_limit' }, english)).toBe(english.refusals.over_limit);
    for (const strange of [undefined, new Error('<b>'), { code: 'constructor' }, { code: 5 }]) {
      expect(refusalText(strange, english)).toBe(english.refusals.unknown);
    }
    expect(reasonText('their_own_code', english)).toBe('their_own_code');
    expect(fill('{a} of {b}', { a: '{b}', b: 2 })).toBe('{b} of 2');
  });
});

describe('what strangers wrote', () => {
  it('cannot turn the direction, or hide anything', () => {
    expect(plainText('pay \u202egpj.exe\u202c\u200b\u0000 now\nplease')).toBe('pay gpj.exe now please');
    expect(plainText('x'.repeat(500))).toHaveLength(200);
  });

  it('is a name in ASCII where it is a site', () => {
    expect(siteName(new URL('https://аpple.example').origin)).toBe('xn--pple-43d.example');
    expect(isForeignName(new URL('https://аpple.example').origin)).toBe(true);
    expect([siteName('http://localhost:1'), isForeignName('https://a.example')]).toEqual(['http://localhost:1', false]);
  });
});

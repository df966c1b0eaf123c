/** Text as nothing but its letters and digits: the same, however a feed, a search index or a script has wrapped, escaped or marked it up. */

import { parseFragment } from 'parse5';
import { textIn } from './html-tree.js';

/** What escapes of JSON and scripts stand for, however often they were escaped themselves. */
const ESCAPE = /\\{1,8}(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|[nrtbfv])/gi;
const CHARACTER = /&(?:amp;){0,4}(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,30}));/gi;
const TAG = /<[/!?]?[a-z][^<>]*>/gi;
const OTHERS = /[^\p{L}\p{N}]+/gu;

const named = new Map<string, string>();

/** Without tags, and what stands in them. */
export function lettersOf(text: string): string {
  return bare(decoded(text).replace(TAG, ''));
}

/** Tags and what stands in them are text, too: a description is one. */
export function lettersWithTags(text: string): string {
  return bare(decoded(text));
}

function bare(text: string): string {
  return text.normalize('NFKC').replace(OTHERS, '').toLowerCase();
}

function decoded(text: string): string {
  const unescaped = text.replace(ESCAPE, (_, any?: string, four?: string, two?: string) =>
    characterOf(any ?? four ?? two, 16),
  );
  return unescaped.replace(CHARACTER, (_, decimal?: string, hexadecimal?: string, name?: string) =>
    name === undefined ? characterOf(decimal ?? hexadecimal, decimal === undefined ? 16 : 10) : namedCharacter(name),
  );
}

/** Surrogates come one by one, and make a character together. */
function characterOf(digits: string | undefined, radix: number): string {
  const code = Number.parseInt(digits ?? '', radix);
  if (!(code <= 0x10ffff)) return ' ';
  return code <= 0xffff ? String.fromCharCode(code) : String.fromCodePoint(code);
}

function namedCharacter(name: string): string {
  const known = named.get(name) ?? textIn(parseFragment(`&${name};`));
  named.set(name, known);
  return known;
}

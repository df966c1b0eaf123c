import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_JSON_DEPTH, MAX_JSON_MEMBERS } from '../limits.js';
import { parseStrictJson } from './json.js';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('parseStrictJson', () => {
  it('agrees with JSON.parse on every value without __proto__', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        fc.pre(!text.includes('__proto__'));
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('is not confused by colons, quotes, braces and backslashes inside strings', () => {
    const odd = fc.string({ unit: fc.constantFrom(':', '"', '\\', '{', '}', ',', 'a', '\u0000', '\ud83d\ude00') });
    fc.assert(
      fc.property(fc.dictionary(odd, odd), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a name that stands twice, at any depth and in any spelling', () => {
    for (const text of ['{"a":1,"a":1}', '{"a":[{"b":1,"\\u0062":2}]}', '{"":0,"":0}', '{"a":{"a":1},"a":2}']) {
      expect(parseStrictJson(text), text).toBeUndefined();
    }
    expect(parseStrictJson('{"a":{"a":{"a":1}}}')).toEqual({ a: { a: { a: 1 } } });
  });

  it('refuses __proto__ and leaves the prototype of objects alone', () => {
    expect(parseStrictJson('{"__proto__":{"polluted":1}}')).toBeUndefined();
    expect(parseStrictJson('[{"\\u005f_proto__":1}]')).toBeUndefined();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(parseStrictJson('{"constructor":1,"toString":2,"hasOwnProperty":3}')).toEqual({
      constructor: 1,
      toString: 2,
      hasOwnProperty: 3,
    });
  });

  it('refuses numbers that no double can hold', () => {
    expect(parseStrictJson('[1e308,-1e308]')).toEqual([1e308, -1e308]);
    expect(parseStrictJson('1e309')).toBeUndefined();
    expect(parseStrictJson('{"a":[-1e400]}')).toBeUndefined();
  });

  it(`takes depth ${MAX_JSON_DEPTH} and refuses one more`, () => {
    expect(parseStrictJson(nested(MAX_JSON_DEPTH))).toBeDefined();
    expect(parseStrictJson(nested(MAX_JSON_DEPTH + 1))).toBeUndefined();
    expect(parseStrictJson(nested(100_000))).toBeUndefined();
  });

  it(`takes ${MAX_JSON_MEMBERS} members and refuses one more`, () => {
    const list = (members: number) => JSON.stringify(Array(members).fill(0));
    expect(parseStrictJson(list(MAX_JSON_MEMBERS))).toBeDefined();
    expect(parseStrictJson(list(MAX_JSON_MEMBERS + 1))).toBeUndefined();
    expect(parseStrictJson(`{"a":${list(MAX_JSON_MEMBERS)}}`)).toBeUndefined();
  });
});

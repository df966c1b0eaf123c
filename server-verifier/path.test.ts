import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizePath, resourceUrl, splitUrl } from './path.js';

const refused = expect.objectContaining({ code: 'invalid_path' });

describe('a normal path', () => {
  it.each([
    ['/', '/'],
    ['/a/b', '/a/b'],
    ['/a/', '/a/'],
    ['/%61', '/a'],
    ['/caf%c3%a9', '/caf%C3%A9'],
    ['/caf\u00e9', '/caf%C3%A9'],
    ['/a b', '/a%20b'],
    ["/$&+,;=:@!*'()~-._", "/$&+,;=:@!*'()~-._"],
    ['/%3F%23', '/%3F%23'],
    ['/100%25', '/100%25'],
    ['/%252e%252e', '/%252e%252e'],
    ['/...', '/...'],
    ['/.well-known/x', '/.well-known/x'],
  ])('of %s is %s', (path, normal) => {
    expect(normalizePath(path)).toBe(normal);
  });

  it.each([
    '',
    'a',
    '//',
    '//a',
    '/a//b',
    '/a//',
    '/.',
    '/..',
    '/a/../b',
    '/a/./b',
    '/%2e',
    '/%2E%2e/x',
    '/a/.%2e',
    '/\\',
    '/a\\b',
    '/a%2Fb',
    '/a%2fb',
    '/a%5cb',
    '/%',
    '/%z',
    '/%1',
    '/%ff',
    '/%c3',
    '/%c0%ae',
    '/%ed%a0%80',
    '/\ud800',
    '/a%00',
    '/%0d%0a',
    '/a\u007f',
    `/${'a'.repeat(2048)}`,
  ])('does not exist of %j', (path) => {
    expect(() => normalizePath(path)).toThrow(refused);
  });

  it('stays the same when it is made normal again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { maxLength: 5 }),
        (segments) => {
          const path = `/${segments.map(encodeURIComponent).join('/')}`;
          let normal: string;
          try {
            normal = normalizePath(path);
          } catch {
            return;
          }
          expect(normalizePath(normal)).toBe(normal);
          expect(new URL(normal, 'https://x.example').pathname).toBe(normal);
          expect(normal.split('/').slice(1).map(decodeURIComponent)).toEqual(segments.length ? segments : ['']);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is the same for all spellings of one decoded path, and differs for two', () => {
    const spelled = (text: string) =>
      [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16)}`).join('');
    const segment = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[./\\%\p{Cc}]/u.test(text));
    fc.assert(
      fc.property(segment, segment, (one, other) => {
        expect(normalizePath(`/${spelled(one)}`)).toBe(normalizePath(`/${encodeURIComponent(one)}`));
        if (one !== other) expect(normalizePath(`/${spelled(one)}`)).not.toBe(normalizePath(`/${spelled(other)}`));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the URL of a resource', () => {
  const url = (request: string, query: string[] = []) => resourceUrl('https://shop.example', request, query);

  it('is at the configured origin', () => {
    expect(url('http://evil.example:99/a?x=1#y')).toBe('https://shop.example/a');
    expect(url('/a')).toBe('https://shop.example/a');
    expect(url('https://evil.example')).toBe('https://shop.example/');
  });

  it('has the named parameters in the order of the terms, and no others', () => {
    expect(url('/a?c=3&b=2&a=1', ['a', 'b'])).toBe('https://shop.example/a?a=1&b=2');
    expect(url('/a?x=1', ['a'])).toBe('https://shop.example/a');
    expect(url('/a?a=', ['a'])).toBe('https://shop.example/a?a=');
    expect(url('/a?a=%26b%3D1', ['a', 'b'])).toBe('https://shop.example/a?a=%26b%3D1');
  });

  it('does not exist when a named parameter stands there twice', () => {
    expect(() => url('/a?a=1&a=2', ['a'])).toThrow(refused);
    expect(() => url('/a?a=1&%61=1', ['a'])).toThrow(refused);
  });

  it('has a bound', () => {
    expect(() => url(`/a?a=${'x'.repeat(2048)}`, ['a'])).toThrow(refused);
    expect(() => url(`/${'%F0%9F%98%80'.repeat(180)}`)).toThrow(refused);
  });
});

describe('splitting a URL', () => {
  it.each([
    ['https://x.example/a?b#c', '/a', 'b'],
    ['https://x.example', '/', ''],
    ['https://x.example?b', '/', 'b'],
    ['/a?b?c', '/a', 'b?c'],
    ['https://x.example/a\\b', '/a\\b', ''],
    ['//x.example/a', '//x.example/a', ''],
    ['/a#b?c', '/a', ''],
  ])('%s', (text, path, search) => {
    expect(splitUrl(text)).toEqual({ path, search });
  });
});

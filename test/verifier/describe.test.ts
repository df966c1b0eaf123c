/** What a route says of itself to catalogues (x402 extension `bazaar`): bounded, and refused when it is configured. */

import { describe, expect, it } from 'vitest';
import type { Description, Terms } from 'x402pay/verifier';
import { asks, offersOf, openShop, TERMS } from './shop.js';

function nested(depth: number): object {
  return depth === 0 ? {} : { a: nested(depth - 1) };
}

const circular: Record<string, unknown> = {};
circular.self = circular;

describe('a description', () => {
  it.each<[string, unknown]>([
    ['a text', 'weather'],
    ['a list', [{}]],
    ['a misspelt part', { inputs: {} }],
    ['an input that is no object', { input: 'city' }],
    ['a schema that is no object', { inputSchema: true }],
    ['another type of body', { bodyType: 'xml' }],
    ['an output without an example', { output: { schema: {} } }],
    ['a template that is no path', { routeTemplate: 'articles/:id' }],
    ['a template that climbs', { routeTemplate: '/articles/../:id' }],
    ['a template that is a URL', { routeTemplate: '/https://other.example' }],
    ['a schema that refers to another place', { inputSchema: { $ref: 'https://other.example/schema' } }],
    ['what is no JSON', { input: { amount: 1n } }],
    ['what has no end', { input: circular }],
    ['more than 4096 characters', { input: { text: 'a'.repeat(4096) } }],
    ['more than clients read: too deep', { input: nested(12) }],
    [
      'more than clients read: too many members',
      {
        input: Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`a${index}`, 0])),
        output: { example: Array.from({ length: 600 }, () => 0) },
      },
    ],
  ])('is refused for %s', (_, given) => {
    const terms = { ...TERMS, describe: given as Description };
    expect(() => openShop().verifier.protect(terms)).toThrow(
      expect.objectContaining({ code: 'invalid_configuration' }),
    );
  });

  it('may have 4096 characters, and not one more', async () => {
    const shell = JSON.stringify({ input: { text: '' } }).length;
    const terms = (length: number): Terms => ({ ...TERMS, describe: { input: { text: 'a'.repeat(length - shell) } } });
    const { verifier } = openShop();
    expect((await offersOf(verifier.protect(terms(4096)), asks(`/${'a'.repeat(2000)}`))).extensions).toHaveProperty(
      'bazaar',
    );
    expect(() => verifier.protect(terms(4097))).toThrow(expect.objectContaining({ field: 'describe' }));
  });

  it('is read once, when the terms are: later changes to the object do not go out', async () => {
    const input = { city: 'Basel' };
    const guarded = openShop().verifier.protect({ ...TERMS, describe: { input } });
    input.city = 'x'.repeat(10_000);
    expect(JSON.stringify((await offersOf(guarded)).extensions)).toContain('"city":"Basel"');
  });
});

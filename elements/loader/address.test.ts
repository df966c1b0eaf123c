import { describe, expect, it } from 'vitest';
import { addressOf } from './address.js';

const URL = 'https://cdn.example:8443/blog/x402pay.js?ver=6.4';

describe("the script's own address", () => {
  it('is that of its element, where the browser says it', () => {
    expect(addressOf({ src: URL }, 'Error\n    at https://other.example/bundle.js:1:2')).toBe(URL);
  });

  it.each([
    ['Chrome', `Error\n    at ${URL}:1:100\n    at ${URL}:1:121`],
    ['Chrome, in a function', `Error\n    at load (${URL}:1:100)\n    at ${URL}:1:121`],
    ['Firefox', `@${URL}:1:100\n@${URL}:1:121\n`],
    ['Firefox, in a function', `load@${URL}:1:100\n@${URL}:1:121\n`],
    ['Safari', `module code@${URL}:1:100`],
  ])('is in the stack of %s, where it is a module', (_, stack) => {
    expect(addressOf(null, stack)).toBe(URL);
    expect(addressOf({ src: '' }, stack)).toBe(URL);
  });

  it('is unknown without either', () => {
    expect(addressOf(null)).toBeUndefined();
  });
});

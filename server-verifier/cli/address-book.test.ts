import { describe, expect, it } from 'vitest';
import { isX402Error } from '../../src/errors.js';
import { readAddressBook, resolveAddress } from './address-book.js';

const creator = 'SP1THWXMBKBY3EZAHWM1J5ZC3A4W02RY5DAS3E3AB';
const testnet = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM';
const pox = 'SP000000000000000000002Q6VF78.pox-4';

describe('the address book', () => {
  it('finds names of the file, and takes addresses as they are', () => {
    const book = bookOf({ addresses: { creator: pox, other: testnet } });
    expect(resolveAddress('creator', book, 'stacks:1', 'mainnet')).toBe(pox);
    expect(resolveAddress(pox, book, 'stacks:1', 'mainnet')).toBe(pox);
    expect(resolveAddress(testnet, book, 'stacks:2147483648', 'testnet')).toBe(testnet);
  });

  it('is empty without the default file, but not without one that was asked for', () => {
    expect(readAddressBook(undefined, { readText: () => undefined }).addresses.size).toBe(0);
    expect(codeOf(() => readAddressBook('a.json', { readText: () => undefined }))).toBe('invalid_configuration');
  });

  it.each([
    ['no JSON', '{ addresses'],
    ['a list', '[]'],
    ['no addresses', '{}'],
    ['a name with a space', '{ "addresses": { "the creator": "SP…" } }'],
    ['an address that is no text', '{ "addresses": { "creator": 1 } }'],
    ['a misspelt member', '{ "adresses": {} }'],
    ['a file that is too long', JSON.stringify({ addresses: { creator: 'S'.repeat(300_000) } })],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => readAddressBook(undefined, { readText: () => text }))).toBe('invalid_configuration');
  });

  it.each([
    ['unknown', 'stacks:1'],
    ['constructor', 'stacks:1'],
    ['__proto__', 'stacks:1'],
    ['other', 'stacks:1'],
    [testnet, 'stacks:1'],
    [creator.slice(0, -1), 'stacks:1'],
    ['creator', 'stacks:2147483648'],
  ] as const)('does not know %s on %s', (name, network) => {
    const book = bookOf({ addresses: { creator: pox, other: testnet } });
    expect(codeOf(() => resolveAddress(name, book, network, 'mainnet'))).toBe('invalid_address');
  });
});

function bookOf(configuration: unknown) {
  return readAddressBook('mine.json', { readText: () => JSON.stringify(configuration) });
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (isX402Error(error)) return error.code;
    throw error;
  }
  return undefined;
}

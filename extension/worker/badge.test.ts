import { describe, expect, it } from 'vitest';
import type { Entry } from '../ledger/entry.js';
import { type BadgeFacts, badgeText } from './badge.js';

const NOW = Date.UTC(2030, 0, 15, 12);
const HOUR = 60 * 60 * 1000;

function spent(amountAtomic: string, change: Partial<Entry> = {}): Entry {
  return {
    ...{ id: amountAtomic, state: 'delivered', network: 'stacks:1', site: 'https://blog.example' },
    ...{ seller: 'https://blog.example', domain: 'blog.example', resource: 'https://blog.example/a', method: 'GET' },
    ...{ asset: 'STX', symbol: 'STX', decimals: 6, amountAtomic, maxFeeAtomic: '20000', payTo: 'payee' },
    ...{ challenge: amountAtomic, approved: false, at: NOW - HOUR },
    ...change,
  };
}
const textOf = (entries: readonly Entry[], change: Partial<BadgeFacts> = {}) =>
  badgeText({ entries, needsPerson: false, paused: false, now: NOW, network: 'stacks:1', asset: 'STX', ...change });

describe('the badge', () => {
  it('shows what was spent in a day: on this network, in this asset, and not what came back or went home', () => {
    const entries = [
      spent('250000'),
      spent('1000000', { state: 'sent' }),
      spent('7000000', { network: 'stacks:2147483648' }),
      spent('9', { asset: 'SP000000000000000000002Q6VF78.token' }),
      spent('30000000', { state: 'released' }),
      spent('40000000', { state: 'cancelled' }),
      spent('50000000', { withdrawal: true }),
      spent('60000000', { at: NOW - 25 * HOUR }),
    ];
    expect(textOf(entries)).toBe('1.25');
    expect(textOf(entries, { network: 'stacks:2147483648' })).toBe('7');
    expect(textOf([])).toBe('');
  });

  it.each([
    ['250000', '0.25'],
    ['1', '<.01'],
    ['12345678', '12.3'],
    ['123456789', '123'],
    ['1234567890', '1234'],
    ['12345678900000', '999+'],
  ])('has room for four characters: %s is %s', (atomic, text) => {
    expect(textOf([spent(atomic)])).toBe(text);
  });

  it('says first that a person is needed, then that everything is paused', () => {
    const entries = [spent('250000')];
    expect(textOf(entries, { needsPerson: true, paused: true })).toBe('!');
    expect(textOf(entries, { paused: true })).toBe('…');
  });
});

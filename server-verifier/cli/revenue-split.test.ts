import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isX402Error } from '../../src/errors.js';
import { formatPercent, renderRevenueSplit, type SplitRecipient } from './revenue-split.js';

const template = readFileSync(new URL('../../contracts/revenue-split.clar', import.meta.url), 'utf8');
const TESTNET = 'stacks:2147483648';
const alice = 'ST1SJ3DTE5DN7X54YDH5D64R3BCB6A2AG2ZQ8YPD5';
const bob = 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG';
const treasury = `${bob}.treasury`;

describe('renderRevenueSplit', () => {
  it('changes nothing of the template but the marked recipients', () => {
    const source = renderRevenueSplit(template, shares([alice, 8000], [treasury, 2000]), TESTNET);
    const changed = source.split('\n').filter((line) => !template.split('\n').includes(line));
    expect(changed).toEqual([
      `  { recipient: '${alice}, basis-points: u8000 } ;; 80 %`,
      `  { recipient: '${treasury}, basis-points: u2000 } ;; 20 %`,
    ]);
    expect(source.split('\n')).toHaveLength(template.split('\n').length + 1);
  });

  it('renders an already rendered source again, to the same bytes as the template', () => {
    const first = renderRevenueSplit(template, shares([alice, 1], [bob, 9999]), TESTNET);
    const second = renderRevenueSplit(first, shares([alice, 8000], [bob, 2000]), TESTNET);
    expect(second).toBe(renderRevenueSplit(template, shares([alice, 8000], [bob, 2000]), TESTNET));
  });

  it('writes ASCII only: the chain takes nothing else', () => {
    expect(renderRevenueSplit(template, shares([alice, 3333], [bob, 6667]), TESTNET)).toMatch(/^[\n\x20-\x7e]+$/);
  });

  it.each<[string, SplitRecipient[], string, string]>([
    ['no recipient', [], 'invalid_configuration', 'recipients'],
    ['one recipient', shares([alice, 10_000]), 'invalid_configuration', 'recipients'],
    [
      'eleven recipients',
      Array(11).fill({ principal: alice, basisPoints: 900 }),
      'invalid_configuration',
      'recipients',
    ],
    ['a recipient twice', shares([alice, 5000], [alice, 5000]), 'invalid_configuration', 'recipients[1]'],
    ['shares of less than all', shares([alice, 5000], [bob, 4999]), 'invalid_configuration', 'recipients'],
    ['shares of more than all', shares([alice, 5000], [bob, 5001]), 'invalid_configuration', 'recipients'],
    ['a share of nothing', shares([alice, 9999], [bob, 0]), 'invalid_configuration', 'recipients[1]'],
    ['a negative share', shares([alice, -1], [bob, 10_001]), 'invalid_configuration', 'recipients[0]'],
    ['a broken share', shares([alice, 5000.5], [bob, 4999.5]), 'invalid_configuration', 'recipients[0]'],
    ['a share that is no number', shares([alice, Number.NaN], [bob, 5000]), 'invalid_configuration', 'recipients[0]'],
    ['a wrong checksum', shares([alice.replace('SJ', 'SK'), 5000], [bob, 5000]), 'invalid_address', 'recipients[0]'],
    ['code in an address', shares([alice, 5000], [`${bob} })`, 5000]), 'invalid_address', 'recipients[1]'],
    ['code in a contract name', shares([alice, 5000], [`${bob}.a)\n(b`, 5000]), 'invalid_address', 'recipients[1]'],
  ])('refuses %s', (_, recipients, code, field) => {
    expect(refusal(() => renderRevenueSplit(template, recipients, TESTNET))).toMatchObject({ code, field });
  });

  it('refuses recipients of another network', () => {
    const recipients = shares([alice, 8000], [bob, 2000]);
    expect(refusal(() => renderRevenueSplit(template, recipients, 'stacks:1'))).toMatchObject({
      code: 'invalid_address',
    });
  });

  it.each([
    ['without the marked block', 'nothing here'],
    ['with two marked blocks', template + template],
  ])('refuses a template %s', (_, broken) => {
    const recipients = shares([alice, 8000], [bob, 2000]);
    expect(refusal(() => renderRevenueSplit(broken, recipients, TESTNET))).toMatchObject({
      code: 'invalid_configuration',
    });
  });
});

describe('formatPercent', () => {
  it('writes any basis points with at most two decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (basisPoints) => {
        const percent = formatPercent(basisPoints);
        expect(percent).toMatch(/^\d{1,3}(\.\d{1,2})?$/);
        const [whole, fraction = ''] = percent.split('.') as [string, string?];
        expect(Number(whole + fraction.padEnd(2, '0'))).toBe(basisPoints);
      }),
    );
  });
});

function shares(...entries: [string, number][]): SplitRecipient[] {
  return entries.map(([principal, basisPoints]) => ({ principal, basisPoints }));
}

function refusal(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (isX402Error(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

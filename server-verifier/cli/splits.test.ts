import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isX402Error } from '../../src/errors.js';
import { formatPercent } from './revenue-split.js';
import { parseSplits } from './splits.js';

describe('parseSplits', () => {
  it('reads names and addresses, whole percents and broken ones, with and without the sign', () => {
    expect(parseSplits('creator:80,ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG.dao:19.5%, agent:0.50')).toEqual([
      { name: 'creator', basisPoints: 8000 },
      { name: 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG.dao', basisPoints: 1950 },
      { name: 'agent', basisPoints: 50 },
    ]);
  });

  it('gives back any split that was written as percentages', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(cuts, (points) => {
        const edges = [0, ...points.sort((left, right) => left - right), 10_000];
        const shares = edges.slice(1).map((edge, index) => edge - (edges[index] as number));
        const text = shares.map((basisPoints, index) => `name${index}:${formatPercent(basisPoints)}`).join(',');
        expect(parseSplits(text).map(({ basisPoints }) => basisPoints)).toEqual(shares);
      }),
    );
  });

  it.each([
    ['', /is not one/],
    ['creator', /is not one/],
    ['creator:80', /2 to 10 recipients/],
    ['creator:80,', /is not one/],
    ['creator:80,platform:19.99', /99\.99 %/],
    ['creator:80,platform:20.01', /100\.01 %/],
    ['creator:80,platform:20.001', /is not one/],
    ['creator:100,platform:0', /leave it out/],
    ['creator:-10,platform:110', /is not one/],
    ['creator:1e2,platform:0', /is not one/],
    ['creator:٨٠,platform:20', /is not one/],
    [':80,platform:20', /is not one/],
    ['a b:80,platform:20', /is not one/],
    [`${Array(11).fill('a:9').join(',')},b:1`, /it has 12/],
    ['x'.repeat(2001), /too long/],
  ])('refuses %j', (text, message) => {
    try {
      parseSplits(text);
    } catch (error) {
      expect(isX402Error(error) && error.code).toBe('invalid_configuration');
      expect(String(error)).toMatch(message);
      return;
    }
    throw new Error('was not refused');
  });
});

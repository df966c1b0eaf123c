/** Whatever sellers, the clock and crashes do, in whatever order: the limits hold. */

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { events, generous, oneSite, policies, World } from '../../test/property/budget-world.js';

describe('a budget', () => {
  it('is never overspent, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(policies, fc.array(events, { minLength: 20, maxLength: 120 }), (policy, story) => {
        const world = new World(policy);
        for (const event of story) world.happen(event);
      }),
      { numRuns: 600 },
    );
  });

  it('pays nobody without a question whom no person has let be paid, whatever is granted and taken back', () => {
    fc.assert(
      fc.property(generous, fc.array(oneSite, { minLength: 10, maxLength: 60 }), (policy, story) => {
        const world = new World(policy);
        for (const event of story) world.happen(event);
      }),
      { numRuns: 1500 },
    );
  });
});

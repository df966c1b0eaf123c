/** Inputs that several commands draw from. */

import fc from 'fast-check';
import { RECIPIENTS } from '../chain.js';
import { PAYERS } from '../model.js';

/** Few units, where rounding shows, as often as many. */
export const amounts: fc.Arbitrary<bigint> = fc.oneof(fc.bigInt(1n, 30n), fc.bigInt(1n, 10n ** 9n));

/** Anyone who can sign: a contract cannot. */
export const signers: fc.Arbitrary<string> = fc.constantFrom(
  ...PAYERS,
  ...RECIPIENTS.filter((principal) => !principal.includes('.')),
);

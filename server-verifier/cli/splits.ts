/** The shares as a person writes them: `creator:80,platform:20`. */

import { X402Error } from '../../src/errors.js';
import { formatPercent, RECIPIENTS, WHOLE } from './revenue-split.js';

/** One share, before the name has been looked up. */
export interface NamedShare {
  /** A name of the address book, or an address. */
  readonly name: string;
  readonly basisPoints: number;
}

const MAX_LENGTH = 2000;
/** Percent with at most two decimals: basis points are the smallest that the contract knows. */
const SHARE = /^([^:\s]+):(\d{1,3})(?:\.(\d{1,2}))?%?$/;

/**
 * Reads `creator:80,platform:20`: names or addresses with percentages that add up to 100.
 *
 * @throws `invalid_configuration` with field `splits`
 */
export function parseSplits(text: string): NamedShare[] {
  if (text.length > MAX_LENGTH) refuse('--splits is too long.');
  const shares = text.split(',').map((part, index) => parseShare(part.trim(), index + 1));
  if (shares.length < RECIPIENTS.least || shares.length > RECIPIENTS.most) {
    refuse(`--splits needs ${RECIPIENTS.least} to ${RECIPIENTS.most} recipients; it has ${shares.length}.`);
  }
  const total = shares.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
  if (total !== WHOLE) refuse(`--splits adds up to ${formatPercent(total)} %; it must be exactly 100 %.`);
  return shares;
}

/** Messages do not repeat what was written: it may be a key in the wrong place. */
function parseShare(part: string, place: number): NamedShare {
  const [, name, whole, fraction = ''] = SHARE.exec(part) ?? [];
  if (name === undefined || whole === undefined) {
    refuse(`Share ${place} of --splits is not one; write it like creator:80 or creator:33.33, several with commas.`);
  }
  const basisPoints = Number(whole + fraction.padEnd(2, '0'));
  if (basisPoints === 0) refuse(`Share ${place} of --splits is nothing; leave it out.`);
  return { name, basisPoints };
}

function refuse(message: string): never {
  throw new X402Error('invalid_configuration', message, { field: 'splits' });
}

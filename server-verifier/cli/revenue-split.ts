/** Writes the recipients into the template of the revenue-split contract. */

import { X402Error } from '../../src/errors.js';
import { type Network, networkInfo } from '../../src/networks.js';
import { isPrincipalOn } from '../../src/stacks.js';

/** Basis points in the whole: 10,000 are 100 %. */
export const WHOLE = 10_000;
/** Fewest and most recipients of one contract. */
export const RECIPIENTS = { least: 2, most: 10 } as const;

/** One recipient of a revenue split. */
export interface SplitRecipient {
  /** Account or contract that receives the share. */
  readonly principal: string;
  /** The share of every payment, in basis points: 8,000 are 80 %. */
  readonly basisPoints: number;
}

const MARKED = /^;; recipients: begin\n[\s\S]*?\n;; recipients: end$/gm;

/**
 * The source of a revenue-split contract: the template with these recipients in the marked lines, everything else as it is. The same
 * input gives the same bytes, so that anyone can render it again and compare it with what is on the chain.
 *
 * @param template the text of `contracts/revenue-split.clar`
 * @param recipients two to ten different ones that have 10,000 basis points together; the first also takes what rounding leaves
 * @param network where it will be deployed; all recipients must exist there
 * @throws `invalid_configuration` or `invalid_address`, with `field` saying which recipient (`recipients[1]`)
 * @example
 * ```ts
 * const source = renderRevenueSplit(template, [
 *   { principal: 'ST1SJ3DTE5DN7X54YDH5D64R3BCB6A2AG2ZQ8YPD5', basisPoints: 8000 },
 *   { principal: 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG', basisPoints: 2000 },
 * ], 'stacks:2147483648');
 * ```
 */
export function renderRevenueSplit(template: string, recipients: readonly SplitRecipient[], network: Network): string {
  checkRecipients(recipients, network);
  if (template.match(MARKED)?.length !== 1) {
    throw new X402Error('invalid_configuration', 'The template does not have exactly one block of marked recipients.');
  }
  const entries = recipients.map(({ principal, basisPoints }) => {
    return `  { recipient: '${principal}, basis-points: u${basisPoints} } ;; ${formatPercent(basisPoints)} %`;
  });
  const block = [
    ';; recipients: begin',
    '(define-constant RECIPIENTS (list',
    ...entries,
    '))',
    ';; recipients: end',
  ].join('\n');
  return template.replace(MARKED, () => block);
}

/** `8000` → `80`, `3333` → `33.33`. */
export function formatPercent(basisPoints: number): string {
  return String(basisPoints / 100);
}

function checkRecipients(recipients: readonly SplitRecipient[], network: Network): void {
  const { least, most } = RECIPIENTS;
  if (recipients.length < least || recipients.length > most) {
    refuse(`A split needs ${least} to ${most} recipients; this one has ${recipients.length}.`, 'recipients');
  }
  const seen = new Set<string>();
  for (const [index, { principal, basisPoints }] of recipients.entries()) {
    const field = `recipients[${index}]`;
    if (!isPrincipalOn(network, principal)) {
      const example = network === 'stacks:1' ? 'SP…' : 'ST…';
      throw new X402Error(
        'invalid_address',
        `"${principal.slice(0, 90)}" is not an address of ${networkInfo(network).name}; it looks like ${example} there.`,
        { field },
      );
    }
    if (seen.has(principal)) refuse(`${principal} is a recipient twice; give it one share.`, field);
    seen.add(principal);
    if (!Number.isInteger(basisPoints) || basisPoints < 1 || basisPoints >= WHOLE) {
      refuse(`The share of ${principal} must be a whole number of basis points from 1 to ${WHOLE - 1}.`, field);
    }
  }
  const total = recipients.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
  if (total !== WHOLE) {
    refuse(`The shares add up to ${formatPercent(total)} %; they must add up to 100 %.`, 'recipients');
  }
}

function refuse(message: string, field: string): never {
  throw new X402Error('invalid_configuration', message, { field });
}

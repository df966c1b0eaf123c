/** Every way the extension says no: one union of stable codes. Texts for people are maps from it, in the pages. */

import type { AskReason, RefuseReason } from '../src/budget.js';
import type { X402ErrorCode } from '../src/errors.js';

export type RefusalCode =
  | X402ErrorCode
  | AskReason
  | RefuseReason
  /** There is no account yet. */
  | 'no_account'
  /** There is an account already. */
  | 'account_exists'
  /** The passphrase is needed first. */
  | 'locked'
  | 'wrong_passphrase'
  | 'weak_passphrase'
  | 'invalid_seed'
  /** The vault's record is of another version, or damaged. */
  | 'unreadable_vault'
  /** A line of what was paid is damaged: nothing may be paid with the rest. */
  | 'unreadable_ledger'
  /** The browser itself has seen no such request for payment on the network. */
  | 'no_challenge_observed'
  /** What was asked for is not one of the messages that this side takes. */
  | 'invalid_message'
  /** The site was paid several times lately, and did not deliver. */
  | 'many_failures'
  /** A person said no. */
  | 'declined'
  /** There is no such payment, or it cannot take this step. */
  | 'no_such_payment';

/** Carries a code and what a page may know; never a secret. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string = code, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** The code of whatever was thrown; what nobody expected has none of ours. */
export function codeOf(error: unknown): RefusalCode | undefined {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown };
  const isOurs = name === 'Refusal' || name === 'X402Error';
  return isOurs && typeof code === 'string' ? (code as RefusalCode) : undefined;
}

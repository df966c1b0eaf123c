/** Takes money out of the budget before anything is signed. */

import { type Decision, decide, grantFor } from './decide.js';
import { addGrant, type BudgetLedger } from './ledger.js';
import { LONGEST_PAUSE } from './period.js';
import type { BudgetPolicy, BudgetRequest } from './policy.js';

export interface Reserved {
  readonly decision: Decision;
  /** With the spending in it where the decision is to pay; else with nothing but the time. */
  readonly ledger: BudgetLedger;
}

export interface Reservation {
  /** Names the spending from now on; never used twice. */
  readonly id: string;
  readonly now: number;
  /** A person has said that this payee may be paid without asking from now on, up to this price. It holds where the decision is to pay. */
  readonly grantUpToAtomic?: bigint | undefined;
}

/** Decides, and reserves in the same step, so that between the two nobody else can have the money. */
export function reserve(
  policy: BudgetPolicy,
  ledger: BudgetLedger,
  request: BudgetRequest,
  { id, now, grantUpToAtomic }: Reservation,
): Reserved {
  const decision = ledger.spendings.some((one) => one.id === id)
    ? ({ verdict: 'refuse', why: 'invalid_request' } as const)
    : decide(policy, ledger, request, now);
  if (decision.verdict !== 'pay') return { decision, ledger: advance(ledger, now) };
  const at = Math.max(ledger.clock, now);
  const spending = { ...request, id, at, state: 'reserved' as const };
  const reserved = { ...ledger, clock: at, spendings: [...ledger.spendings, spending] };
  const grant =
    grantUpToAtomic === undefined ? decision.grant : { ...grantFor(policy, request, at, grantUpToAtomic), given: true };
  return { decision, ledger: grant ? addGrant(reserved, grant) : reserved };
}

/** The time as it is now, unless it ran backwards, or jumped so far that a person has to look at it first. */
export function advance(ledger: BudgetLedger, now: number): BudgetLedger {
  const isPlausible = Number.isSafeInteger(now) && now > ledger.clock;
  const isJump = ledger.clock > 0 && now - ledger.clock > LONGEST_PAUSE;
  return isPlausible && !isJump ? { ...ledger, clock: now } : ledger;
}

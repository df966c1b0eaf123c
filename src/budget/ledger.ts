/** What was spent, what is being spent, and who may be paid, as plain values. Time is in milliseconds since 1970. */

import { X402Error } from '../errors.js';
import type { BudgetRequest } from './policy.js';

/**
 * `reserved`: taken out of the budget, nothing is signed. `signed`: somebody else may hold the payment, and it can land at any later time.
 * `settled`: it has landed. `released`: it can never land.
 */
type SpendingState = 'reserved' | 'signed' | 'settled' | 'released';

export interface Spending extends BudgetRequest {
  readonly id: string;
  readonly state: SpendingState;
  /** When it was reserved. */
  readonly at: number;
  /** When it was settled or released. */
  readonly closedAt?: number;
}

/** One payee of one seller on one site may be paid without asking, up to a price, for a time. */
export interface Grant {
  readonly site: string;
  readonly seller: string;
  readonly asset: string;
  readonly payTo: string;
  /** Dearer payments ask. */
  readonly upToAtomic: bigint;
  readonly at: number;
  readonly expiresAt: number;
  /** A person has said so: it holds where nothing else may be paid without asking. Else it only says who is paid where everything may be. */
  readonly given?: boolean | undefined;
}

export interface BudgetLedger {
  /** The latest time that was ever seen: time never runs backwards here, whatever the computer's clock does. */
  readonly clock: number;
  readonly spendings: readonly Spending[];
  readonly grants: readonly Grant[];
}

export const EMPTY_LEDGER: BudgetLedger = { clock: 0, spendings: [], grants: [] };

/** Until it is closed, a payment can land today as well as tomorrow: it counts in every period. */
function isOpen({ state }: Spending): boolean {
  return state === 'reserved' || state === 'signed';
}

/** The last moment at which the spending may have happened; `undefined` for what never happened. */
export function lastMoment(spending: Spending): number | undefined {
  if (spending.state === 'released') return undefined;
  return isOpen(spending) ? Number.POSITIVE_INFINITY : Math.max(spending.at, spending.closedAt ?? 0);
}

/** From here on somebody else may hold the payment. @throws `invalid_transaction` unless it is reserved */
export function markSigned(ledger: BudgetLedger, id: string): BudgetLedger {
  return change(ledger, id, ['reserved'], (spending) => ({ ...spending, state: 'signed' }));
}

/**
 * The payment has landed.
 *
 * @param feeAtomic what the network took, where that is known; never more than was reserved
 */
export function settle(ledger: BudgetLedger, id: string, now: number, feeAtomic?: bigint): BudgetLedger {
  const closedAt = Math.max(ledger.clock, now);
  return change(ledger, id, ['signed'], (spending) => {
    const { fee } = spending;
    const isLess = fee !== undefined && feeAtomic !== undefined && feeAtomic >= 0n && feeAtomic < fee.amountAtomic;
    return { ...spending, state: 'settled', closedAt, ...(isLess && { fee: { ...fee, amountAtomic: feeAtomic } }) };
  });
}

/** Nothing was signed. @throws `invalid_transaction` for a signed payment: that takes {@link releaseSigned} */
export function release(ledger: BudgetLedger, id: string, now: number): BudgetLedger {
  return close(ledger, id, 'reserved', now);
}

/** A signed payment can never land: the chain shows that something else has its nonce, or that it was undone. */
export function releaseSigned(ledger: BudgetLedger, id: string, now: number): BudgetLedger {
  return close(ledger, id, 'signed', now);
}

/** A person trusts the payee again, for as long as the grant says. Replaces an earlier grant for the same payee. */
export function addGrant(ledger: BudgetLedger, grant: Grant): BudgetLedger {
  const others = ledger.grants.filter((other) => !(isSamePlace(other, grant) && other.payTo === grant.payTo));
  return { ...ledger, grants: [...others, grant] };
}

/**
 * Takes back every grant that is `revoked`; at once, for everything that is not reserved yet. What is left of it makes its payee ask, and everybody
 * who comes in its place: with nothing left, the next payee would be as good as the first.
 */
export function revokeGrants(ledger: BudgetLedger, revoked: (grant: Grant) => boolean): BudgetLedger {
  return changeGrants(ledger, revoked, (grant) => [{ ...grant, given: false, expiresAt: 0 }]);
}

/** From now on they only say who is paid, where everything may be paid without asking. */
export function withdrawGrants(ledger: BudgetLedger, withdrawn: (grant: Grant) => boolean): BudgetLedger {
  return changeGrants(ledger, withdrawn, (grant) => [{ ...grant, given: false }]);
}

/** As if they had never been, and nobody had ever been paid there: for a site that asks from now on. */
export function forgetGrants(ledger: BudgetLedger, forgotten: (grant: Grant) => boolean): BudgetLedger {
  return changeGrants(ledger, forgotten, () => []);
}

/** Whether both are for the same asset of the same seller on the same site. */
export function isSamePlace(
  one: Pick<Grant, 'site' | 'seller' | 'asset'>,
  other: Pick<Grant, 'site' | 'seller' | 'asset'>,
): boolean {
  return one.site === other.site && one.seller === other.seller && one.asset === other.asset;
}

/** Forgets what can count nowhere any more: closed for over 62 days. */
export function prune(ledger: BudgetLedger): BudgetLedger {
  const oldest = ledger.clock - 62 * 24 * 60 * 60 * 1000;
  const kept = ledger.spendings.filter(
    (spending) => isOpen(spending) || Math.max(spending.at, spending.closedAt ?? 0) > oldest,
  );
  return { ...ledger, spendings: kept };
}

function changeGrants(
  ledger: BudgetLedger,
  isMeant: (grant: Grant) => boolean,
  to: (grant: Grant) => readonly Grant[],
): BudgetLedger {
  return { ...ledger, grants: ledger.grants.flatMap((grant) => (isMeant(grant) ? to(grant) : [grant])) };
}

function close(ledger: BudgetLedger, id: string, from: SpendingState, now: number): BudgetLedger {
  const closedAt = Math.max(ledger.clock, now);
  return change(ledger, id, [from], (spending) => ({ ...spending, state: 'released', closedAt }));
}

function change(
  ledger: BudgetLedger,
  id: string,
  from: readonly SpendingState[],
  to: (spending: Spending) => Spending,
): BudgetLedger {
  const spending = ledger.spendings.find((one) => one.id === id);
  if (!spending || !from.includes(spending.state)) {
    const message = `A payment that is ${spending?.state ?? 'not there'} cannot take this step.`;
    throw new X402Error('invalid_transaction', message);
  }
  return { ...ledger, spendings: ledger.spendings.map((one) => (one === spending ? to(one) : one)) };
}

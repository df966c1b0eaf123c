/** Foresees whether post-conditions will undo a payment, by the rules of stacks-core (`check_transaction_postconditions`). */

import { originPrincipal } from './origin.js';
import type { AmountCode, PostCondition, TokenName } from './post-condition.js';
import { equalPrincipals, type Principal } from './principal.js';
import type { StacksTransaction } from './transaction.js';

/** All that a payment moves: one amount of one asset, from the origin. */
export interface Movement {
  /** `undefined` for STX. */
  readonly token: TokenName | undefined;
  /** Atomic, above zero. */
  readonly amount: bigint;
}

/**
 * Why the chain would undo a contract call that moves exactly this, or `undefined` when it would not.
 * Other principals move nothing, and no non-fungible token moves: so it is with SIP-010 `transfer` and with `pay` of a revenue split.
 */
export function postConditionFault(transaction: StacksTransaction, movement: Movement): string | undefined {
  const origin = originPrincipal(transaction);
  let covered = false;
  for (const condition of transaction.postConditions) {
    const isMoved = namesMovement(condition, movement, origin);
    if (condition.type === 'non-fungible') {
      if (condition.code === 'sent')
        return 'A post-condition demands a non-fungible token, which a payment does not send.';
    } else if (!holds(condition.code, isMoved ? movement.amount : 0n, condition.amount)) {
      return 'A post-condition contradicts the payment, so the chain would undo it.';
    }
    covered ||= isMoved;
  }
  // `originator` differs from `deny` only for principals other than the origin, which move nothing here (SIP-040).
  if (transaction.postConditionMode === 'allow' || covered) return undefined;
  return 'No post-condition covers what the payer sends, so the chain would undo it; add one that equals the amount.';
}

function namesMovement(condition: PostCondition, movement: Movement, origin: Principal): boolean {
  if (condition.principal !== 'origin' && !equalPrincipals(condition.principal, origin)) return false;
  if (condition.type === 'stx') return movement.token === undefined;
  return condition.type === 'fungible' && movement.token !== undefined && equalTokens(condition.token, movement.token);
}

function equalTokens(left: TokenName, right: TokenName): boolean {
  return left.name === right.name && equalPrincipals(left.contract, right.contract);
}

function holds(code: AmountCode, sent: bigint, stated: bigint): boolean {
  switch (code) {
    case 'equal':
      return sent === stated;
    case 'greater':
      return sent > stated;
    case 'greater-or-equal':
      return sent >= stated;
    case 'less':
      return sent < stated;
    case 'less-or-equal':
      return sent <= stated;
  }
}

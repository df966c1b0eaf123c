/** Post-conditions: what a transaction may move, or else the chain undoes it (SIP-005, SIP-040). Types and writing. */

import { ByteWriter } from './byte-writer.js';
import type { ClarityValue } from './clarity-value.js';
import { isClarityName } from './names.js';
import { type Principal, writePrincipal } from './principal.js';
import { writeClarity } from './write-clarity.js';

/** What happens to assets that no condition names: `allow` lets all move, `deny` none, `originator` none of the origin's. */
export type PostConditionMode = 'allow' | 'deny' | 'originator';

/** How the amount that was sent is compared with the condition's. */
export type AmountCode = 'equal' | 'greater' | 'greater-or-equal' | 'less' | 'less-or-equal';

/** Whether the one token was sent. */
export type TokenCode = 'sent' | 'not-sent' | 'maybe-sent';

/** A token by its contract and its name in `(define-fungible-token …)` or `(define-non-fungible-token …)`. */
export interface TokenName {
  readonly contract: Principal;
  readonly name: string;
}

/** Amounts are atomic, and below 2^64 here even for tokens. `origin` stands for whoever signed. */
export type PostCondition =
  | {
      readonly type: 'stx';
      readonly principal: 'origin' | Principal;
      readonly code: AmountCode;
      readonly amount: bigint;
    }
  | {
      readonly type: 'fungible';
      readonly principal: 'origin' | Principal;
      readonly token: TokenName;
      readonly code: AmountCode;
      readonly amount: bigint;
    }
  | {
      readonly type: 'non-fungible';
      readonly principal: 'origin' | Principal;
      readonly token: TokenName;
      readonly value: ClarityValue;
      readonly code: TokenCode;
    };

/** Wire numbers, each in its own table; a number that is not there is refused. */
export const TYPES: { readonly stx: 0; readonly fungible: 1; readonly 'non-fungible': 2 } = {
  stx: 0,
  fungible: 1,
  'non-fungible': 2,
};
export const PRINCIPALS: { readonly origin: 1; readonly account: 2; readonly contract: 3 } = {
  origin: 1,
  account: 2,
  contract: 3,
};
export const AMOUNT_CODES: Readonly<Record<AmountCode, number>> = {
  equal: 1,
  greater: 2,
  'greater-or-equal': 3,
  less: 4,
  'less-or-equal': 5,
};
export const TOKEN_CODES: Readonly<Record<TokenCode, number>> = { sent: 0x10, 'not-sent': 0x11, 'maybe-sent': 0x12 };

/**
 * One post-condition as wallets take it in `postConditions` of `stx_callContract` (SIP-030), there as hexadecimal digits.
 *
 * @throws `invalid_transaction` for an amount or a name that cannot be written
 * @example
 * ```ts
 * import { encodePostCondition } from 'x402pay/stacks';
 * const bytes = encodePostCondition({ type: 'stx', principal: 'origin', code: 'equal', amount: 500000n });
 * console.assert(bytes.length === 11);
 * ```
 */
export function encodePostCondition(condition: PostCondition): Uint8Array {
  const writer = new ByteWriter('invalid_transaction');
  writePostConditions(writer, [condition]);
  // Without the count in front.
  return writer.finish().subarray(4);
}

export function writePostConditions(writer: ByteWriter, conditions: readonly PostCondition[]): void {
  writer.uint32(conditions.length);
  for (const condition of conditions) {
    writer.uint8(TYPES[condition.type]);
    writeConditionPrincipal(writer, condition.principal);
    if (condition.type !== 'stx') {
      writePrincipal(writer, condition.token.contract);
      if (!isClarityName(condition.token.name)) writer.fail('A token in a post-condition has an impossible name.');
      writer.uint8(condition.token.name.length);
      writer.latin1(condition.token.name);
    }
    if (condition.type === 'non-fungible') {
      writeClarity(writer, condition.value);
      writer.uint8(TOKEN_CODES[condition.code]);
    } else {
      writer.uint8(AMOUNT_CODES[condition.code]);
      writer.uint64(condition.amount);
    }
  }
}

function writeConditionPrincipal(writer: ByteWriter, principal: 'origin' | Principal): void {
  if (principal === 'origin') {
    writer.uint8(PRINCIPALS.origin);
  } else {
    writer.uint8(principal.contractName === undefined ? PRINCIPALS.account : PRINCIPALS.contract);
    writePrincipal(writer, principal);
  }
}

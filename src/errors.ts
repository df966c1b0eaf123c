/** Every way x402Pay can refuse or fail, as one union of stable codes and one class. */

import type { WireErrorCode } from './lib/wire-codes.js';

export { isWireErrorCode, WIRE_STATUS, type WireErrorCode } from './lib/wire-codes.js';

/** A failure that only ever exists on the caller's own side. */
export type LocalErrorCode =
  | 'invalid_configuration'
  | 'invalid_amount'
  | 'invalid_address'
  | 'invalid_clarity'
  | 'invalid_transaction'
  | 'invalid_receipt'
  | 'receipt_unverifiable'
  | 'limit_exceeded'
  | 'unknown_asset'
  | 'no_payable_offer'
  | 'policy_refused'
  | 'terms_changed'
  | 'payment_unresolved'
  | 'wallet_missing'
  | 'wallet_rejected'
  | 'wallet_failed'
  | 'wallet_changed_payment'
  | 'wrong_network'
  | 'node_unreachable'
  | 'invalid_node_answer'
  | 'resource_unreachable'
  | 'content_unreadable'
  | 'content_exposed'
  | 'aborted';

export type X402ErrorCode = WireErrorCode | LocalErrorCode;

/** Why one offer was not chosen. */
export interface OfferRefusal {
  /** Which entry of `accepts`, counted from 0. */
  readonly index: number;
  /** The member of the offer, or the rule of the policy, that stands against it (`asset`, `maxPerPayment`). */
  readonly rule: string;
}

/** What a caller may need to act on an error. All optional; never a secret, a key, a token or a whole payment. */
export interface X402ErrorFields {
  /** The original error, for the developer's console. */
  cause?: unknown;
  /** True when the very same call may succeed later without changing anything. */
  retryable?: boolean;
  /** Seconds to wait before trying again. */
  retryAfterSeconds?: number;
  /** Transaction id, 64 hex digits without `0x`. */
  txid?: string;
  /** Amount, in atomic units, that is missing from the payer's balance. */
  missingAtomic?: bigint;
  /** The asset that the error is about, as on the wire (`STX` or a contract id). */
  asset?: string;
  /** The field or option that is wrong, as a path (`price.STX`). */
  field?: string;
  /** Why each offer was refused, in the server's order. */
  refusals?: readonly OfferRefusal[];
}

/**
 * The one error class. Switch on {@link X402Error.code}; the message is for people and may change.
 *
 * @example
 * ```ts
 * import { X402Error } from 'x402pay/errors';
 * const error = new X402Error('insufficient_funds', 'The account holds 1 STX; 2 STX are needed.', { asset: 'STX' });
 * console.assert(error.code === 'insufficient_funds' && error.retryable === false);
 * ```
 */
export class X402Error extends Error {
  readonly code: X402ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterSeconds?: number;
  readonly txid?: string;
  readonly missingAtomic?: bigint;
  readonly asset?: string;
  readonly field?: string;
  readonly refusals?: readonly OfferRefusal[];

  constructor(code: X402ErrorCode, message: string, fields: X402ErrorFields = {}) {
    const { cause, retryable = RETRYABLE.has(code), ...known } = fields;
    // The script tag's bundle leaves sentences out.
    super(message || code, cause === undefined ? undefined : { cause });
    this.name = 'X402Error';
    this.code = code;
    this.retryable = retryable;
    Object.assign(this, known);
  }
}

const RETRYABLE: ReadonlySet<X402ErrorCode> = new Set([
  'settlement_pending',
  'payment_in_progress',
  'overloaded',
  'node_unreachable',
  'resource_unreachable',
]);

/** True for our own error, also across two copies of the package. */
export function isX402Error(value: unknown): value is X402Error {
  return value instanceof Error && value.name === 'X402Error' && typeof (value as X402Error).code === 'string';
}

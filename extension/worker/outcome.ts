/** What a seller's answer says about the payment that it was shown. */

import { isWireErrorCode, type WireErrorCode } from '../../src/errors.js';
import { decodePaymentRequired, decodeSettlementResponse } from '../../src/header.js';
import type { PaidAnswer } from './observer.js';

export type Outcome =
  /** The content is there; `pass` lets the reader stay in. */
  | { readonly end: 'delivered'; readonly pass?: string }
  /** Not yet: the same payment again, after so many seconds. */
  | { readonly end: 'again'; readonly reason: string; readonly seconds: number }
  /** It has bought what it buys. Another payment may be made. */
  | { readonly end: 'used'; readonly reason: string }
  /** The seller refuses it for good. */
  | { readonly end: 'turned-away'; readonly reason: string }
  /** The seller answers as if there were no payment, or with an error that says nothing. */
  | { readonly end: 'ignored'; readonly reason: string };

const UNDECIDED: ReadonlySet<string> = new Set([
  'settlement_pending',
  'payment_in_progress',
  'overloaded',
  'transaction_pending',
]);
const USED: ReadonlySet<string> = new Set(['payment_already_used', 'access_expired']);
const SILENT: ReadonlySet<string> = new Set(['payment_required', 'invalid_pass']);

export function outcomeOf({ status, settlement: header, required, retryAfter }: PaidAnswer): Outcome {
  const settlement = header === undefined ? undefined : orUndefined(() => decodeSettlementResponse(header));
  const told = settlement?.errorReason ?? (required && orUndefined(() => decodePaymentRequired(required))?.error);
  const seconds = /^\d{1,4}$/.test(retryAfter ?? '') ? Math.max(Number(retryAfter), 1) : 1;
  // A redirect leads somewhere that was not paid for.
  if (status >= 300 && status < 400 && status !== 304) return { end: 'ignored', reason: 'payment_unresolved' };
  if (status < 400 || (settlement?.success && status !== 402)) {
    const info = Object(Object(settlement?.extensions?.pass).info) as { token?: unknown };
    const isPass = typeof info.token === 'string' && /^[\x21-\x7e]{1,8192}$/.test(info.token);
    return { end: 'delivered', ...(isPass && { pass: info.token as string }) };
  }
  if (status >= 500 || [408, 409, 425, 429].includes(status))
    return { end: 'again', reason: told ?? 'overloaded', seconds };
  const reason = known(told);
  if (reason !== undefined && UNDECIDED.has(reason)) return { end: 'again', reason, seconds };
  if (reason === undefined || SILENT.has(reason)) return { end: 'ignored', reason: 'payment_unresolved' };
  return { end: USED.has(reason) ? 'used' : 'turned-away', reason };
}

function known(reason: string | undefined): WireErrorCode | 'transaction_pending' | undefined {
  if (reason === 'transaction_pending') return reason;
  return reason !== undefined && isWireErrorCode(reason) ? reason : undefined;
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

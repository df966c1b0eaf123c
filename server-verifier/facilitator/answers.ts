/** What a facilitator says, in the shapes of x402 specification v2, section 7, and the HTTP status that goes with it. */

import { isWireErrorCode, isX402Error, type X402Error } from '../../src/errors.js';
import type { Network } from '../../src/networks.js';
import type { SettlementResponse } from '../../src/wire.js';

/** Answer of `POST /verify`. */
export interface VerifyResponse {
  readonly isValid: boolean;
  /** A code of ours, or `unexpected_verify_error`. */
  readonly invalidReason?: string;
  readonly invalidMessage?: string;
  /** Address, derived from the signature. */
  readonly payer?: string;
}

/** Answer of `POST /settle`. `transaction` is set as soon as the payment may have reached the chain. */
export interface SettleResponse extends SettlementResponse {
  readonly network: Network;
}

/** Answer of `GET /supported`. */
export interface SupportedResponse {
  readonly kinds: SupportedKind[];
  readonly extensions: string[];
  readonly signers: Record<string, string[]>;
}

export interface SupportedKind {
  readonly x402Version: 2;
  readonly scheme: 'exact';
  readonly network: Network;
  /** The forms of payment that can be settled. */
  readonly extra: { readonly payloads: string[] };
}

/** An answer, and its status. A refusal of a payment is a good answer to a good question: 200. */
export interface Answered<Body> {
  readonly status: number;
  readonly body: Body;
  readonly retryAfterSeconds?: number | undefined;
}

/** What is known of a settlement that was refused. */
export interface Facts {
  readonly network: string;
  readonly payer?: string | undefined;
  /** Set when the payment was checked: from then on it may have reached the chain. */
  readonly txid?: string | undefined;
}

/** The question itself was wrong. */
const MALFORMED: ReadonlySet<string> = new Set(['invalid_payload', 'invalid_x402_version']);

export function verifyRefusal(error: unknown, facts: Partial<Facts>): Answered<VerifyResponse> {
  const refusal = refusalOf(error);
  const payer = facts.payer === undefined ? {} : { payer: facts.payer };
  if (!refusal) {
    return { status: 500, body: { isValid: false, invalidReason: 'unexpected_verify_error', ...payer } };
  }
  const body = { isValid: false, invalidReason: reasonOf(refusal), invalidMessage: refusal.message, ...payer };
  return { status: statusOf(refusal), body, retryAfterSeconds: refusal.retryAfterSeconds };
}

/** Whatever goes wrong once a payment has been checked, its end is not known: that is pending, never failed. */
export function settleRefusal(error: unknown, facts: Facts): Answered<SettleResponse> {
  const refusal = refusalOf(error);
  const known = { ...(facts.payer !== undefined && { payer: facts.payer }), network: facts.network as Network };
  if (!refusal) {
    const errorReason = facts.txid === undefined ? 'unexpected_settle_error' : 'settlement_pending';
    const errorMessage = 'The facilitator failed. Ask again with the same payment; nothing may be paid anew.';
    const body = { success: false, errorReason, errorMessage, ...known, transaction: facts.txid ?? '' };
    return { status: facts.txid === undefined ? 500 : 200, body };
  }
  const errorReason = reasonOf(refusal);
  const transaction = refusal.txid ?? '';
  const body = { success: false, errorReason, errorMessage: refusal.message, ...known, transaction };
  return { status: statusOf(refusal), body, retryAfterSeconds: refusal.retryAfterSeconds };
}

/** `undefined` for what nobody foresaw. */
function refusalOf(error: unknown): X402Error | undefined {
  return isX402Error(error) && isWireErrorCode(error.code) ? error : undefined;
}

/** PROTOCOL section 4, check 5: on the wire, a transaction that cannot be read is a payload that cannot be read. */
function reasonOf({ code }: X402Error): string {
  return code === 'invalid_exact_stacks_payload_transaction' ? 'invalid_payload' : code;
}

function statusOf({ code }: X402Error): number {
  if (code === 'overloaded') return 503;
  if (code === 'payment_identifier_conflict') return 409;
  return MALFORMED.has(code) ? 400 : 200;
}

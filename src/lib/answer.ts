/** What a server's answer says about payments. */

import { isWireErrorCode, type WireErrorCode } from '../errors.js';
import { decodePaymentRequired, decodeSettlementResponse } from '../header.js';
import { MAX_HEADER_LENGTH } from '../limits.js';
import { HEADER, type Json, type PaymentRequired, type SettlementResponse } from '../wire.js';
import { readBounded } from './body.js';
import { isObject, parseStrictJson } from './json.js';

/** Other implementations' words for ours. */
const ALIASES: Readonly<Record<string, WireErrorCode>> = { transaction_pending: 'settlement_pending' };

/** A pass, as `extensions.pass.info` of a response brings it. */
export interface Pass {
  readonly token: string;
  readonly expiresAt: number;
}

/** The offers of a 402: from the header, or from the body where CORS hides the header. The response stays readable. */
export async function requiredIn(response: Response): Promise<PaymentRequired | undefined> {
  if (response.status !== 402) return undefined;
  const text = response.headers.get(HEADER.required) ?? (await jsonBody(response));
  return text === undefined ? undefined : orUndefined(() => decodePaymentRequired(text));
}

/** `PAYMENT-RESPONSE`, where there is one that can be read. */
export function settlementIn(response: Response): SettlementResponse | undefined {
  const header = response.headers.get(HEADER.response);
  return header === null ? undefined : orUndefined(() => decodeSettlementResponse(header));
}

/** Why the server did not let us in, if it says so in words that are known. */
export function reasonIn(
  settlement: SettlementResponse | undefined,
  required: PaymentRequired | undefined,
): WireErrorCode | undefined {
  return knownReason(settlement?.errorReason) ?? knownReason(required?.error);
}

/** The same, from servers that say it in the body alone: x402-stacks has `{ error }` there. */
export async function reasonInBody(response: Response): Promise<WireErrorCode | undefined> {
  const body = parseStrictJson((await jsonBody(response)) ?? '');
  return isObject(body) ? knownReason(body.error) : undefined;
}

function knownReason(reason: Json | undefined): WireErrorCode | undefined {
  if (typeof reason !== 'string') return undefined;
  if (isWireErrorCode(reason)) return reason;
  return Object.hasOwn(ALIASES, reason) ? ALIASES[reason] : undefined;
}

/** The pass of a successful payment. Only what may stand in a header again. */
export function passIn(settlement: SettlementResponse | undefined): Pass | undefined {
  const { pass } = (settlement?.success && settlement.extensions) || {};
  const info = isObject(pass) && isObject(pass.info) ? pass.info : {};
  const { token, expiresAt } = info;
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,8192}$/.test(token)) return undefined;
  return Number.isSafeInteger(expiresAt) ? { token, expiresAt: expiresAt as number } : undefined;
}

/** `Retry-After` in seconds. Its other form, a date, would need a clock. */
export function retryAfterIn(response: Response): number | undefined {
  const text = response.headers.get('retry-after') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Frees the connection of a response that nobody will read. Not awaited: one branch of a clone waits for the other. */
export function discard(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}

async function jsonBody(response: Response): Promise<string | undefined> {
  if (!/\bjson\b/i.test(response.headers.get('content-type') ?? '')) return undefined;
  try {
    const bytes = await readBounded(response.clone(), MAX_HEADER_LENGTH);
    return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function orUndefined<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

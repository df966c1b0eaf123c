/** One request to the resource, and what its answer means. */

import { isWireErrorCode, type WireErrorCode, X402Error, type X402ErrorFields } from '../../src/errors.js';
import { decodePaymentRequired, decodeSettlementResponse, encodeHeader } from '../../src/header.js';
import { HEADER, type PaymentPayload, type PaymentRequired, type SettlementResponse } from '../../src/wire.js';
import type { StoredPayment } from './record.js';
import type { PaidContent } from './state.js';

/** What goes with the request: nothing, a pass, or a payment. */
export type Credential = { readonly pass?: string; readonly payment?: StoredPayment };

export type Answer =
  /** The resource itself. */
  | { readonly kind: 'content'; readonly content: PaidContent; readonly pass: string | undefined }
  /** The server's no, with its reason, and its offers where it sent them. */
  | {
      readonly kind: 'refused';
      readonly error: X402Error;
      readonly required: PaymentRequired | undefined;
      /** Where the offers came from, after redirects. */
      readonly url: string;
    }
  /** No answer, or none that means anything: nothing is known of a payment that went with it. */
  | { readonly kind: 'unreachable'; readonly error: X402Error };

/** Longest `Retry-After` that is believed, in seconds. */
const LONGEST_WAIT = 600;

/**
 * Asks for the resource.
 *
 * @throws only what `signal` throws
 */
export async function ask(
  fetch: typeof globalThis.fetch,
  url: string,
  credential: Credential,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      headers: headersOf(credential),
      // A pass or a payment must not follow a redirect to somebody else.
      redirect: credential.pass || credential.payment ? 'error' : 'follow',
      cache: 'no-store',
      signal,
    });
    return await readAnswer(response, url);
  } catch (cause) {
    signal.throwIfAborted();
    return unreachable('The site could not be reached.', { cause });
  }
}

function headersOf({ pass, payment }: Credential): Record<string, string> {
  if (pass !== undefined) return { [HEADER.pass]: pass };
  if (!payment) return {};
  const { resource, accepted, payload } = payment;
  return { [HEADER.signature]: encodeHeader({ x402Version: 2, resource, accepted, payload } satisfies PaymentPayload) };
}

async function readAnswer(response: Response, asked: string): Promise<Answer> {
  const url = response.url || asked;
  const settlement = readSettlement(response.headers.get(HEADER.response));
  if (response.ok) {
    const type = response.headers.get('content-type') ?? '';
    return { kind: 'content', content: { body: await response.blob(), type, url }, pass: passOf(settlement) };
  }
  const required = response.status === 402 ? await readRequired(response) : undefined;
  const code = reasonOf(response.status, settlement, required);
  if (!code) {
    await response.body?.cancel();
    return unreachable(`The site answered ${response.status}.`, {});
  }
  const retryAfterSeconds = readSeconds(response.headers.get('retry-after'));
  const txid = settlement?.transaction;
  const error = new X402Error(code, settlement?.errorMessage ?? required?.error ?? `The site answered ${code}.`, {
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(txid && { txid }),
  });
  return { kind: 'refused', error, required, url };
}

/** The server's reason; without one, what the status alone says. `undefined` means that the answer says nothing about payments. */
function reasonOf(
  status: number,
  settlement: SettlementResponse | undefined,
  required: PaymentRequired | undefined,
): WireErrorCode | undefined {
  for (const reason of [settlement?.errorReason, required?.error]) {
    if (reason !== undefined && isWireErrorCode(reason)) return reason;
  }
  if (status === 402) return 'payment_required';
  return status === 429 || status === 503 ? 'overloaded' : undefined;
}

function readSettlement(header: string | null): SettlementResponse | undefined {
  return header === null ? undefined : orUndefined(() => decodeSettlementResponse(header));
}

/** From the header; from the body where a proxy or missing CORS headers hide it (the same JSON stands there). */
async function readRequired(response: Response): Promise<PaymentRequired | undefined> {
  const text = response.headers.get(HEADER.required) ?? (await response.text());
  return orUndefined(() => decodePaymentRequired(text));
}

/** `extensions.pass.info.token` (PROTOCOL section 5). */
function passOf(settlement: SettlementResponse | undefined): string | undefined {
  const pass = settlement?.success ? settlement.extensions?.pass : undefined;
  const token = (pass as { info?: { token?: unknown } } | null | undefined)?.info?.token;
  return typeof token === 'string' && /^[\x21-\x7e]{1,8192}$/.test(token) ? token : undefined;
}

function readSeconds(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header) ? Math.min(Number(header), LONGEST_WAIT) : undefined;
}

function unreachable(message: string, fields: X402ErrorFields): Answer {
  return { kind: 'unreachable', error: new X402Error('resource_unreachable', message, fields) };
}

function orUndefined<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

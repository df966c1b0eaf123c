/** A `fetch` that keeps the official SDK's payments at the origin that they are for. PROTOCOL section 11, rules 2 and 7. */

import { X402Error } from '../../src/errors.js';
import { decodeSettlementResponse } from '../../src/header.js';
import type { Fetch } from '../../src/paying-fetch.js';
import { HEADER } from '../../src/wire.js';

/**
 * For `wrapFetchWithPayment`, which looks neither at where an offer came from nor at where a payment goes.
 *
 * - A 402 whose resource is of another origin than the request, or that came by a redirect, is not handed on: it rejects with `policy_refused`, and nothing is paid.
 *   Else any site could ask for a payment in another one's name, and be shown what is pending there.
 * - A payment does not follow a redirect.
 * - A server's failure (status 500 and above) is no delivery, even if the payment was good: its `PAYMENT-RESPONSE` is left out, so that the payment is
 *   presented again and not forgotten. Servers of the official SDK have marked it as used by then, and refuse it (`payment_already_used`): the money is spent.
 *
 * @param fetch what sends requests
 * @example
 * ```ts
 * import { guardedFetch } from 'x402pay/mechanism';
 * const guarded = guardedFetch(async () => new Response('free'));
 * console.assert((await (await guarded('https://api.example/quote')).text()) === 'free');
 * ```
 */
export function guardedFetch(fetch: Fetch): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const isPaying = [HEADER.signature, HEADER.payment].some((name) => request.headers.has(name));
    const response = await fetch(isPaying ? new Request(request, { redirect: 'manual' }) : request);
    if (response.status === 402) refuseForeign(response, request);
    return isPaying && response.status >= 500 ? withoutSuccess(response) : response;
  };
}

function refuseForeign(response: Response, request: Request): void {
  const required = response.headers.get(HEADER.required);
  // Of what has no such header, the SDK pays version 1 only, and on Stacks it does not pay that.
  if (required === null) return;
  const [offered, asked] = [originOf(required, request.url), new URL(request.url).origin];
  const reason = response.redirected
    ? 'the request was redirected; ask the new address itself'
    : offered !== asked
      ? `the offer is for ${offered ?? 'no address'}, and came from ${asked}`
      : undefined;
  if (reason === undefined) return;
  response.body?.cancel().catch(() => undefined);
  throw new X402Error('policy_refused', `Nothing was paid: ${reason}.`);
}

/** Read as leniently as the SDK does, which also buys on other chains. `undefined` for what cannot be read. */
function originOf(required: string, base: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(required), (character) => character.charCodeAt(0));
    const { resource } = JSON.parse(new TextDecoder().decode(bytes));
    return typeof resource.url === 'string' ? new URL(resource.url, base).origin : undefined;
  } catch {
    return undefined;
  }
}

/** An answer that says that the payment failed is kept. */
function withoutSuccess(response: Response): Response {
  const said = response.headers.get(HEADER.response);
  if (said === null || saysFailure(said)) return response;
  const headers = new Headers(response.headers);
  headers.delete(HEADER.response);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function saysFailure(header: string): boolean {
  try {
    return !decodeSettlementResponse(header).success;
  } catch {
    return false;
  }
}

/** The one place that turns refusals and results into HTTP. PROTOCOL sections 1, 4 and 5. */

import { isWireErrorCode, isX402Error, WIRE_STATUS, type WireErrorCode, type X402Error } from '../src/errors.js';
import { encodeHeader } from '../src/header.js';
import { formatDecimalAmount } from '../src/money.js';
import { OFFER_RECEIPT } from '../src/receipt.js';
import { SIGN_IN_HEADER } from '../src/sign-in.js';
import { hexFromBytes } from '../src/stacks.js';
import { paymentRequiredV1, settlementResponseV1 } from '../src/v1.js';
import { HEADER, type PaymentRequired, type SettlementResponse } from '../src/wire.js';
import { PROOF_ALGORITHM, proofNonce } from './browser-key.js';
import type { CheckedPayment } from './exact.js';
import { type IssuedPass, passCookie } from './pass.js';
import type { Purchase } from './payment.js';
import type { PaymentRequiredWriter } from './payment-required.js';
import type { SignedStatement } from './receipt.js';
import type { Settings } from './settings.js';
import type { Route } from './terms.js';

/** What is known of a request when it is answered. */
export interface Answering {
  readonly request: Request;
  readonly route: Route;
  /** `undefined` when the path could not be read. */
  readonly purchase: Purchase | undefined;
  readonly payment: CheckedPayment | undefined;
  readonly write: PaymentRequiredWriter;
  readonly settings: Settings;
}

/** Retrying with the very payment that was presented is all there is to do: offers would invite to pay twice. */
const NO_NEW_OFFERS: ReadonlySet<WireErrorCode> = new Set(['settlement_pending', 'payment_in_progress', 'overloaded']);

/** What a status text may consist of. */
const ASCII = /^[\x20-\x7e]*$/;

/** The answer to a request that is not admitted. */
export async function refusalResponse(error: unknown, answering: Answering): Promise<Response> {
  const code = isX402Error(error) && isWireErrorCode(error.code) ? error.code : undefined;
  if (code === undefined) return internalErrorResponse(answering);
  const refusal = error as X402Error;
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  if (code !== 'payment_required') setSettlementResponse(headers, failureOf(code, refusal, answering), answering);
  if (refusal.retryAfterSeconds !== undefined) headers.set('Retry-After', String(refusal.retryAfterSeconds));
  if (WIRE_STATUS[code] === 401) askForProof(headers, code, answering.settings);
  answering.settings.cors.apply(headers, answering.request);
  return WIRE_STATUS[code] === 402 && answering.purchase
    ? paymentRequiredResponse(code, refusal, headers, answering, answering.purchase)
    : jsonResponse(WIRE_STATUS[code], { x402Version: 2, error: refusal.message, errorReason: code }, headers);
}

/** RFC 9449, sections 7.1 and 9. */
function askForProof(headers: Headers, code: WireErrorCode, settings: Settings): void {
  headers.set('WWW-Authenticate', `DPoP error="${code}", algs="${PROOF_ALGORITHM}"`);
  headers.set('DPoP-Nonce', proofNonce(settings));
}

async function paymentRequiredResponse(
  code: WireErrorCode,
  refusal: X402Error,
  headers: Headers,
  answering: Answering,
  { method, resource }: Purchase,
): Promise<Response> {
  const json = await answering.write({ method, resource, error: refusal.message, offers: !NO_NEW_OFFERS.has(code) });
  headers.set(HEADER.required, btoa(json));
  headers.append('Vary', 'Accept');
  const page = wantsPage(answering.request) ? answering.settings.page : undefined;
  if (!page) return jsonResponse(402, answering.route.v1 ? versionOne(json, answering) : json, headers);
  const { html, contentSecurityPolicy } = page(pageView(answering.route, resource));
  headers.set('Content-Type', 'text/html; charset=utf-8');
  headers.set('Content-Security-Policy', contentSecurityPolicy);
  headers.set('X-Content-Type-Options', 'nosniff');
  return new Response(html, { status: 402, headers });
}

/** A person who opens the resource in a browser. Scripts that fetch it get JSON whatever they accept. */
function wantsPage({ method, headers }: Request): boolean {
  const mode = headers.get('Sec-Fetch-Mode');
  if (method !== 'GET' && method !== 'HEAD') return false;
  return (mode === null || mode === 'navigate') && (headers.get('Accept') ?? '').includes('text/html');
}

function pageView({ prices, description }: Route, resource: string): Parameters<NonNullable<Settings['page']>>[0] {
  const shown = prices.map(({ asset, amount }) => ({
    symbol: asset.symbol,
    amount: formatDecimalAmount(BigInt(amount), asset.decimals),
  }));
  return { resource, description, prices: shown };
}

/** The memo of version 1 is no commitment to an offer, and must not look like one. */
function versionOne(json: string, { route, settings }: Answering): object {
  const nonce = `v1:${hexFromBytes(settings.random(new Uint8Array(12)))}`;
  const expiresAt = new Date(settings.clock() + 1000 * route.offerSeconds).toISOString();
  return paymentRequiredV1(JSON.parse(json) as PaymentRequired, { nonce, expiresAt });
}

/** A store, a chain client or this package failed in an unforeseen way. Says nothing about it to the outside. */
function internalErrorResponse({ request, settings }: Answering): Response {
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  settings.cors.apply(headers, request);
  const error =
    'The server failed. If you have paid, send the same request with the same payment again; do not pay again.';
  return jsonResponse(500, { x402Version: 2, error }, headers);
}

function failureOf(code: WireErrorCode, refusal: X402Error, { payment, settings }: Answering): SettlementResponse {
  return {
    success: false,
    // PROTOCOL section 4, check 5: on the wire, a transaction that cannot be read is a payload that cannot be read.
    errorReason: code === 'invalid_exact_stacks_payload_transaction' ? 'invalid_payload' : code,
    errorMessage: refusal.message,
    ...(payment && { payer: payment.payer }),
    transaction: refusal.txid ?? '',
    network: settings.network,
  };
}

/** What was admitted, and what the payer gets for it besides the content. */
export interface Admitted {
  readonly payer: string;
  readonly txid: string;
  /** Atomic units; `undefined` for a payer who signed in. */
  readonly amount: string | undefined;
  readonly pass: IssuedPass | undefined;
  readonly receipt: SignedStatement | undefined;
}

/** Headers of an answer to somebody who has paid, or signed in. */
export function successHeaders({ payer, txid, amount, pass, receipt }: Admitted, answering: Answering): Headers {
  const headers = new Headers();
  const { settings, purchase } = answering;
  const extensions = {
    ...(pass && { pass: { info: { token: pass.token, expiresAt: pass.expiresAt } } }),
    ...(receipt && { [OFFER_RECEIPT]: { info: { receipt: { ...receipt } } } }),
  };
  const response: SettlementResponse = {
    success: true,
    payer,
    transaction: txid,
    network: settings.network,
    ...(amount !== undefined && { amount }),
    ...((pass || receipt) && { extensions }),
  };
  setSettlementResponse(headers, response, answering);
  if (pass && purchase?.route.pass?.cookie) headers.append('Set-Cookie', passCookie(pass, purchase, settings));
  return headers;
}

function setSettlementResponse(headers: Headers, response: SettlementResponse, { request, route }: Answering): void {
  headers.set(HEADER.response, encodeHeader(response));
  const isVersionOne = route.v1 && request.headers.has(HEADER.payment) && !request.headers.has(HEADER.signature);
  if (isVersionOne) headers.set(HEADER.paymentResponse, encodeHeader(settlementResponseV1(response)));
}

/** The handler's answer with our headers on it. Its body passes through as it is: nothing is buffered. */
export function deliver(response: Response, ours: Headers, answering: Answering): Response {
  const { status, statusText } = response;
  const headers = admittedHeaders(new Headers(response.headers), ours, answering);
  return new Response(response.body, { status, statusText: ASCII.test(statusText) ? statusText : '', headers });
}

/** Puts what belongs on the answer to somebody who is admitted on the headers of the handler. */
export function admittedHeaders(headers: Headers, ours: Headers, { request, route, settings }: Answering): Headers {
  ours.forEach((value, name) => {
    if (name === 'set-cookie') headers.append(name, value);
    else headers.set(name, value);
  });
  headers.set('Cache-Control', privately(headers.get('Cache-Control')));
  const targeted: string[] = [];
  headers.forEach((_, name) => {
    if (TARGETED_CACHE_HEADER.test(name)) targeted.push(name);
  });
  for (const name of targeted) headers.delete(name);
  headers.append('Vary', [HEADER.signature, HEADER.pass, ...(route.signIn ? [SIGN_IN_HEADER] : [])].join(', '));
  settings.cors.apply(headers, request);
  return headers;
}

/** What is said to the caches of one network or server only, and outweighs `Cache-Control` there (RFC 9213). */
export const TARGETED_CACHE_HEADER: RegExp =
  /^(?:(?:[\w-]+-)?cdn-cache-control|surrogate-control|edge-control|x-accel-expires)$/i;

/** What one payer bought is not for a shared cache. */
export function privately(cacheControl: string | null): string {
  const directives = (cacheControl ?? '').split(',').map((directive) => directive.trim());
  const kept = directives.filter((directive) => directive && !/^(?:public|private|s-maxage)\b/i.test(directive));
  return kept.includes('no-store') ? kept.join(', ') : ['private', ...kept].join(', ');
}

/** The answer when the handler threw after the payment was settled. */
export function handlerFailedResponse(isRetryFree: boolean): Response {
  const error = isRetryFree
    ? 'The server failed after your payment was settled. Send the same request again with the same payment or with the pass; it costs nothing.'
    : 'The server failed. Send the same request again.';
  return jsonResponse(500, { x402Version: 2, error }, new Headers());
}

function jsonResponse(status: number, body: object | string, headers: Headers): Response {
  headers.set('Content-Type', 'application/json');
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

/** The three routes of a facilitator, on Web standards. */

import { X402Error } from '../../src/errors.js';
import { MAX_FACILITATOR_BODY_BYTES } from '../../src/limits.js';
import { boundedText } from '../bounded-text.js';
import { splitUrl } from '../path.js';
import { withPatience } from '../patience.js';
import type { Answered } from './answers.js';
import { bearerOf } from './authentication.js';
import type { Desk } from './desk.js';
import type { Caller } from './order.js';
import type { FacilitatorSettings } from './settings.js';

/** Longest time that a caller may take to send a body. */
const BODY_SECONDS = 10;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{16,128}$/;

/** Never throws. */
export async function answer(request: Request, desk: Desk, settings: FacilitatorSettings): Promise<Response> {
  const { path } = splitUrl(request.url);
  const route = path.startsWith(`${settings.basePath}/`) ? path.slice(settings.basePath.length + 1) : '';
  if (route === 'supported') return supported(request, desk);
  if (route !== 'verify' && route !== 'settle') return failure(404, 'There are /verify, /settle and /supported here.');
  if (request.method !== 'POST') return failure(405, `Send a POST to /${route}.`, { Allow: 'POST' });
  const name = bearerOf(request, settings.tokens);
  if (name === undefined) return failure(401, 'Show your bearer token.', { 'WWW-Authenticate': 'Bearer' });
  const idempotencyKey = request.headers.get('Idempotency-Key') ?? undefined;
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    return failure(400, 'An Idempotency-Key has 16 to 128 printable characters.');
  }
  const body = await bodyOf(request, desk, settings);
  if (typeof body !== 'string') return body;
  const caller: Caller = { name, idempotencyKey };
  return json(await (route === 'verify' ? desk.verify(body, caller) : desk.settle(body, caller)));
}

function supported(request: Request, desk: Desk): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return failure(405, 'Ask with GET.', { Allow: 'GET, HEAD' });
  }
  return json({ status: 200, body: desk.supported() });
}

/** The body, or the answer to one that cannot be had. */
async function bodyOf(request: Request, desk: Desk, { sleep }: FacilitatorSettings): Promise<string | Response> {
  const length = Number(request.headers.get('Content-Length') ?? 0);
  if (length > MAX_FACILITATOR_BODY_BYTES) return tooLarge();
  const late = () => new X402Error('aborted', 'The body did not come in time.');
  const read = () => withPatience(boundedText(request, MAX_FACILITATOR_BODY_BYTES), 1000 * BODY_SECONDS, sleep, late);
  try {
    return await desk.briefly(read);
  } catch (error) {
    const { code } = error as Partial<X402Error>;
    if (code === 'overloaded') return failure(503, 'Too many requests at a time.', { 'Retry-After': '2' });
    if (code === 'aborted') return failure(408, 'The body did not come in time.');
    return error instanceof RangeError ? tooLarge() : failure(400, 'The body cannot be read.');
  }
}

function tooLarge(): Response {
  return failure(413, `The body has more than ${MAX_FACILITATOR_BODY_BYTES} bytes.`);
}

function failure(status: number, error: string, headers: Record<string, string> = {}): Response {
  const response = json({ status, body: { error } });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

function json({ status, body, retryAfterSeconds }: Answered<object>): Response {
  const headers = new Headers({ 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  if (retryAfterSeconds !== undefined) headers.set('Retry-After', String(retryAfterSeconds));
  return new Response(JSON.stringify(body), { status, headers });
}

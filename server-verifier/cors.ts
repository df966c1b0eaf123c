/** Cross-origin rules: a paywall is often on another origin than the resource that it unlocks (PROTOCOL section 1). */

import { HEADER } from '../src/wire.js';
import { checkNames, refuseConfiguration } from './configuration.js';

export interface CorsOptions {
  /** Who may ask: `*` (default), or origins like `https://blog.example`. */
  readonly origins?: '*' | readonly string[];
  /** Let the listed origins send cookies, for passes kept as cookies. Not with `*`. */
  readonly credentials?: boolean;
  /** Further request headers that the resource understands, like `Authorization`. */
  readonly allowHeaders?: readonly string[];
}

/** Checked rules. */
export interface CorsPolicy {
  /** Adds what belongs on every answer, 402 and 200 alike. */
  apply(headers: Headers, request: Request): void;
  /** The answer to `OPTIONS`, which is never gated: a browser asks before it sends a payment. */
  preflight(request: Request): Response;
}

/** The official client sends `Access-Control-Expose-Headers` as a request header, so a preflight asks for it. */
const ALLOWED: readonly string[] = [
  HEADER.signature,
  HEADER.payment,
  HEADER.pass,
  HEADER.proof,
  'SIGN-IN-WITH-X',
  'Access-Control-Expose-Headers',
  'Content-Type',
  'Range',
];
const EXPOSED: readonly string[] = [
  HEADER.required,
  HEADER.response,
  HEADER.paymentResponse,
  'DPoP-Nonce',
  'Retry-After',
];
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const MAX_AGE_SECONDS = 7200;

/** @throws `invalid_configuration` */
export function corsPolicy(options: CorsOptions | false | undefined): CorsPolicy {
  if (options === false) return { apply: () => {}, preflight: () => new Response(null, { status: 204 }) };
  const { credentials = false, allowHeaders = [], ...rest } = checked(options ?? {});
  const origins = rest.origins === undefined || rest.origins === '*' ? '*' : [...rest.origins];
  const allowed = [...ALLOWED, ...allowHeaders].join(', ');
  const apply: CorsPolicy['apply'] = (headers, request) => {
    const asking = request.headers.get('Origin');
    if (origins !== '*') headers.append('Vary', 'Origin');
    if (origins !== '*' && !(asking && origins.includes(asking))) return;
    headers.set('Access-Control-Allow-Origin', origins === '*' ? '*' : (asking as string));
    if (credentials) headers.set('Access-Control-Allow-Credentials', 'true');
    headers.append('Access-Control-Expose-Headers', EXPOSED.join(', '));
  };
  const preflight: CorsPolicy['preflight'] = (request) => {
    const headers = new Headers();
    apply(headers, request);
    headers.delete('Access-Control-Expose-Headers');
    if (headers.has('Access-Control-Allow-Origin')) {
      headers.set('Access-Control-Allow-Methods', METHODS);
      headers.set('Access-Control-Allow-Headers', allowed);
      headers.set('Access-Control-Max-Age', String(MAX_AGE_SECONDS));
    }
    return new Response(null, { status: 204, headers });
  };
  return { apply, preflight };
}

function checked(options: CorsOptions): CorsOptions {
  checkNames('an option of cors', options, ['origins', 'credentials', 'allowHeaders']);
  const { origins = '*', credentials = false, allowHeaders = [] } = options;
  if (origins !== '*' && !(Array.isArray(origins) && origins.every(isOrigin))) {
    refuseConfiguration(
      'cors.origins',
      'cors.origins is "*", or a list of origins without a path, like ["https://blog.example"].',
    );
  }
  if (credentials && origins === '*') {
    refuseConfiguration(
      'cors.credentials',
      'cors.credentials needs cors.origins to be a list: browsers refuse cookies with "*".',
    );
  }
  if (
    !Array.isArray(allowHeaders) ||
    !allowHeaders.every((name) => typeof name === 'string' && /^[\w-]+$/.test(name))
  ) {
    refuseConfiguration('cors.allowHeaders', 'cors.allowHeaders lists names of headers, like ["Authorization"].');
  }
  return options;
}

function isOrigin(text: unknown): boolean {
  return typeof text === 'string' && URL.canParse(text) && new URL(text).origin === text;
}

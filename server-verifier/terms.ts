/** What a seller asks for a resource, and its checked form: a route. */

import { type Asset, assetsOf } from '../src/assets.js';
import { parseDecimalAmount } from '../src/money.js';
import { parsePrincipal } from '../src/stacks.js';
import { type AccessSeconds, parseAccess } from './access.js';
import { checkedDescription, type Description } from './bazaar.js';
import { checkNames, checkPrincipal, refuseConfiguration as refuse } from './configuration.js';
import { type Finality, parseFinality } from './finality.js';
import { normalizePath, resourceUrl } from './path.js';
import type { Settings } from './settings.js';
import { type CheckedSignIn, checkedSignIn, type SignInTerms } from './sign-in-terms.js';

/** Terms of sale for one resource, or for a family of resources at the same price. */
export interface Terms {
  /** Price by asset symbol, as a decimal text: `{ STX: '0.50', USDCx: '0.25' }`. The payer chooses one. */
  readonly price: Readonly<Record<string, string>>;
  /** How long one payment opens the resource: `30d`, `12h`, `90m`, `45s`; or `once` for a single answer (needs `claims`). */
  readonly access: string;
  /** When a payment counts as settled: `mempool` (credit to the payer), `block` (default), or a number of burn (Bitcoin) blocks. */
  readonly finality?: Finality;
  /** What is sold, for people. At most 500 characters. */
  readonly description?: string;
  /** Media type of the answer. */
  readonly mimeType?: string;
  /** Who is paid; the verifier's `payTo` by default. */
  readonly payTo?: string;
  /** `payTo` is a revenue-split contract: payers may call its `pay`, which sends each share at once, instead of a plain transfer. */
  readonly split?: boolean;
  /** Path or URL of the one resource that these terms guard. Without it, each path is its own resource. */
  readonly resource?: string;
  /** Names of query parameters that belong to the resource. All others are left out of its URL. */
  readonly query?: readonly string[];
  /** Refuse payments whose memo does not bind them to an offer, also where claims would allow them (PROTOCOL section 2). */
  readonly binding?: 'required';
  /**
   * Ask payers for a `payment-identifier`: an id for one payment, and for no other. The same id with another payment of the same payer is refused with 409;
   * with `required`, a payment without one with 400. Needs `claims`.
   */
  readonly paymentIdentifier?: 'optional' | 'required';
  /** Also serve x402 version 1 clients (`X-PAYMENT`). Needs `claims`, since such payments are not bound to an offer. */
  readonly v1?: boolean;
  /** How a payer stays in. Not for `once`. */
  readonly pass?: PassTerms;
  /** Seconds that an offer stays good. Default 600. */
  readonly offerSeconds?: number;
  /** Let payers open the resource from another device, by signing in with the account that paid. Not for `once`. */
  readonly signIn?: boolean | SignInTerms;
  /** Give a signed receipt with each success. Default true; it adds about 900 characters to the answer. */
  readonly receipts?: boolean;
  /** Also sign the offers of a 402, so that a payer can prove what was offered. About 900 characters and a signature for each price, in each 402. */
  readonly signedOffers?: boolean;
  /** What goes in and what comes out, for catalogues (x402 `bazaar`). */
  readonly describe?: Description;
}

export interface PassTerms {
  /** Also set the pass as an HttpOnly cookie, so that a browser that navigates stays in. */
  readonly cookie?: boolean;
  /** Path prefix that the pass opens, ending in `/`: all routes with the same prefix accept it. Without it: only the resource itself. */
  readonly path?: string;
  /**
   * Bind the pass to a key that the payer's browser keeps and cannot give away (DPoP, RFC 9449), so that a stolen pass is worthless. A payer who shows no key
   * gets no pass, and presents the payment again instead. Not with `cookie`.
   */
  readonly bound?: boolean;
}

/** One asset and amount of a route. */
export interface Price {
  readonly asset: Asset;
  /** Atomic units, decimal digits. */
  readonly amount: string;
}

/** Checked terms. */
export interface Route {
  readonly prices: readonly Price[];
  readonly payTo: string;
  readonly split: boolean;
  /** As on the wire. */
  readonly access: string;
  readonly accessSeconds: AccessSeconds;
  /** As on the wire. */
  readonly finality: string;
  readonly offerSeconds: number;
  readonly description: string | undefined;
  readonly mimeType: string | undefined;
  /** URL, when the terms pin one resource. */
  readonly pinned: string | undefined;
  readonly query: readonly string[];
  readonly requiresBinding: boolean;
  readonly paymentIdentifier: 'optional' | 'required' | undefined;
  readonly v1: boolean;
  readonly signIn: CheckedSignIn | undefined;
  readonly receipts: boolean;
  readonly signedOffers: boolean;
  readonly catalogue: Description | undefined;
  /** `undefined` for `once`: a pass would open it again. */
  readonly pass: { readonly cookie: boolean; readonly prefix: string | undefined; readonly bound: boolean } | undefined;
}

const TERMS: readonly string[] = [
  'price',
  'access',
  'finality',
  'description',
  'mimeType',
  'payTo',
  'split',
  'resource',
  'query',
  'binding',
  'paymentIdentifier',
  'v1',
  'pass',
  'offerSeconds',
  'signIn',
  'receipts',
  'signedOffers',
  'describe',
];
const MAX_DESCRIPTION_LENGTH = 500;
const MAX_PRICES = 16;
const DEFAULT_OFFER_SECONDS = 600;
const MAX_OFFER_SECONDS = 86_400;

/**
 * Checks terms once, before the first request.
 *
 * @throws `invalid_configuration` with the `field` that is wrong and what to write instead
 */
export function routeOf(terms: Terms, settings: Settings): Route {
  checkNames('one of the terms', terms, TERMS);
  const accessSeconds = typeof terms.access === 'string' ? parseAccess(terms.access) : undefined;
  if (accessSeconds === undefined) {
    refuse('access', 'access is how long one payment opens the resource: "30d", "12h", "90m", "45s", or "once".');
  }
  const checked = {
    finality: finality(terms.finality),
    pinned: pinned(terms.resource, settings.origin),
    pass: pass(terms.pass, accessSeconds, settings.origin),
  };
  const route: Route = {
    ...checked,
    prices: prices(terms.price, settings),
    payTo: payee(terms, settings),
    split: terms.split === true,
    access: terms.access,
    accessSeconds,
    offerSeconds: offerSeconds(terms.offerSeconds),
    description: text('description', terms.description, MAX_DESCRIPTION_LENGTH),
    mimeType: text('mimeType', terms.mimeType, 100),
    query: query(terms),
    requiresBinding: binding(terms.binding),
    paymentIdentifier: paymentIdentifier(terms.paymentIdentifier, settings),
    v1: terms.v1 === true,
    signIn: checkedSignIn(terms.signIn, { ...checked, access: accessSeconds }, settings),
    receipts: terms.receipts !== false,
    signedOffers: terms.signedOffers === true,
    catalogue: checkedDescription(terms.describe),
  };
  checkClaims(route, settings);
  return route;
}

/** `once` and version 1 are safe only where it is written down what was used. */
function checkClaims(route: Route, settings: Settings): void {
  if (route.accessSeconds === 'once' && !settings.claims) {
    refuse(
      'access',
      'access "once" needs a claim store: createVerifier({ claims: createMemoryClaims(), … }), or sell time, like "30d".',
    );
  }
  if (!route.v1) return;
  if (settings.facilitator?.isAlone) {
    refuse(
      'v1',
      'v1 payments are not bound to an offer, so a node has to say that they are new: add chain to createVerifier({ facilitator, chain, … }).',
    );
  }
  if (!settings.claims) {
    refuse(
      'v1',
      'v1 payments are not bound to an offer, so they need a claim store: createVerifier({ claims: createMemoryClaims(), … }).',
    );
  }
  if (route.requiresBinding)
    refuse('v1', 'v1 payments cannot be bound to an offer: leave out either v1 or binding "required".');
}

function prices(price: Terms['price'], settings: Settings): Price[] {
  const entries = typeof price === 'object' && price !== null ? Object.entries(price) : [];
  if (entries.length === 0 || entries.length > MAX_PRICES) {
    refuse('price', `price names 1 to ${MAX_PRICES} assets with decimal texts, like { STX: "0.50", sBTC: "0.00001" }.`);
  }
  const assets = assetsOf(settings.network, settings.assets);
  return entries.map(([symbol, decimal]) => priceIn(symbol, decimal, assets));
}

function priceIn(symbol: string, decimal: unknown, assets: readonly Asset[]): Price {
  const field = `price.${symbol}`;
  const asset = assets.find((known) => known.symbol === symbol);
  if (!asset) {
    const known = assets.map((one) => one.symbol).join(', ');
    refuse(
      field,
      `"${symbol}" is not a known asset; known here are ${known}. List others in createVerifier({ assets }).`,
    );
  }
  if (typeof decimal !== 'string')
    refuse(field, `The price in ${symbol} is a text, like "0.25", so that no digit is lost.`);
  let amount: bigint;
  try {
    amount = parseDecimalAmount(decimal, asset.decimals);
  } catch (cause) {
    return refuse(
      field,
      `${(cause as Error).message} The price in ${symbol} has at most ${asset.decimals} decimal places.`,
    );
  }
  if (amount === 0n)
    refuse(field, `The price in ${symbol} is 0; write what it costs, or leave the resource unprotected.`);
  return { asset, amount: amount.toString() };
}

function payee(terms: Terms, settings: Settings): string {
  const payTo = terms.payTo ?? settings.payTo;
  checkPrincipal('payTo', payTo, settings.network);
  if (terms.split && parsePrincipal(payTo).contractName === undefined) {
    refuse(
      'split',
      'split needs payTo to be the revenue-split contract, like "SP….revenue-split"; "npx x402pay deploy revenue-split" makes one.',
    );
  }
  return payTo;
}

function finality(value: unknown): string {
  const text = value === undefined ? 'block' : String(value);
  if (parseFinality(text) === undefined) {
    refuse('finality', 'finality is "mempool", "block" (the default), or a number of burn blocks from 1 to 1008.');
  }
  return text;
}

function offerSeconds(value: unknown): number {
  if (value === undefined) return DEFAULT_OFFER_SECONDS;
  if (!Number.isSafeInteger(value) || (value as number) < 30 || (value as number) > MAX_OFFER_SECONDS) {
    refuse('offerSeconds', 'offerSeconds is a whole number of seconds from 30 to 86400, like 600.');
  }
  return value as number;
}

function text(field: string, value: unknown, longest: number): string | undefined {
  if (value === undefined || (typeof value === 'string' && value.length > 0 && value.length <= longest)) return value;
  return refuse(field, `${field} is a text of 1 to ${longest} characters.`);
}

function pinned(resource: unknown, origin: string): string | undefined {
  if (resource === undefined) return undefined;
  if (typeof resource === 'string') {
    const path = resource.startsWith(`${origin}/`) ? resource.slice(origin.length) : resource;
    try {
      if (path.startsWith('/') && !path.includes('#')) return withOwnQuery(origin, path);
    } catch {
      // Falls through to the one message.
    }
  }
  return refuse('resource', `resource is a plain path like "/articles/1", or a URL that begins with "${origin}/".`);
}

/** A pinned resource keeps the query that it is pinned with. */
function withOwnQuery(origin: string, path: string): string {
  const mark = path.indexOf('?');
  return mark < 0 ? resourceUrl(origin, path, []) : resourceUrl(origin, path.slice(0, mark), []) + path.slice(mark);
}

function query(terms: Terms): readonly string[] {
  const names = terms.query ?? [];
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string' || name === '')) {
    refuse('query', 'query lists names of parameters, like ["id"].');
  }
  if (names.length > 0 && terms.resource !== undefined) {
    refuse('query', 'query has no effect where resource pins one URL; leave out one of them.');
  }
  return [...new Set(names)];
}

function paymentIdentifier(value: unknown, { claims }: Settings): Route['paymentIdentifier'] {
  if (value === undefined) return undefined;
  if (value !== 'optional' && value !== 'required') {
    refuse('paymentIdentifier', 'paymentIdentifier is "optional" or "required", or is left out.');
  }
  if (claims) return value;
  return refuse(
    'paymentIdentifier',
    'paymentIdentifier needs a claim store, where identifiers are written down: createVerifier({ claims: createMemoryClaims(), … }).',
  );
}

function binding(value: unknown): boolean {
  if (value === undefined || value === 'required') return value === 'required';
  return refuse('binding', 'binding is "required", or is left out.');
}

function pass(terms: PassTerms | undefined, access: AccessSeconds, origin: string): Route['pass'] {
  if (access === 'once') {
    if (terms !== undefined)
      refuse('pass', 'A pass would open an "once" resource again; leave pass out, or sell time, like "30d".');
    return undefined;
  }
  const cookie = terms?.cookie === true;
  const bound = terms?.bound === true;
  if (cookie && bound) {
    refuse(
      'pass.bound',
      'A browser that navigates shows no key, so a pass is either a cookie or bound; leave out one of them.',
    );
  }
  if (terms?.path === undefined) return { cookie, prefix: undefined, bound };
  try {
    if (terms.path.endsWith('/') && normalizePath(terms.path) === terms.path) {
      return { cookie, prefix: origin + terms.path, bound };
    }
  } catch {
    // Falls through to the one message.
  }
  return refuse('pass.path', 'pass.path is a plain path that ends in "/", like "/articles/".');
}

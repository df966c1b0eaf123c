/** The 402's terms. Everything but the offer tokens and the resource's URL is written down once per route. */

import { decodePaymentRequired } from '../src/header.js';
import { MAX_HEADER_LENGTH, MAX_URL_LENGTH } from '../src/limits.js';
import type { PaymentRequirements } from '../src/wire.js';
import { refuseConfiguration } from './configuration.js';
import { declarations, LONGEST_PAYMENT_LENGTH } from './declarations.js';
import { makeOfferToken, OFFER_TOKEN_LENGTH } from './offer.js';
import { offerTerms, SCHEME } from './offer-terms.js';
import type { Statements } from './receipt.js';
import type { Settings } from './settings.js';
import type { Price, Route } from './terms.js';

/** Makes the JSON of `PAYMENT-REQUIRED`, in ASCII. Without `offers` there is nothing to choose from: for a payment that is still on its way. */
export type PaymentRequiredWriter = (answer: {
  readonly method: string;
  readonly resource: string;
  readonly error: string;
  readonly offers: boolean;
}) => Promise<string>;

const NONCE_BYTES = 12;
/** Stands where a token goes. Not a token itself. */
const TOKEN_PLACE = '@';

/**
 * @param statements who signs the offers, where the route wants that
 * @throws `invalid_configuration` when the terms make a header that clients would refuse
 */
export function paymentRequiredWriter(route: Route, settings: Settings, statements: Statements): PaymentRequiredWriter {
  const entries = route.prices.map((price) => {
    const terms = requirements(route, price, settings);
    const [before = '', after = ''] = ascii(JSON.stringify(terms)).split(TOKEN_PLACE);
    return { price, terms, before, after };
  });
  const { description, mimeType } = route;
  const facts = ascii(JSON.stringify({ description, mimeType })).slice(1);
  const separator = facts === '}' ? '' : ',';
  const compose = (resource: string, error: string, extensions: string, tokenOf?: (price: Price) => string): string => {
    const accepts = tokenOf ? entries.map(({ price, before, after }) => before + tokenOf(price) + after) : [];
    const sold = `{"url":${ascii(JSON.stringify(resource))}${separator}${facts}`;
    return `{"x402Version":2,"error":${ascii(JSON.stringify(error))},"resource":${sold},"accepts":[${accepts.join(',')}]${extensions}}`;
  };
  const declare = declarations(route, settings);
  for (const method of ['GET', 'POST']) {
    // No token is made: Workers allow no random numbers before the first request.
    const extensions = ascii(declare.longest(method, 'x'.repeat(MAX_URL_LENGTH)));
    const tokenOf = () => 'x'.repeat(OFFER_TOKEN_LENGTH);
    const longest = compose('x'.repeat(MAX_URL_LENGTH), 'x'.repeat(512), extensions, tokenOf);
    checkForm(longest, extensions === '' ? 0 : LONGEST_PAYMENT_LENGTH);
  }
  return async ({ method, resource, error, offers }) => {
    if (!offers) return compose(resource, error, ascii(declare.fixed));
    // One nonce for one client: the tokens differ by the MAC over their terms.
    const nonce = settings.random(new Uint8Array(NONCE_BYTES));
    const expiresAt = Math.floor(settings.clock() / 1000) + route.offerSeconds;
    const key = settings.offerKeys[0] as Uint8Array;
    const tokenOf = (price: Price) =>
      makeOfferToken(key, offerTerms(route, price, settings, method, resource), expiresAt, nonce);
    const purchase = { route, method, resource };
    if (route.signedOffers) {
      const accepts = entries.map(({ terms }) => terms);
      const signed = await statements.offers(resource, accepts, expiresAt);
      const json = compose(resource, error, ascii(declare.fresh(purchase, signed)), tokenOf);
      // With a long URL in each of many offers, the offers go without their signatures.
      if (json.length <= LONGEST_JSON - LONGEST_PAYMENT_LENGTH) return json;
    }
    return compose(resource, error, ascii(declare.fresh(purchase)), tokenOf);
  };
}

/** One entry of `accepts`. `access` and `finality` are echoed by the payer, so that old terms can be recognised. */
function requirements(route: Route, price: Price, settings: Settings): PaymentRequirements {
  return {
    scheme: SCHEME,
    network: settings.network,
    amount: price.amount,
    asset: price.asset.id,
    payTo: route.payTo,
    maxTimeoutSeconds: route.offerSeconds,
    extra: {
      paymentFlow: 'upfront',
      tokenType: price.asset.symbol,
      decimals: price.asset.decimals,
      offer: TOKEN_PLACE,
      payloads: settings.facilitator?.isAlone ? ['transaction'] : ['transaction', 'txid'],
      finality: route.finality,
      access: route.access,
      ...(route.split && { call: 'pay' }),
    },
  };
}

/** Characters of JSON that a header has room for. */
const LONGEST_JSON = (MAX_HEADER_LENGTH / 4) * 3;

/** Clients must be able to read it, and to echo its extensions with a payment, which needs `room`. */
function checkForm(longest: string, room: number): void {
  try {
    if (longest.length <= LONGEST_JSON - room && decodePaymentRequired(longest)) return;
  } catch {
    // Falls through to the one message.
  }
  refuseConfiguration(
    'price',
    'These terms make a header that is too long for clients: shorten the description or describe, or list fewer assets.',
  );
}

/** JSON in ASCII, so that `btoa` can take it as it is. */
function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

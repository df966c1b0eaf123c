/** The 402's terms. Everything but the offer tokens and the resource's URL is written down once per route. */

import { MAX_HEADER_LENGTH, MAX_URL_LENGTH } from '../src/limits.js';
import { paymentIdentifierDeclaration } from '../src/payment-identifier.js';
import type { PaymentRequirements } from '../src/wire.js';
import { refuseConfiguration } from './configuration.js';
import { makeOfferToken, OFFER_TOKEN_LENGTH, type OfferTerms } from './offer.js';
import type { Settings } from './settings.js';
import type { Price, Route } from './terms.js';

/** The one scheme of this verifier. */
export const SCHEME = 'exact';

/** Makes the JSON of `PAYMENT-REQUIRED`, in ASCII. Without `offers` there is nothing to choose from: for a payment that is still on its way. */
export type PaymentRequiredWriter = (answer: {
  readonly method: string;
  readonly resource: string;
  readonly error: string;
  readonly offers: boolean;
}) => string;

const NONCE_BYTES = 12;
/** Stands where a token goes. Not a token itself. */
const TOKEN_PLACE = '@';

/**
 * @throws `invalid_configuration` when the terms make a header that clients would refuse
 */
export function paymentRequiredWriter(route: Route, settings: Settings): PaymentRequiredWriter {
  const entries = route.prices.map((price) => {
    const [before = '', after = ''] = ascii(JSON.stringify(requirements(route, price, settings))).split(TOKEN_PLACE);
    return { price, before, after };
  });
  const { description, mimeType, paymentIdentifier } = route;
  const declared = paymentIdentifier && paymentIdentifierDeclaration(paymentIdentifier === 'required');
  const extensions = declared ? `,"extensions":${JSON.stringify(declared)}` : '';
  const facts = ascii(JSON.stringify({ description, mimeType })).slice(1);
  const separator = facts === '}' ? '' : ',';
  const compose = (resource: string, error: string, tokenOf?: (price: Price) => string): string => {
    const accepts = tokenOf ? entries.map(({ price, before, after }) => before + tokenOf(price) + after) : [];
    const sold = `{"url":${ascii(JSON.stringify(resource))}${separator}${facts}`;
    return `{"x402Version":2,"error":${ascii(JSON.stringify(error))},"resource":${sold},"accepts":[${accepts.join(',')}]${extensions}}`;
  };
  checkLength(compose);
  return ({ method, resource, error, offers }) => {
    if (!offers) return compose(resource, error);
    // One nonce for one client: the tokens differ by the MAC over their terms.
    const nonce = settings.random(new Uint8Array(NONCE_BYTES));
    const expiresAt = Math.floor(settings.clock() / 1000) + route.offerSeconds;
    const key = settings.offerKeys[0] as Uint8Array;
    return compose(resource, error, (price) =>
      makeOfferToken(key, offerTerms(route, price, settings, method, resource), expiresAt, nonce),
    );
  };
}

/** Terms of today for one price of a route. */
export function offerTerms(
  route: Route,
  price: Price,
  settings: Settings,
  method: string,
  resource: string,
): OfferTerms {
  return {
    method,
    resource,
    scheme: SCHEME,
    network: settings.network,
    amount: price.amount,
    asset: price.asset.id,
    payTo: route.payTo,
    access: route.access,
    finality: route.finality,
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

/** With room for the longest URL and error. No token is made: Workers allow no random numbers before the first request. */
function checkLength(compose: (resource: string, error: string, tokenOf: () => string) => string): void {
  const longest = compose('x'.repeat(MAX_URL_LENGTH), 'x'.repeat(512), () => 'x'.repeat(OFFER_TOKEN_LENGTH));
  if (btoa(longest).length > MAX_HEADER_LENGTH) {
    refuseConfiguration(
      'price',
      'These terms make a header that is too long for clients: shorten the description or list fewer assets.',
    );
  }
}

/** JSON in ASCII, so that `btoa` can take it as it is. */
function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

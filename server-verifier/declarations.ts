/** What a 402 says besides its offers: `extensions`, as JSON text. */

import { paymentIdentifierDeclaration } from '../src/payment-identifier.js';
import { OFFER_RECEIPT } from '../src/receipt.js';
import { SIGN_IN_WITH_X } from '../src/sign-in.js';
import { bazaarDeclaration } from './bazaar.js';
import { PROOF_ALGORITHM } from './browser-key.js';
import type { Purchase } from './payment.js';
import type { SignedStatement } from './receipt.js';
import type { Settings } from './settings.js';
import { signInDeclaration } from './sign-in-challenge.js';
import type { Route } from './terms.js';

/** Each is empty, or `,"extensions":{…}`. */
export interface Declarations {
  /** With a payment that is on its way: what holds for each request. */
  readonly fixed: string;
  /** With fresh offers. */
  fresh(purchase: Purchase, signedOffers?: readonly SignedStatement[]): string;
  /** As long as `fresh` can get for this method, without signed offers. */
  longest(method: string, resource: string): string;
}

/** Characters of a payment besides its offer, its resource and the extensions that it echoes. */
export const LONGEST_PAYMENT_LENGTH = 1500;

export function declarations(route: Route, settings: Settings): Declarations {
  const { paymentIdentifier, pass, catalogue, signIn } = route;
  const fixed = {
    ...(paymentIdentifier && paymentIdentifierDeclaration(paymentIdentifier === 'required')),
    ...(pass?.bound && { pass: { info: { dpop: [PROOF_ALGORITHM] } } }),
  };
  const described = (method: string) => {
    const declared = catalogue && bazaarDeclaration(catalogue, method);
    return declared && { bazaar: declared };
  };
  const written = textOf(fixed);
  return {
    fixed: written,
    fresh(purchase, signedOffers) {
      if (!catalogue && !signIn && !signedOffers) return written;
      return textOf({
        ...fixed,
        ...described(purchase.method),
        ...(signIn && { [SIGN_IN_WITH_X]: signInDeclaration(purchase, settings) }),
        ...(signedOffers && { [OFFER_RECEIPT]: { info: { offers: signedOffers }, schema: OFFERS_SCHEMA } }),
      });
    },
    longest(method, resource) {
      const declared =
        signIn && signInDeclaration({ route, method, resource }, { ...settings, random: (bytes) => bytes });
      return textOf({ ...fixed, ...described(method), ...(declared && { [SIGN_IN_WITH_X]: declared }) });
    },
  };
}

function textOf(extensions: object): string {
  return Object.keys(extensions).length > 0 ? `,"extensions":${JSON.stringify(extensions)}` : '';
}

const OFFERS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    offers: {
      type: 'array',
      items: {
        type: 'object',
        properties: { format: { type: 'string' }, acceptIndex: { type: 'integer' }, signature: { type: 'string' } },
        required: ['format', 'signature'],
      },
    },
  },
  required: ['offers'],
};

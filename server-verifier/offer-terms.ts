/** The terms that an offer's token stands for. */

import type { OfferTerms } from './offer.js';
import type { Settings } from './settings.js';
import type { Price, Route } from './terms.js';

/** The one scheme of this verifier. */
export const SCHEME = 'exact';

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

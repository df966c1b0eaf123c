/** What was presented, and which offer of ours it accepts. PROTOCOL section 4, checks 1 to 4. */

import { type Asset, findAsset } from '../src/assets.js';
import { type WireErrorCode, X402Error } from '../src/errors.js';
import { decodePaymentPayload } from '../src/header.js';
import { paymentIdentifierIn } from '../src/payment-identifier.js';
import { decodePaymentPayloadV1 } from '../src/v1.js';
import { type ExactStacksPayload, HEADER, type PaymentPayload } from '../src/wire.js';
import { type AccessSeconds, parseAccess } from './access.js';
import { type Finality, parseFinality } from './finality.js';
import { readOfferToken } from './offer.js';
import { offerTerms, SCHEME } from './offer-terms.js';
import type { Settings } from './settings.js';
import type { Price, Route } from './terms.js';

/** What a payment is for, as far as checking and settling it needs to know. */
export interface Sale {
  readonly route: Pick<Route, 'payTo' | 'split' | 'offerSeconds' | 'requiresBinding'>;
  /** `GET`, also for `HEAD`. */
  readonly method: string;
  /** URL, as configured. */
  readonly resource: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly gone?: AbortSignal;
}

/** The request that a payment is for. */
export interface Purchase extends Sale {
  readonly route: Route;
}

/** Terms that this verifier once offered, and that the payer accepts. */
export interface AcceptedTerms {
  readonly asset: Asset;
  /** Atomic units, decimal digits. */
  readonly amount: string;
  readonly access: AccessSeconds;
  readonly finality: Finality;
}

/** The offer that a payment names, with a MAC that was checked. */
export interface AcceptedOffer {
  readonly token: string;
  /** Unix seconds. */
  readonly expiresAt: number;
  /** Whether the offer counts only for a payment that was mined in time: it has expired, and today's terms are others. */
  readonly late: boolean;
}

export interface PresentedPayment {
  readonly version: 1 | 2;
  readonly payload: ExactStacksPayload;
  /** What the transaction may pay for: one entry, or with version 1, which does not say, one for each price of today. */
  readonly choices: readonly AcceptedTerms[];
  /** `undefined` with version 1. */
  readonly offer: AcceptedOffer | undefined;
  /** Who presents it, where that is not the one who knows the offer's token: text that a stranger cannot guess. */
  readonly holder?: string;
  /** What the payer calls it. */
  readonly identifier?: string;
}

/**
 * Reads the payment headers, if there are any.
 *
 * @throws the refusals of checks 1 to 4
 */
export function presentedPayment(
  request: Request,
  purchase: Purchase,
  settings: Settings,
): PresentedPayment | undefined {
  const header = request.headers.get(HEADER.signature);
  if (header !== null) return presented(decodePaymentPayload(header), purchase, settings);
  const headerV1 = purchase.route.v1 ? request.headers.get(HEADER.payment) : null;
  return headerV1 === null ? undefined : presentedV1(headerV1, purchase.route, settings);
}

function presented(payment: PaymentPayload, purchase: Purchase, settings: Settings): PresentedPayment {
  const { accepted, payload } = payment;
  checkSchemeAndNetwork(accepted, settings);
  const price = offeredPrice(accepted.asset, purchase.route);
  if (accepted.payTo !== purchase.route.payTo) {
    refuse(
      'invalid_payment_requirements',
      'This resource is paid to somebody else; pay one of the offers of this answer.',
    );
  }
  const { offer: token, access, finality } = accepted.extra ?? {};
  if (typeof token !== 'string' || typeof access !== 'string' || typeof finality !== 'string') {
    refuse(
      'invalid_offer',
      'The payment does not say which offer it accepts; echo the entry of accepts as it was sent.',
    );
  }
  const today = offerTerms(purchase.route, price, settings, purchase.method, purchase.resource);
  const echoed = { ...today, amount: accepted.amount, access, finality };
  const expiresAt = readOfferToken(settings.offerKeys, token, echoed);
  const terms = termsOf(price.asset, accepted.amount, access, finality);
  if (expiresAt === undefined || !terms) {
    refuse(
      'invalid_offer',
      'This offer was not made for this resource on these terms; pay one of the offers of this answer.',
    );
  }
  const isToday = today.amount === echoed.amount && today.access === access && today.finality === finality;
  const late = !isToday && expiresAt <= settings.clock() / 1000;
  const identifier = identifierOf(payment, purchase.route);
  const offer = { token, expiresAt, late };
  return { version: 2, payload, choices: [terms], offer, ...(identifier !== undefined && { identifier }) };
}

/** Where the route asks for none, an identifier is nothing to us. */
function identifierOf({ extensions }: PaymentPayload, { paymentIdentifier }: Route): string | undefined {
  if (paymentIdentifier === undefined) return undefined;
  const identifier = paymentIdentifierIn(extensions);
  if (identifier !== undefined || paymentIdentifier === 'optional') return identifier;
  return refuse(
    'payment_identifier_required',
    'This resource wants a payment identifier; put one into extensions["payment-identifier"].info.id.',
  );
}

function presentedV1(header: string, route: Route, settings: Settings): PresentedPayment {
  const payment = decodePaymentPayloadV1(header);
  checkSchemeAndNetwork(payment, settings);
  if (!('transaction' in payment.payload)) {
    refuse('invalid_payment_requirements', 'A version 1 payment must be a signed transaction that was not broadcast.');
  }
  const choices = route.prices.flatMap(
    ({ asset, amount }) => termsOf(asset, amount, route.access, route.finality) ?? [],
  );
  return { version: 1, payload: payment.payload, choices, offer: undefined };
}

function checkSchemeAndNetwork(given: { scheme: string; network: string }, settings: Settings): void {
  if (given.scheme !== SCHEME)
    refuse('invalid_scheme', `The scheme here is "${SCHEME}"; pay one of the offers of this answer.`);
  if (given.network !== settings.network) {
    refuse('invalid_network', `The network here is "${settings.network}"; pay one of the offers of this answer.`);
  }
}

function offeredPrice(name: string, route: Route): Price {
  try {
    const asset = findAsset(
      name,
      route.prices.map((price) => price.asset),
    );
    return route.prices.find((price) => price.asset === asset) as Price;
  } catch {
    return refuse(
      'invalid_payment_requirements',
      'This resource is not sold for that asset; pay one of the offers of this answer.',
    );
  }
}

function termsOf(asset: Asset, amount: string, access: string, finality: string): AcceptedTerms | undefined {
  const seconds = parseAccess(access);
  const depth = parseFinality(finality);
  return seconds === undefined || depth === undefined ? undefined : { asset, amount, access: seconds, finality: depth };
}

function refuse(code: WireErrorCode, message: string): never {
  throw new X402Error(code, message);
}

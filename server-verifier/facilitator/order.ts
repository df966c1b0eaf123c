/** What a caller wants settled: the payment, and the caller's own terms, in the form that checks and settlement take. */

import { type Asset, findAsset } from '../../src/assets.js';
import { isX402Error, type WireErrorCode, X402Error } from '../../src/errors.js';
import { decodeFacilitatorRequest, type FacilitatorRequest } from '../../src/facilitation.js';
import { isOfferToken } from '../../src/index.js';
import { parseAtomicAmount } from '../../src/money.js';
import { paymentIdentifierIn } from '../../src/payment-identifier.js';
import { isPrincipalOn, parsePrincipal } from '../../src/stacks.js';
import type { PaymentPayload, PaymentRequirements } from '../../src/wire.js';
import { ONCE_WINDOW_SECONDS } from '../access.js';
import { parseFinality } from '../finality.js';
import { SCHEME } from '../offer-terms.js';
import type { AcceptedOffer, AcceptedTerms, PresentedPayment, Sale } from '../payment.js';
import type { FacilitatorSettings, NetworkSettings } from './settings.js';

/** Who calls, and how. */
export interface Caller {
  /** Which bearer token was shown; empty where none is asked for. */
  readonly name: string;
  /** The caller's own key for this call: the same call with the same key gets the same answer. */
  readonly idempotencyKey?: string | undefined;
}

export interface Order {
  readonly payment: PaymentPayload;
  readonly requirements: PaymentRequirements;
  readonly settings: NetworkSettings;
  readonly presented: PresentedPayment;
  readonly sale: Sale;
}

/** An offer is good for a day at most, and clocks differ by some minutes. */
const MAX_OFFER_AHEAD_SECONDS = 86_400 + 600;

/**
 * @param json body of the request
 * @throws `invalid_payload`, `invalid_x402_version`, `invalid_scheme`, `invalid_network`, `invalid_payment_requirements`, `invalid_offer`
 */
export function orderIn(json: string, caller: Caller, settings: FacilitatorSettings): Order {
  const { payment, requirements } = decodeFacilitatorRequest(json);
  if (requirements.scheme !== SCHEME) refuse('invalid_scheme', `The scheme here is "${SCHEME}".`);
  const network = settings.networks.get(requirements.network);
  if (!network) {
    refuse('invalid_network', `The networks here are ${[...settings.networks.keys()].join(' and ')}.`);
  }
  const terms = termsIn(requirements, caller, network);
  checkAccepted(payment.accepted, requirements, terms.asset, network);
  return {
    payment,
    requirements,
    settings: network,
    presented: presentedIn(payment, terms, caller, network),
    sale: saleOf({ payment, requirements }, terms.asset, caller),
  };
}

function termsIn(requirements: PaymentRequirements, caller: Caller, settings: NetworkSettings): AcceptedTerms {
  const { asset, payTo, extra = {} } = requirements;
  const finality = parseFinality(extra.finality ?? settings.finality);
  if (finality === undefined) refuseTerms('The finality is not "mempool", "block" or a number of burn blocks.');
  const amount = reading('The amount is not a whole number of atomic units.', () =>
    parseAtomicAmount(requirements.amount),
  );
  if (amount === 0n) refuseTerms('The amount is zero.');
  if (!reading('The payee is not an address.', () => isPrincipalOn(settings.network, payTo))) {
    refuseTerms('The payee is not an address on this network.');
  }
  if (extra.call !== undefined && parsePrincipal(payTo).contractName === undefined) {
    refuseTerms('The terms ask for a call of the payee, which is no contract.');
  }
  return {
    asset: reading('The asset is not one that this facilitator knows.', () => findAsset(asset, settings.assets)),
    amount: amount.toString(),
    // Asked again with the caller's own key, a settlement has the same answer; without one, a payment is good for one answer.
    access: caller.idempotencyKey === undefined ? 'once' : ONCE_WINDOW_SECONDS,
    finality,
  };
}

/** The payer accepted what the caller asks for, and nothing else. The rest of `extra` is the caller's to compare. */
function checkAccepted(
  accepted: PaymentRequirements,
  requirements: PaymentRequirements,
  asset: Asset,
  settings: NetworkSettings,
): void {
  const members = ['scheme', 'network', 'amount', 'payTo'] as const;
  const isSame =
    members.every((member) => accepted[member] === requirements[member]) &&
    reading('The payer accepted another asset.', () => findAsset(accepted.asset, settings.assets)) === asset;
  if (!isSame) refuseTerms('The payer accepted other terms than these.');
}

function presentedIn(
  payment: PaymentPayload,
  terms: AcceptedTerms,
  caller: Caller,
  settings: NetworkSettings,
): PresentedPayment {
  const token = payment.accepted.extra?.offer;
  const offer = typeof token === 'string' && isOfferToken(token) ? offerOf(token, settings) : undefined;
  // Whoever knows the token is the payer. Without one, only the very same call counts as the same.
  const secret = offer?.token ?? JSON.stringify(payment);
  const id = paymentIdentifierIn(payment.extensions);
  return {
    version: 2,
    payload: payment.payload,
    choices: [terms],
    offer,
    holder: JSON.stringify([caller.name, caller.idempotencyKey ?? null, secret]),
    ...(id !== undefined && { identifier: JSON.stringify([caller.name, id]) }),
  };
}

/**
 * Whether the token was made for these terms is the seller's to say, who has its key. Here it counts as the secret that the memo commits to. Its expiry
 * bounds the time in which the payment can be used, so that a claim outlives it.
 */
function offerOf(token: string, { clock }: NetworkSettings): AcceptedOffer {
  const binary = atob(token.slice(0, 8).replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const expiresAt = new DataView(bytes.buffer).getUint32(1);
  if (expiresAt > clock() / 1000 + MAX_OFFER_AHEAD_SECONDS) {
    refuse('invalid_offer', 'The offer says that it is good for longer than a day.');
  }
  return { token, expiresAt, late: false };
}

function saleOf({ payment, requirements }: FacilitatorRequest, asset: Asset, caller: Caller): Sale {
  const { network, amount, payTo, maxTimeoutSeconds, extra = {} } = requirements;
  const purpose = JSON.stringify([caller.name, network, asset.id, amount, payTo, extra.request ?? null]);
  return {
    route: {
      payTo,
      split: extra.call !== undefined,
      offerSeconds: maxTimeoutSeconds,
      requiresBinding: extra.binding === 'required',
    },
    method: `settle ${purpose}`,
    resource: payment.resource?.url ?? '',
  };
}

function reading<Result>(message: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (isX402Error(error)) return refuseTerms(message);
    throw error;
  }
}

function refuseTerms(message: string): never {
  return refuse('invalid_payment_requirements', message);
}

function refuse(code: WireErrorCode, message: string): never {
  throw new X402Error(code, message);
}

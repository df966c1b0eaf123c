/** What a challenge asks for, judged with our own knowledge only. */

import { sha256 } from '@noble/hashes/sha2.js';
import { decodePaymentRequired } from '../../src/header.js';
import { type ReadOffer, readOffer } from '../../src/read-offer.js';
import { hexFromBytes } from '../../src/stacks.js';
import type { PaymentRequired } from '../../src/wire.js';
import { Refusal } from '../refusal.js';
import type { Seen } from './seen.js';

export interface ReadTerms {
  readonly required: PaymentRequired;
  /** Origin that answered, and that is paid. */
  readonly seller: string;
  /** As the seller names it, without a fragment. */
  readonly resource: string;
  /** Those that can be understood, in the seller's order. */
  readonly offers: readonly ReadOffer[];
  /** Every payment buys one answer only. */
  readonly once: boolean;
  /** SHA-256 of the challenge and of what was asked for: paid once. */
  readonly challenge: string;
}

/**
 * @throws `no_payable_offer` for what cannot be understood; `policy_refused` for an offer that is for another origin's resource: else one site could
 * have another one's offers paid in its name
 */
export function readTerms(seen: Seen, network: string): ReadTerms {
  const { required: header, url } = seen;
  const required = orRefuse(() => decodePaymentRequired(header));
  const { origin, protocol, hostname } = new URL(url);
  const isSecure = protocol === 'https:' || ['127.0.0.1', 'localhost'].includes(hostname);
  if (!isSecure) throw new Refusal('policy_refused', 'Nothing is paid without encryption.');
  const resource = URL.canParse(required.resource.url, url) ? new URL(required.resource.url, url) : undefined;
  if (!resource || resource.origin !== origin) throw new Refusal('policy_refused', 'The offer is for another origin.');
  resource.hash = '';
  const offers = required.accepts.flatMap((offer) => {
    try {
      return offer.network === network && offer.extra?.payloads?.includes('transaction') !== false
        ? [readOffer(offer)]
        : [];
    } catch {
      return [];
    }
  });
  if (offers.length === 0) throw new Refusal('no_payable_offer');
  const once = required.accepts.every((offer) => offer.extra?.access === 'once');
  const challenge = hexFromBytes(sha256(new TextEncoder().encode(JSON.stringify(identityOf(seen, offers)))));
  return { required, seller: origin, resource: resource.href, offers, once, challenge };
}

/** An offer with a token is one of its kind. Sellers without tokens say the same each time, and then each request is what is paid for. */
function identityOf({ required, url, method, requestId, at }: Seen, offers: readonly ReadOffer[]): readonly unknown[] {
  const isBound = offers.every(({ offer }) => offer.extra?.offer !== undefined);
  return [method, url, required, ...(isBound ? [] : [requestId, at])];
}

function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Refusal('no_payable_offer', 'The offers cannot be read.', { cause });
  }
}

/**
 * What servers say, read for a person who looks at it before paying. `src/header.ts` judges every member of a wire object, for servers and for
 * programs that pay unseen; here, where its bytes would be in every page, only the members that are used are judged, by `readOffer` among
 * others. The tests hold this against `src/header.ts`.
 */

import { MAX_ACCEPTS, MAX_HEADER_LENGTH } from '../../src/limits.js';
import type { Offer, ResourceInfo } from '../../src/wire.js';

/** A 402: what is sold, and for what. */
export interface PriceList {
  readonly resource: ResourceInfo;
  /** As they came, because a payment echoes its offer. */
  readonly accepts: readonly Offer[];
  /** The reason of a refusal. */
  readonly error: string | undefined;
  /** Who has paid may sign in with that account (PROTOCOL section 7). */
  readonly signIn: boolean;
}

/** Members of an offer that are read or shown as text. */
const TEXTS = ['scheme', 'network', 'amount', 'asset', 'payTo'] as const;
const LONGEST_DESCRIPTION = 300;

/**
 * From the `PAYMENT-REQUIRED` header, or from the body where a proxy or missing CORS headers hide it.
 *
 * @throws any error for anything else
 */
export function readPriceList(headerOrBody: string): PriceList {
  const { x402Version, resource, accepts, error, extensions } = readObject(headerOrBody);
  const { url, description } = resource as Record<string, unknown>;
  const list = (accepts as Offer[]).slice(0, MAX_ACCEPTS);
  if (x402Version !== 2 || typeof url !== 'string') throw new TypeError();
  return {
    resource: {
      url,
      ...(typeof description === 'string' && { description: description.slice(0, LONGEST_DESCRIPTION) }),
    },
    accepts: list.filter((offer) => TEXTS.every((name) => typeof offer[name] === 'string')),
    error: textOf(error),
    signIn: 'sign-in-with-x' in Object(extensions),
  };
}

/** The members of a wire object, in base64 or as JSON. */
export function readObject(headerOrBody: string): Readonly<Record<string, unknown>> {
  if (headerOrBody.length > MAX_HEADER_LENGTH) throw new RangeError();
  const bytes = () => Uint8Array.from(atob(headerOrBody), (character) => character.charCodeAt(0));
  return JSON.parse(headerOrBody.startsWith('{') ? headerOrBody : new TextDecoder().decode(bytes()));
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

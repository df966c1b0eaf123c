/** What a server asks for one request, and whether that may be paid at all. */

import { X402Error } from '../errors.js';
import type { PaymentPolicy } from '../select.js';
import type { PaymentRequired } from '../wire.js';
import { discard, requiredIn } from './answer.js';
import { isSafe, type Replayable } from './replayable.js';

export interface Terms {
  readonly required: PaymentRequired;
  /** Method and resource URL: what payments and passes are kept under. */
  readonly key: string;
  /** Where the request ended, and where the payment goes. */
  readonly url: string;
  /** Every payment buys one answer only, as far as the server says. */
  readonly once: boolean;
}

/** `GET https://blog.example/article`. `HEAD` counts as `GET` (PROTOCOL section 1). */
export function keyOf(method: string, url: string): string {
  return `${method === 'HEAD' ? 'GET' : method} ${url.replace(/#.*$/s, '')}`;
}

/**
 * The terms of a 402; `undefined` for any other answer, and for a 402 that offers nothing.
 *
 * The offered resource may stand at another path than the one that was asked (a seller may sell many addresses as one resource), but not at another
 * origin: else one site could have another one's offers paid in its name, and the payment would go to the wrong server.
 *
 * @throws `policy_refused` when request, answer and offer are not of one origin, or the policy does not name it
 */
export async function termsIn(
  response: Response,
  request: Replayable,
  { origins }: PaymentPolicy,
): Promise<Terms | undefined> {
  const required = await requiredIn(response);
  if (!required || required.accepts.length === 0) return undefined;
  const url = response.url || request.url;
  const { origin } = new URL(url);
  const resource = URL.canParse(required.resource.url, url) ? new URL(required.resource.url, url) : undefined;
  const refuse = (reason: string): never => {
    discard(response);
    const refusals = required.accepts.map((_, index) => ({ index, rule: 'origins' }));
    throw new X402Error('policy_refused', `Nothing was paid: ${reason}.`, { refusals });
  };
  if (origin !== new URL(request.url).origin) return refuse('the request was redirected to another origin');
  // After a redirect nobody knows whether the method is still the same.
  if (response.redirected && !isSafe(request)) return refuse('the request was redirected; ask the new address itself');
  if (resource?.origin !== origin) {
    return refuse(`the offer is for ${resource?.origin ?? 'no address'}, and came from ${origin}`);
  }
  if (origins?.includes(origin) === false) return refuse('the origin is not one of the allowed origins');
  const once = required.accepts.every((offer) => offer.extra?.access === 'once');
  return { required, key: keyOf(request.method, resource.href), url, once };
}

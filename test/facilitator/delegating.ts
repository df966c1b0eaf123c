/** A verifier that settles through a facilitator, with a wire in between that loses what it is told to. */

import { createMemoryClaims, createVerifier, type VerifierConfig, type VerifierEvent } from 'x402pay/verifier';
import { NETWORK, ORIGIN, SECRET, SELLER } from '../verifier/shop.js';
import { type Counter, openCounter } from './counter.js';

/** A shop that knows a facilitator, and perhaps a node. */
export function openDelegating(configOf: (counter: Counter) => Partial<VerifierConfig> = () => ({})) {
  const counter = openCounter();
  const { time } = counter;
  const posts: Request[] = [];
  const events: VerifierEvent[] = [];
  /** What comes back instead; `lost` does its work first, `gone` does nothing. */
  const wire = { answer: undefined as undefined | 'lost' | 'gone' | 'never' | (() => Response) };
  const facilitatorFetch: typeof fetch = async (input, init) => {
    const request = new Request(input as RequestInfo, init);
    posts.push(request.clone());
    if (wire.answer === 'never') return new Promise(() => {});
    if (typeof wire.answer === 'function') return wire.answer();
    const response = wire.answer === 'gone' ? undefined : await counter.facilitator(request);
    if (!response || wire.answer === 'lost') throw new TypeError('fetch failed');
    return response;
  };
  const verifier = createVerifier({
    network: NETWORK,
    payTo: SELLER,
    secret: SECRET,
    origin: ORIGIN,
    facilitator: { url: 'https://pay.example/', headers: { 'X-Seller': 'shop' }, fetch: facilitatorFetch },
    claims: createMemoryClaims({ clock: time.clock }),
    recover: 'noble',
    clock: time.clock,
    sleep: time.sleep,
    onEvent: (event) => events.push(event),
    ...configOf(counter),
  });
  return { ...counter, verifier, posts, wire, events };
}

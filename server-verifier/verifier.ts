/** The verifier: one configuration, any number of guarded resources. */

import { Admissions } from './admit.js';
import { type Protection, protectionOf } from './protect.js';
import { settingsOf, type VerifierConfig } from './settings.js';
import type { Terms } from './terms.js';

export interface Verifier {
  /** Where clients see the resources, as configured. */
  readonly origin: string;
  /**
   * Guards a resource, or a family of resources at one price. Call it once per set of terms, not once per request.
   *
   * @throws `invalid_configuration` with the `field` that is wrong and what to write instead
   */
  protect(terms: Terms): Protection;
}

/**
 * Makes a verifier. Nothing is loaded or asked before the first payment.
 *
 * @throws `invalid_configuration` with the `field` that is wrong and what to write instead
 * @example
 * ```ts
 * import { createVerifier } from 'x402pay/verifier';
 * const verifier = createVerifier({
 *   network: 'stacks:2147483648',
 *   payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
 *   secret: 'an example only: use 32 random bytes',
 *   origin: 'https://blog.example',
 * });
 * const article = verifier.protect({ price: { STX: '0.50', sBTC: '0.00001' }, access: '30d' });
 * const response = await article(new Request('https://blog.example/articles/1'), () => new Response('The whole article.'));
 * console.assert(response.status === 402 && response.headers.has('PAYMENT-REQUIRED'));
 * ```
 */
export function createVerifier(config: VerifierConfig): Verifier {
  const settings = settingsOf(config);
  const admissions = new Admissions(settings);
  return {
    origin: settings.origin,
    protect: (terms) => protectionOf(terms, settings, admissions),
  };
}

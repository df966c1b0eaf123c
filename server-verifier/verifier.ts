/** The verifier: one configuration, any number of guarded resources. */

import { KEY_TYPE } from '../src/sealed.js';
import { Admissions } from './admit.js';
import { type KeyOptions, keyHandlerOf } from './content-key.js';
import { type PaidHandler, type Protection, protectionOf } from './protect.js';
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
  /**
   * Sells the keys of sealed articles (`npx x402pay seal`): a whole server, from request to answer. Every path is an article of its own at the same price, so that one
   * key function serves a whole blog. Nothing is stored: the key is derived from the secret and the URL.
   *
   * @throws `invalid_configuration` with the `field` that is wrong and what to write instead
   * @example
   * ```ts
   * import { createVerifier } from 'x402pay/verifier';
   * const verifier = createVerifier({
   *   network: 'stacks:2147483648',
   *   payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
   *   secret: 'an example only: use 32 random bytes',
   *   origin: 'https://keys.example',
   * });
   * const sell = verifier.sellKey({ price: { STX: '0.50' }, access: '30d' });
   * const response = await sell(new Request('https://keys.example/articles/1'));
   * console.assert(response.status === 402);
   * ```
   */
  sellKey(terms: Terms, options?: KeyOptions): (request: Request) => Promise<Response>;
  /**
   * The name of the key that signs receipts, `did:key:…`: publish it, on your imprint for example, so that people can tell your receipts from others'. It follows
   * from the secret and the network.
   */
  receiptSigner(): Promise<string>;
  /** The handler behind `sellKey`, for `protect` in a server of your own: answers with the content key of the resource that was paid for, as a JWK. */
  keyHandler(options?: KeyOptions): PaidHandler;
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
  const protect = (terms: Terms) => protectionOf(terms, settings, admissions);
  const keyHandler = (options?: KeyOptions) => keyHandlerOf(options, settings);
  return {
    origin: settings.origin,
    protect,
    receiptSigner: () => admissions.receiptSigner(),
    keyHandler,
    sellKey(terms, options) {
      const handler = keyHandler(options);
      // Who opens the key's address by itself must not be asked to pay there: the article, on another site, would not know of it.
      const protection = protectionOf(
        { mimeType: KEY_TYPE, ...terms },
        settings,
        new Admissions({ ...settings, page: undefined }),
      );
      return (request) => protection(request, handler);
    },
  };
}

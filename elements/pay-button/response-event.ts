/** The event of `<x402-pay-button>`, beside those that it has in common with the paywall. */

import type { PaidContent } from '../paywall/state.js';

/**
 * What was paid for is here: after a payment, because an earlier one is remembered, or because the reader has clicked again.
 *
 * @example
 * ```ts
 * button.addEventListener('x402-response', async ({ response }) => show(await response.json()));
 * ```
 */
export class X402ResponseEvent extends Event {
  /** Address of the resource, after redirects. */
  readonly url: string;
  /** True when a payment was made during this visit. */
  readonly paidNow: boolean;
  readonly #content: PaidContent;

  constructor(content: PaidContent, paidNow: boolean) {
    super('x402-response', { bubbles: true, composed: true });
    this.url = content.url;
    this.paidNow = paidNow;
    this.#content = content;
  }

  /** The answer of the resource, a new one each time that it is read, so that every listener can read its body. */
  get response(): Response {
    return responseOf(this.#content);
  }
}

/** The body and its type, as they came. */
export function responseOf({ body, type }: PaidContent): Response {
  return new Response(body, { headers: { 'content-type': type } });
}

declare global {
  interface HTMLElementEventMap {
    'x402-response': X402ResponseEvent;
  }
}

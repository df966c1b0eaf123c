/** Registers the custom elements: the only file of this room with a side effect. */

import { X402Paywall } from './paywall/paywall.js';

// Frameworks import this on servers, too.
const registry: CustomElementRegistry | undefined = globalThis.customElements;
if (registry && !registry.get('x402-paywall')) registry.define('x402-paywall', X402Paywall);

declare global {
  interface HTMLElementTagNameMap {
    'x402-paywall': X402Paywall;
  }
}

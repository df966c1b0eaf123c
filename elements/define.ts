/** Registers the custom elements: the only file of this room with a side effect. */

import { X402Paywall } from './paywall/paywall.js';

if (!customElements.get('x402-paywall')) customElements.define('x402-paywall', X402Paywall);

declare global {
  interface HTMLElementTagNameMap {
    'x402-paywall': X402Paywall;
  }
}

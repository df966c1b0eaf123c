/** Registers the custom elements: the only entry of this room with a side effect. */

import { X402PayButton } from './pay-button/pay-button.js';
import { X402Paywall } from './paywall/paywall.js';
import { X402Receipts } from './receipts/receipts.js';
import { register } from './register.js';

register('x402-paywall', X402Paywall);
register('x402-pay-button', X402PayButton);
register('x402-receipts', X402Receipts);

declare global {
  interface HTMLElementTagNameMap {
    'x402-paywall': X402Paywall;
    'x402-pay-button': X402PayButton;
    'x402-receipts': X402Receipts;
  }
}

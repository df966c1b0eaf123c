/** `x402pay/elements`: the classes, without registering them. Import `x402pay/elements/define` to register. */

export { X402Paywall } from './paywall/paywall.js';

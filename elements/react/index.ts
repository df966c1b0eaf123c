/** `x402pay/react`: our elements as React components, and a payment without an element. */

export {
  PayButton,
  type PayButtonProps,
  Paywall,
  type PaywallProps,
  Receipts,
  type ReceiptsProps,
} from './components.js';
export type { Payment } from './payment.js';
export { type PaymentOptions, usePayment } from './use-payment.js';

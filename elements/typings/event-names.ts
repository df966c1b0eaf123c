/** Which events an element fires, by the names that React's components have for them. The tests hold this against the custom elements manifest. */

export const PAYWALL_EVENTS = {
  onState: 'x402-state',
  onBeforePay: 'x402-before-pay',
  onPaid: 'x402-paid',
  onUnlocked: 'x402-unlocked',
  onError: 'x402-error',
} as const;

export const PAY_BUTTON_EVENTS = {
  onState: 'x402-state',
  onBeforePay: 'x402-before-pay',
  onPaid: 'x402-paid',
  onResponse: 'x402-response',
  onError: 'x402-error',
} as const;

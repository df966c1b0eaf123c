/** `x402pay/elements`: the classes, without registering them. Import `x402pay/elements/define` to register. */

export type { Language } from './languages/language.js';
export { registerTexts } from './languages/translate.js';
export { X402PayButton } from './pay-button/pay-button.js';
export { X402ResponseEvent } from './pay-button/response-event.js';
export {
  X402BeforePayEvent,
  X402ErrorEvent,
  X402PaidEvent,
  X402StateEvent,
  X402UnlockedEvent,
} from './paywall/events.js';
export type { Explanation, Explanations } from './paywall/explanations.js';
export { X402Paywall } from './paywall/paywall.js';
export type { PaywallPhase } from './paywall/state.js';
export type { PaywallTexts, TextOverrides } from './paywall/texts.js';
export { X402Receipts } from './receipts/receipts.js';

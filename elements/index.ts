/** `x402pay/elements`: the classes, without registering them. Import `x402pay/elements/define` to register. */

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
export { type PaywallTexts, registerTexts, type TextOverrides } from './paywall/texts.js';

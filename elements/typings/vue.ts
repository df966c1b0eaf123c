/** `x402pay/types/vue`: our elements in Vue's templates. Write `import type {} from 'x402pay/types/vue'` once in a project. */

import type { HTMLAttributes, PublicProps } from 'vue';
import type {
  PayButtonEventName,
  PayButtonProperties,
  PaywallEventName,
  PaywallProperties,
  ReceiptsProperties,
} from './bindings.js';

/** `before-pay` → `BeforePay`. */
type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** `@x402-paid` in a template is `onX402Paid` to Vue. */
type VueListeners<Name extends keyof HTMLElementEventMap> = {
  [Event in Name as `on${Pascal<Event>}`]?: (event: HTMLElementEventMap[Event]) => void;
};

/** `node-url` in a template is `nodeUrl` to Vue. */
type VueElement<Properties, Name extends keyof HTMLElementEventMap> = new () => {
  $props: Omit<HTMLAttributes, 'onError'> & PublicProps & Omit<Properties, 'node-url'> & VueListeners<Name>;
};

declare module 'vue' {
  interface GlobalComponents {
    'x402-paywall': VueElement<PaywallProperties, PaywallEventName>;
    'x402-pay-button': VueElement<PayButtonProperties, PayButtonEventName>;
    'x402-receipts': VueElement<ReceiptsProperties, never>;
  }
}

/** `x402pay/types/svelte`: our elements in Svelte's templates. Write `import type {} from 'x402pay/types/svelte'` once in a project. */

import type { HTMLAttributes } from 'svelte/elements';
import type {
  PayButtonBindings,
  PaywallBindings,
  ReceiptsProperties,
  X402PayButton,
  X402Paywall,
  X402Receipts,
} from './bindings.js';

type Props<Element extends EventTarget, Bindings> = HTMLAttributes<Element> & Bindings;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'x402-paywall': Props<X402Paywall, PaywallBindings<'on'>>;
    'x402-pay-button': Props<X402PayButton, PayButtonBindings<'on'>>;
    'x402-receipts': Props<X402Receipts, ReceiptsProperties>;
  }
}

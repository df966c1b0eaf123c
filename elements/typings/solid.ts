/** `x402pay/types/solid`: our elements in the JSX of Solid. Write `import type {} from 'x402pay/types/solid'` once in a project. */

import type { JSX } from 'solid-js';
import type {
  PayButtonBindings,
  PaywallBindings,
  ReceiptsProperties,
  X402PayButton,
  X402Paywall,
  X402Receipts,
} from './bindings.js';

type Props<Element, Bindings> = JSX.HTMLAttributes<Element> & Bindings;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'x402-paywall': Props<X402Paywall, PaywallBindings<'on:'>>;
      'x402-pay-button': Props<X402PayButton, PayButtonBindings<'on:'>>;
      'x402-receipts': Props<X402Receipts, ReceiptsProperties>;
    }
  }
}

/** `x402pay/types/preact`: our elements in the JSX of Preact. Write `import type {} from 'x402pay/types/preact'` once in a project. */

import type { HTMLAttributes } from 'preact';
import type {
  PayButtonBindings,
  PaywallBindings,
  ReceiptsProperties,
  X402PayButton,
  X402Paywall,
  X402Receipts,
} from './bindings.js';

type Props<Element extends EventTarget, Bindings> = HTMLAttributes<Element> & Bindings;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'x402-paywall': Props<X402Paywall, PaywallBindings<'on'>>;
      'x402-pay-button': Props<X402PayButton, PayButtonBindings<'on'>>;
      'x402-receipts': Props<X402Receipts, ReceiptsProperties>;
    }
  }
}

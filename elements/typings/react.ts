/**
 * `x402pay/types/react`: our elements in the JSX of React 19. Write `import type {} from 'x402pay/types/react'` once in a project.
 *
 * @example
 * ```tsx
 * <x402-paywall src="/rest" onx402-paid={(event) => console.log(event.txid)} />
 * ```
 */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type {
  PayButtonBindings,
  PaywallBindings,
  ReceiptsProperties,
  X402PayButton,
  X402Paywall,
  X402Receipts,
} from './bindings.js';

type Props<Element, Bindings> = DetailedHTMLProps<HTMLAttributes<Element>, Element> & Bindings;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'x402-paywall': Props<X402Paywall, PaywallBindings<'on'>>;
      'x402-pay-button': Props<X402PayButton, PayButtonBindings<'on'>>;
      'x402-receipts': Props<X402Receipts, ReceiptsProperties>;
    }
  }
}

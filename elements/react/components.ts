/** The elements as React components: typed props, events as `onPaid`, `ref` to the element. Nothing is registered before one is mounted. */

import { createComponent } from '@lit/react';
import * as React from 'react';
import { X402PayButton } from '../pay-button/pay-button.js';
import { X402Paywall } from '../paywall/paywall.js';
import { X402Receipts } from '../receipts/receipts.js';
import { register } from '../register.js';
import type { PayButtonProperties, PaywallProperties, ReceiptsProperties } from '../typings/bindings.js';
import { PAY_BUTTON_EVENTS, PAYWALL_EVENTS } from '../typings/event-names.js';

type Listeners<Names extends Readonly<Record<string, keyof HTMLElementEventMap>>> = {
  readonly [Name in keyof Names]?: (event: HTMLElementEventMap[Names[Name]]) => void;
};

type Props<Element, Properties, Names extends Readonly<Record<string, keyof HTMLElementEventMap>>> = Omit<
  React.HTMLAttributes<Element>,
  keyof Names
> &
  Omit<Properties, 'src' | 'node-url'> &
  Listeners<Names> & {
    /** Address of the protected resource, relative to the page. */
    readonly src: string;
  };

export type PaywallProps = Props<X402Paywall, PaywallProperties, typeof PAYWALL_EVENTS>;
export type ReceiptsProps = React.HTMLAttributes<X402Receipts> & ReceiptsProperties;
export type PayButtonProps = Props<X402PayButton, PayButtonProperties, typeof PAY_BUTTON_EVENTS>;

/**
 * `<x402-paywall>`: what is free stands in it, the rest is fetched from `src` against a payment.
 *
 * @example
 * ```tsx
 * <Paywall src="/articles/one/rest" onPaid={({ txid }) => thank(txid)}><p>The beginning is free.</p></Paywall>
 * ```
 */
export const Paywall: React.ForwardRefExoticComponent<PaywallProps & React.RefAttributes<X402Paywall>> =
  /* @__PURE__ */ component('x402-paywall', X402Paywall, ['assets', 'texts', 'replace'], PAYWALL_EVENTS, 'Paywall');

/**
 * `<x402-pay-button>`: pays for `src` and gives what it has bought to `onResponse`.
 *
 * @example
 * ```tsx
 * <PayButton src="/photos/one" onResponse={async ({ response }) => show(await response.blob())}>The photo</PayButton>
 * ```
 */
export const PayButton: React.ForwardRefExoticComponent<PayButtonProps & React.RefAttributes<X402PayButton>> =
  /* @__PURE__ */ component('x402-pay-button', X402PayButton, ['assets', 'texts'], PAY_BUTTON_EVENTS, 'PayButton');

/** `<x402-receipts>`: what was paid for on this site in this browser. */
export const Receipts: React.ForwardRefExoticComponent<ReceiptsProps & React.RefAttributes<X402Receipts>> =
  /* @__PURE__ */ component('x402-receipts', X402Receipts, [], {}, 'Receipts');

/**
 * @param properties what is no text; all else are attributes, which stand in what a server renders, too
 * @param events prop → event
 */
function component<Element extends HTMLElement, ElementProps>(
  tagName: string,
  elementClass: new () => Element,
  properties: readonly (keyof Element & string)[],
  events: Readonly<Record<string, string>>,
  displayName: string,
): React.ForwardRefExoticComponent<ElementProps & React.RefAttributes<Element>> {
  // `createComponent` asks the class only which props are properties.
  const prototype = Object.fromEntries(properties.map((name) => [name, undefined]));
  const asked = { prototype } as unknown as new () => HTMLElement;
  const Bound = createComponent({ react: React, tagName, elementClass: asked, events, displayName });
  const Component = React.forwardRef<Element, { readonly nodeUrl?: string }>(({ nodeUrl, ...props }, ref) => {
    // Before properties are set, and after a server's markup has been taken over, which an element that is alive would change.
    React.useInsertionEffect(() => register(tagName, elementClass), []);
    // Where the script tag was faster, the element has written its `state` already.
    const own = { 'node-url': nodeUrl, suppressHydrationWarning: true, ref: ref as React.Ref<HTMLElement> };
    return React.createElement(Bound, { ...props, ...own } as unknown as React.ComponentProps<typeof Bound>);
  });
  Component.displayName = displayName;
  return Component as unknown as React.ForwardRefExoticComponent<ElementProps & React.RefAttributes<Element>>;
}

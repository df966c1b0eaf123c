/** What frameworks may bind to our elements, made of the elements' classes, so that the two cannot differ. */

import type { X402PayButton } from '../pay-button/pay-button.js';
import type { X402Paywall } from '../paywall/paywall.js';
import type { X402Receipts } from '../receipts/receipts.js';
import type { PAY_BUTTON_EVENTS, PAYWALL_EVENTS } from './event-names.js';

// With the events come their names.
export type { X402ResponseEvent } from '../pay-button/response-event.js';
export type { X402PaidEvent } from '../paywall/events.js';
export type { X402PayButton, X402Paywall, X402Receipts };

type IsSame<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

/** Names of the properties that are ours and can be set. */
type SettableName<Element> = {
  [Name in Exclude<keyof Element, keyof HTMLElement>]-?: Element[Name] extends (...values: never[]) => unknown
    ? never
    : IsSame<Pick<Element, Name>, { -readonly [Same in Name]: Element[Same] }> extends true
      ? Name
      : never;
}[Exclude<keyof Element, keyof HTMLElement>];

/** Every framework of today sets a property where there is one. */
type Properties<Element> = { [Name in SettableName<Element>]?: Element[Name] | undefined };

/** The attribute that is written otherwise than its property. */
interface NodeUrl {
  'node-url'?: string | undefined;
}

/** Attributes that only style sheets read. */
interface Looks {
  /** `paper`, `ink`, `bitcoin`, `minimal`, or one of the page's own. */
  theme?: string | undefined;
  scheme?: 'light' | 'dark' | undefined;
}

/** The attribute that is read when the content is opened. */
interface Sealed {
  /** The JWE that `npx x402pay seal --snippet` writes. */
  sealed?: string | undefined;
}

export type PaywallProperties = Properties<X402Paywall> & NodeUrl & Looks & Sealed;
export type PayButtonProperties = Properties<X402PayButton> & NodeUrl & Looks;
export type ReceiptsProperties = Properties<X402Receipts> & Looks;

export type PaywallEventName = (typeof PAYWALL_EVENTS)[keyof typeof PAYWALL_EVENTS];
export type PayButtonEventName = (typeof PAY_BUTTON_EVENTS)[keyof typeof PAY_BUTTON_EVENTS];

/** `onx402-paid` (React, Preact, Svelte), `on:x402-paid` (Solid). */
export type Listeners<Prefix extends string, Name extends keyof HTMLElementEventMap, Target> = {
  [Event in Name as `${Prefix}${Event}`]?:
    | ((event: HTMLElementEventMap[Event] & { readonly currentTarget: Target }) => void)
    | undefined;
};

/** Everything that is written in a template. */
export type PaywallBindings<Prefix extends string> = PaywallProperties &
  Listeners<Prefix, PaywallEventName, X402Paywall>;
export type PayButtonBindings<Prefix extends string> = PayButtonProperties &
  Listeners<Prefix, PayButtonEventName, X402PayButton>;

/** What a reader gets to read before the click, as data: English here, other languages in `../languages`. `{name}` is filled in. */

import type { X402ErrorCode } from '../../src/errors.js';
import type { PayButtonTexts } from '../pay-button/texts.js';
import type { AsideTexts } from './aside-texts.js';
import type { ContentTexts } from './content.js';
import type { Explanation } from './explanations.js';
import type { PaymentTexts } from './payment-texts.js';
import type { SignInTexts } from './sign-in-texts.js';

export const ENGLISH = {
  title: 'Continue reading',
  description: 'The rest of this page opens with one payment.',
  loading: 'Asking for the price…',
  payWith: 'Pay with',
  pay: 'Pay {price}',
  assurance: 'Your wallet asks before anything is sent.',
  access: 'Yours for {access}.',
  once: 'Opens once.',
  notKept: 'This browser keeps nothing: what you pay for stays open until you leave this page.',
  details: 'To {payee} on {network}',
  signIn: 'Already paid? Sign in with your wallet',
  failed: 'Please check your connection, or reload the page',
  tryAgain: 'Try again',
  /** Blurred, so that nobody reads it. */
  placeholder: 'What is paid for is not in the source of this page. ',
  /** On paper, in the place of the card. */
  printed: 'The rest of this text is sold at {url}',
};

export interface PaywallTexts extends Readonly<Record<keyof typeof ENGLISH, string>> {
  /** `rtl` where the language is written from right to left. Without it, the card has the direction of the page. */
  readonly direction?: 'ltr' | 'rtl';
}

/** The texts of one language, or of one paywall. What is left out is taken from the next best. */
export type TextOverrides = Partial<
  PaywallTexts & PaymentTexts & SignInTexts & AsideTexts & ContentTexts & PayButtonTexts
> & {
  readonly errors?: Partial<Record<X402ErrorCode, Explanation>>;
};

/** Fills in `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

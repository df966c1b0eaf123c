/** What a reader gets to read before the click, as data: English here, other languages beside it. `{name}` is filled in. */

import type { AsideTexts } from './aside-texts.js';
import type { ContentTexts } from './content.js';
import type { Explanations } from './explanations.js';
import type { PaymentTexts } from './payment-texts.js';

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
  failed: 'Please check your connection',
  tryAgain: 'Try again',
  placeholder: 'What stands here comes from the site once it is paid for, and is not in the source of this page. ',
};

export type PaywallTexts = Readonly<Record<keyof typeof ENGLISH, string>>;

/** The texts of one language, or of one paywall. What is left out is taken from the next best. */
export type TextOverrides = Partial<PaywallTexts & PaymentTexts & AsideTexts & ContentTexts> & {
  readonly errors?: Partial<Explanations>;
};

const languages = new Map<string, TextOverrides>();

/**
 * Adds or replaces the texts of a language. What is left out stays English.
 *
 * @param language as in the `lang` attribute: `de`, `pt-BR`
 * @example
 * ```ts
 * import { registerTexts } from 'x402pay/elements';
 * registerTexts('de', {
 *   title: 'Weiterlesen',
 *   pay: '{price} bezahlen',
 *   errors: { wallet_rejected: { title: 'Sie haben abgelehnt', help: 'Es wurde nichts gesendet.' } },
 * });
 * ```
 */
export function registerTexts(language: string, texts: TextOverrides): void {
  languages.set(language.toLowerCase(), texts);
}

/** The texts for a language tag: `own`, over those of `de-at`, over those of `de`, over `english`. */
export function textsFor<Texts>(english: Texts, language: string, own: TextOverrides): Texts & TextOverrides {
  const tag = language.toLowerCase();
  const layers = [languages.get(tag.split('-')[0] ?? ''), languages.get(tag), own];
  const errors = Object.assign({}, ...layers.map((layer) => layer?.errors));
  return Object.assign({}, english, ...layers, { errors });
}

/** Fills in `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

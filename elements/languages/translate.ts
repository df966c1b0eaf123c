/** Finds and loads the words of other languages, and keeps those of authors. Loaded only for readers of another language than English. */

import { PATIENCE_MILLISECONDS, speak, type Translation, tell } from '../paywall/readers.js';
import type { TextOverrides } from '../paywall/texts.js';
import type { Language } from './language.js';

/** By primary subtag (RFC 5646, section 2.2.1). */
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly texts: Language }>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  ja: () => import('./ja.js'),
  pt: () => import('./pt-BR.js'),
  zh: () => import('./zh-Hans.js'),
};

/** What authors say, by language tag. */
const registered = new Map<string, TextOverrides>();
/** By primary subtag; `undefined` for one that is on its way, or could not be loaded. */
const loaded = new Map<string, Language | undefined>();
/** Nobody waits for these any more. */
const late = new Set<string>();

/**
 * Adds or replaces the texts of a language. What is left out is taken from the built-in texts, and where there are none, from the English ones.
 *
 * @param language as in the `lang` attribute: `de`, `pt-BR`
 * @throws `RangeError` when that is no language tag
 * @example
 * ```ts
 * import { registerTexts } from 'x402pay/elements';
 * registerTexts('it', {
 *   title: 'Continua a leggere',
 *   pay: 'Paga {price}',
 *   errors: { wallet_rejected: { title: 'Pagamento rifiutato', help: 'Non è stato inviato nulla.' } },
 * });
 * ```
 */
export function registerTexts(language: string, texts: TextOverrides): void {
  registered.set(new Intl.Locale(language).baseName, texts);
  speak(translate);
}

/** The words for a language tag as a page writes it: the author's for `de-AT`, over those for `de`, over the built-in ones. */
export function translate(named: string): Translation | undefined {
  const { baseName, language, script } = localeOf(named).maximize();
  const tag = localeOf(named).baseName;
  // Readers of traditional characters are better served in English than in the simplified ones.
  const isBuiltIn = Object.hasOwn(LANGUAGES, language) && script !== 'Hant';
  if (isBuiltIn && !loaded.has(language)) load(language);
  const builtIn = isBuiltIn ? loaded.get(language) : undefined;
  if (isBuiltIn && !builtIn && !late.has(language)) return undefined;
  const layers = [builtIn, registered.get(language), registered.get(baseName), registered.get(tag)];
  const errors = Object.assign({}, ...layers.map((layer) => layer?.errors));
  const isKnown = language === 'en' || layers.some(Boolean);
  return Object.assign({}, ...layers, { errors, language: isKnown ? tag : 'en' });
}

function load(language: string): void {
  loaded.set(language, undefined);
  const giveUp = () => {
    late.add(language);
    tell();
  };
  setTimeout(giveUp, PATIENCE_MILLISECONDS);
  // What cannot be loaded stays English.
  LANGUAGES[language]?.().then(({ texts }) => {
    loaded.set(language, texts);
    tell();
  }, giveUp);
}

/** Pages write `de_DE`, and worse. */
function localeOf(named: string): Intl.Locale {
  try {
    return new Intl.Locale(named.replace(/_/g, '-'));
  } catch {
    return new Intl.Locale('en');
  }
}

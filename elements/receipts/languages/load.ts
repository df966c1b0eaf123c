/** Loads the words of a language. Readers of English load nothing. */

import type { ReceiptsTexts } from '../texts.js';

/** By primary subtag (RFC 5646, section 2.2.1). A language that leaves a word out does not compile. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly texts: ReceiptsTexts }>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  ja: () => import('./ja.js'),
  pt: () => import('./pt-BR.js'),
  zh: () => import('./zh-Hans.js'),
};

/** The words for a language tag as a page writes it; `undefined` for English, for others that there are none of, and for what is no tag. */
export async function loadReceiptsTexts(tag: string): Promise<ReceiptsTexts | undefined> {
  try {
    const { language, script } = new Intl.Locale(tag.replace(/_/g, '-')).maximize();
    // Readers of traditional characters are better served in English than in the simplified ones.
    if (script === 'Hant' || !Object.hasOwn(LANGUAGES, language)) return undefined;
    return (await LANGUAGES[language]?.())?.texts;
  } catch {
    return undefined;
  }
}

/** The language of the browser's own menus, and what is said in it. */

import { extensionApi } from '../../browser/extension-api.js';
import type { RefusalCode } from '../../refusal.js';
import { texts as german } from '../texts/de.js';
import { texts as english } from '../texts/en.js';
import type { Texts } from '../texts/texts.js';

export interface Words {
  readonly texts: Texts;
  /** A tag as for `lang`, and for numbers and dates. */
  readonly language: string;
}

/** In German where the browser speaks it, else in English. */
export function wordsOf(language: string = extensionApi.i18n.getUILanguage()): Words {
  if (/^de\b/i.test(language)) return { texts: german, language: Intl.getCanonicalLocales(language)[0] ?? 'de' };
  return { texts: english, language: /^en\b/i.test(language) ? language : 'en' };
}

/** Puts values into a sentence. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** What a person is told of an error; of what has no code of ours, only that it happened. */
export function refusalText(error: unknown, { refusals }: Texts): string {
  const { code } = Object(error) as { code?: unknown };
  return sentenceFor(typeof code === 'string' ? code : 'unknown', refusals);
}

/** For a code from the ledger: sellers' own codes stand for themselves. */
export function reasonText(code: string, { refusals }: Texts): string {
  return Object.hasOwn(refusals, code) ? sentenceFor(code, refusals) : code.slice(0, 60);
}

function sentenceFor(code: string, refusals: Texts['refusals']): string {
  return Object.hasOwn(refusals, code) ? refusals[code as RefusalCode] : refusals.unknown;
}

/** Language, direction, colours and columns of the page that is photographed. */

import { ENGLISH } from '../../elements/paywall/texts.js';
import type { Words } from '../../elements/paywall/words.js';
import { loadReceiptsTexts } from '../../elements/receipts/languages/load.js';
import { RECEIPTS_ENGLISH, type ReceiptsTexts } from '../../elements/receipts/texts.js';
import type { Sheet } from './sheets.js';

const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly texts: object }>>> = {
  ar: () => import('../../elements/languages/ar.js'),
  de: () => import('../../elements/languages/de.js'),
  es: () => import('../../elements/languages/es.js'),
  fr: () => import('../../elements/languages/fr.js'),
  ja: () => import('../../elements/languages/ja.js'),
  'pt-BR': () => import('../../elements/languages/pt-BR.js'),
  'zh-Hans': () => import('../../elements/languages/zh-Hans.js'),
};

export interface Wardrobe {
  readonly words: Words;
  readonly receipts: ReceiptsTexts;
}

/** @returns the words of its language */
export async function dress({ language, scheme, column }: Sheet): Promise<Wardrobe> {
  const page = document.documentElement;
  page.lang = language;
  page.dir = language === 'ar' ? 'rtl' : 'ltr';
  page.style.colorScheme = scheme;
  page.style.setProperty('--column', `${column}px`);
  page.style.setProperty('--columns', String(Math.floor(1704 / (column + 24))));
  const { texts } = (await LANGUAGES[language]?.()) ?? { texts: {} };
  const receipts = (await loadReceiptsTexts(language)) ?? RECEIPTS_ENGLISH;
  return { words: { ...ENGLISH, ...texts, language }, receipts };
}

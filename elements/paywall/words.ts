/** Which words a paywall shows: its own, over those of its language, over English. English readers load nothing of other languages. */

import { PATIENCE_MILLISECONDS, speak, type Translation, translate } from './readers.js';
import { ENGLISH, type PaywallTexts, type TextOverrides } from './texts.js';

export { follow, unfollow } from './readers.js';

export type Words = PaywallTexts & Translation;

let isAsked = false;

/** The words for a language tag as a page writes it, or `undefined` while they are on their way. */
export function wordsFor(tag: string, own: TextOverrides): Words | undefined {
  if (!translate && !/^en\b/i.test(tag)) {
    askForOthers();
    return undefined;
  }
  const translated = (translate ?? inEnglish)(tag);
  return translated && { ...ENGLISH, ...translated, ...own, errors: { ...translated.errors, ...own.errors } };
}

function askForOthers(): void {
  if (isAsked) return;
  isAsked = true;
  setTimeout(giveUp, PATIENCE_MILLISECONDS);
  import('../languages/translate.js').then((other) => speak(other.translate), giveUp);
}

function giveUp(): void {
  if (!translate) speak(inEnglish);
}

function inEnglish(): Translation {
  return { language: 'en' };
}

/** Who shows words, and where they come from. */

import type { TextOverrides } from './texts.js';

export type Translation = TextOverrides & {
  /** A valid language tag, of the language that these words are in: for `lang`, and for `Intl`. */
  readonly language: string;
};

/** The words for a language tag as a page writes it, or `undefined` while they are on their way. */
export type Translate = (tag: string) => Translation | undefined;

interface Reader {
  requestUpdate(): void;
}

/** How long a reader looks at a card without words before they are English. */
export const PATIENCE_MILLISECONDS = 1500;

/** Where the words come from; nothing as long as English is all that was asked for. */
export let translate: Translate | undefined;

const readers = new Set<Reader>();
let observer: MutationObserver | undefined;

/** From now on, tells an element when its words may have changed. */
export function follow(reader: Reader): void {
  readers.add(reader);
  observer ??= new MutationObserver(tell);
  observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
}

export function unfollow(reader: Reader): void {
  readers.delete(reader);
}

/** From now on, words come from there. */
export function speak(other: Translate): void {
  translate = other;
  tell();
}

export function tell(): void {
  for (const reader of readers) reader.requestUpdate();
}

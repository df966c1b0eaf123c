/** What others write, made fit to stand beside our own words: one line, that runs the way its letters do. */

/** Characters that turn text round, hide it or break it into lines. */
const DIRECTING = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff]+/gu;
const MOST_CHARACTERS = 200;

export function plainText(text: string): string {
  return [...text.replace(DIRECTING, ' ').trim()].slice(0, MOST_CHARACTERS).join('');
}

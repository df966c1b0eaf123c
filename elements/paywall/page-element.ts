/** What every element of ours begins with. */

/** On servers, where frameworks import elements without ever making one, there is nothing to extend. */
export const PageElement: typeof HTMLElement = globalThis.HTMLElement ?? class {};

/** Adopted sheets are all that a strict `style-src` allows. */
export function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

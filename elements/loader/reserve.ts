/** Keeps the place of what comes, so that nothing below it moves when it does. */

import { PLACE } from '../../src/place.js';

/** An adopted sheet is all that a strict `style-src` allows. */
export function reservePlace(page: Document): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PLACE);
  page.adoptedStyleSheets.push(sheet);
}

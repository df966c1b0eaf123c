/** The four ways to put a paywall into a post, as authors write them. */

import { snippetOf } from '../../server-verifier/cli/seal/snippet.js';

export interface Form {
  readonly name: string;
  /** @param url of what is sold */
  readonly write: (url: string) => string;
}

export const TEASER = 'The first paragraph, free for all.';

/** What stands around them in the post. */
const BEFORE = '<p>An article.</p>\n';
const AFTER = '\n<p>About the author.</p>';

/** As long as the text of an article. */
export const SEALED: string = `eyJhbGciOiJkaXIi..${'Sealed-words_'.repeat(1000)}.tag`;

export const FORMS: readonly Form[] = [
  {
    name: 'element',
    write: (url) => `${BEFORE}<x402-paywall src="${url}"><p>${TEASER}</p></x402-paywall>${AFTER}`,
  },
  {
    name: 'div',
    write: (url) => `${BEFORE}<div data-x402-paywall="${url}"><p>${TEASER}</p></div>${AFTER}`,
  },
  {
    name: 'link',
    write: (url) => `${BEFORE}<p>${TEASER}</p>\n<p><a href="${url}#x402-paywall">Read on</a></p>${AFTER}`,
  },
  {
    name: 'sealed div',
    write: (url) => `${BEFORE}<p>${TEASER}</p>\n${sealedDiv(url)}${AFTER}`,
  },
];

/** What `npx x402pay seal --snippet` prints. */
function sealedDiv(url: string): string {
  return snippetOf(`<x402-paywall src="${url}"><script type="application/jose">${SEALED}</script></x402-paywall>`);
}

/** The sealed paywall alone, in the form that blog editors let through: a `div` with data attributes. */

import { SEALED_TYPE } from '../../../src/sealed.js';
import { attributeOf, elementsIn, escapeText, isElement, parsePage, textIn } from './html-tree.js';

/** @param page that was sealed */
export function snippetOf(page: string): string {
  const snippets: string[] = [];
  for (const element of elementsIn(parsePage(page))) {
    const jwe = element.childNodes.find((node) => isElement(node) && attributeOf(node, 'type') === SEALED_TYPE);
    const src = attributeOf(element, 'src') ?? attributeOf(element, 'data-x402-paywall');
    if (!jwe || !isElement(jwe) || src === undefined) continue;
    const nodeUrl = attributeOf(element, 'node-url') ?? attributeOf(element, 'data-node-url');
    const node = nodeUrl === undefined ? '' : ` data-node-url="${escapeText(nodeUrl)}"`;
    snippets.push(`<div data-x402-paywall="${escapeText(src)}"${node} data-sealed="${textIn(jwe)}"></div>`);
  }
  return snippets.join('\n');
}

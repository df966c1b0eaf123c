/** Letters that are drawn with no file of ours: on another machine they look otherwise, or are empty boxes, as they can be on this one. */

import type { CDPSession, Protocol } from 'puppeteer-core';

/** What of the page is so, its shadow roots and frames too: the typeface of this machine, or the words that have none. */
export async function typefaceFaults(client: CDPSession): Promise<readonly string[]> {
  await client.send('DOM.enable');
  await client.send('CSS.enable');
  const { root } = await client.send('DOM.getDocument', { depth: -1, pierce: true });
  const faults = await Promise.all(
    textsIn(root).map(async ({ nodeId, text }) => {
      const { fonts } = await client.send('CSS.getPlatformFontsForNode', { nodeId });
      const system = fonts.flatMap(({ isCustomFont, familyName }) => (isCustomFont ? [] : familyName));
      // Where no typeface has a letter, the first one draws its empty box.
      const isEmpty = fonts.length > 0 && OTHER_SCRIPTS.test(text) && !fonts.some(hasOtherScripts);
      return isEmpty ? [...system, text] : system;
    }),
  );
  await client.send('CSS.disable');
  await client.send('DOM.disable');
  return [...new Set(faults.flat())].sort();
}

const OTHER_SCRIPTS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Arabic}]/u;
const hasOtherScripts = ({ familyName }: Protocol.CSS.PlatformFontUsage) => familyName.startsWith('Noto Sans');

interface Text {
  readonly nodeId: number;
  readonly text: string;
}

/** Every element that has text of its own. */
function textsIn(node: Protocol.DOM.Node): readonly Text[] {
  const frame = node.contentDocument ? [node.contentDocument] : [];
  const below = [...(node.children ?? []), ...(node.shadowRoots ?? []), ...frame];
  const text = below.map(({ nodeType, nodeValue }) => (nodeType === TEXT_NODE ? nodeValue : '')).join('');
  const isSeen = text.trim() !== '' && node.nodeType === ELEMENT_NODE && !UNSEEN.has(node.localName);
  return [...(isSeen ? [{ nodeId: node.nodeId, text: text.trim() }] : []), ...below.flatMap(textsIn)];
}

/** https://dom.spec.whatwg.org/#interface-node */
const ELEMENT_NODE = 1;
const TEXT_NODE = 3;
const UNSEEN: ReadonlySet<string> = new Set(['style', 'script', 'title']);

/** Finding things in a parsed page, with their places in its source: what is not touched keeps every byte. */

import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, parseFragment } from 'parse5';
import { X402Error } from '../../../src/errors.js';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;
export type Page = DefaultTreeAdapterTypes.Document | DefaultTreeAdapterTypes.DocumentFragment;
export type ParentNode = DefaultTreeAdapterTypes.ParentNode;

/** A piece of a source: from the first character to the one after the last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A replacement of a piece; where `start` is `end`, an insertion. */
export interface Edit extends Range {
  readonly text: string;
}

/** A whole document, or a piece of one as `<article>` alone. */
export function parsePage(source: string): Page {
  const document = parse(source, { sourceCodeLocationInfo: true });
  const isWhole = [...nodesIn(document)].some(
    (node) => ['#documentType', 'html', 'head', 'body'].includes(node.nodeName) && node.sourceCodeLocation,
  );
  return isWhole ? document : parseFragment(source, { sourceCodeLocationInfo: true });
}

/** All nodes below one, in the order of the source. Templates are dead, but they are in the source, too. */
export function* nodesIn(parent: ParentNode): Generator<Node> {
  for (const node of parent.childNodes) {
    yield node;
    if (defaultTreeAdapter.isElementNode(node)) {
      yield* nodesIn(node);
      if ('content' in node) yield* nodesIn(node.content as ParentNode);
    }
  }
}

export function* elementsIn(parent: ParentNode): Generator<Element> {
  for (const node of nodesIn(parent)) if (isElement(node)) yield node;
}

export function isElement(node: Node | ParentNode): node is Element {
  return 'tagName' in node;
}

export function attributeOf({ attrs }: Element, name: string): string | undefined {
  return attrs.find((attribute) => attribute.name === name)?.value;
}

/** Text of an element and all in it. */
export function textIn(parent: ParentNode): string {
  let text = '';
  for (const node of nodesIn(parent)) if (node.nodeName === '#text' && 'value' in node) text += node.value;
  return text;
}

/** Between an element's tags. `undefined` when the source does not have them. */
export function innerRange({ sourceCodeLocation: place, childNodes }: Element): Range | undefined {
  if (!place?.startTag) return undefined;
  const start = place.startTag.endOffset;
  return {
    start,
    end:
      place.endTag?.startOffset ??
      Math.max(start, ...childNodes.map((node) => node.sourceCodeLocation?.endOffset ?? 0)),
  };
}

/**
 * The source with pieces replaced.
 *
 * @throws `invalid_configuration` when they overlap: then what one of them takes away would stay
 */
export function withEdits(source: string, edits: readonly Edit[]): string {
  let text = '';
  let at = 0;
  for (const { start, end, text: replacement } of [...edits].sort(byPlace)) {
    if (start < at) throw new X402Error('invalid_configuration', 'What is to be sealed overlaps.', { field: 'paid' });
    text += source.slice(at, start) + replacement;
    at = end;
  }
  return text + source.slice(at);
}

/** What is inserted comes before what is replaced there. */
function byPlace(one: Edit, other: Edit): number {
  return one.start - other.start || one.end - other.end;
}

/** The start tag of an element with other attributes: `undefined` takes one away, `''` leaves it without a value. */
export function startTag({ tagName, attrs }: Element, changes: Readonly<Record<string, string | undefined>>): string {
  const names = [...new Set([...attrs.map(({ name }) => name), ...Object.keys(changes)])];
  const written = names.flatMap((name) => {
    const value = name in changes ? changes[name] : attrs.find((one) => one.name === name)?.value;
    return value === undefined ? [] : [value === '' ? name : `${name}="${escapeText(value)}"`];
  });
  return `<${[tagName, ...written].join(' ')}>`;
}

/** Text as HTML, in element content and in double-quoted attributes alike. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

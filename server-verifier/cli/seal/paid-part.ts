/** Which part of a page is paid for: the author says it by an element, or by a comment where it begins. */

import { X402Error } from '../../../src/errors.js';
import { SEALED_TYPE } from '../../../src/sealed.js';
import {
  attributeOf,
  type Element,
  elementsIn,
  innerRange,
  isElement,
  type Node,
  nodesIn,
  type Page,
  type ParentNode,
  type Range,
} from './html-tree.js';

export interface PaidPart {
  /** What is sealed. */
  readonly paid: Range;
  /** What only says where the paid part is, and goes. */
  readonly marks: readonly Range[];
  /** The paywall that is in the page already: `<x402-paywall>`, or the `div` that stands for one. */
  readonly paywall?: Element;
  /** Address that the paywall names, as it stands there. */
  readonly src?: string;
}

/** How an author marks it, for messages. */
export const HOW_TO_MARK =
  'Put the comment <!-- paid --> where the paid part begins (and <!-- /paid --> where it ends, if more follows), or wrap it in <x402-paywall seal>…</x402-paywall>.';

/** `<!-- paid -->`, or WordPress's and Hugo's `<!--more-->`. */
const BEGINS = /^\s*(?:paid|more(?:\s.*)?)\s*$/i;
const ENDS = /^\s*\/(?:paid|more)\s*$/i;
/** Parsers put a paywall that begins here somewhere else. */
const NO_PLACE: ReadonlySet<string> = new Set([
  '#document',
  'html',
  'head',
  'table',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'colgroup',
  'select',
]);
/** What stands in these is a part of a text that goes on behind them. */
const TEXT_LEVEL =
  /^(?:p|h[1-6]|li|dt|dd|span|a|b|strong|em|i|u|s|small|big|mark|code|q|cite|sub|sup|font|ins|del|label|summary|figcaption)$/;
/** What WordPress makes of its own comment in a page that it publishes. */
const WORDPRESS_MARK = /^more-\d+$/;

/**
 * The paid parts of a page; none where the author has marked none, or where it is sealed already.
 *
 * @throws `invalid_configuration` when it is marked so that nobody can say what is meant
 */
export function findPaidParts(document: Page): readonly PaidPart[] {
  const mark = findMark(document);
  const paywalls = [...elementsIn(document)].filter(isPaywall);
  if (paywalls.some((one) => paywalls.some((other) => isWithin(one, other))))
    refuse('It has a paywall within a paywall, so nobody knows what is sold by which.');
  const around = mark && paywalls.find((paywall) => isWithin(mark, paywall));
  const parts = paywalls.flatMap((paywall) => partOf(paywall, paywall === around ? mark : undefined) ?? []);
  if (!mark || around) return parts;
  if (parts.length > 0) {
    refuse('It has both a comment and a paywall for the paid part, so nobody knows what is meant; leave one of them.');
  }
  return [afterMark(mark)];
}

/** Whether there is a paywall without anything that says what to seal. */
export function hasUnmarkedPaywall(document: Page): boolean {
  return [...elementsIn(document)].some((element) => isPaywall(element) && !isSealed(element));
}

function isPaywall(element: Element): boolean {
  return element.tagName === 'x402-paywall' || attributeOf(element, 'data-x402-paywall') !== undefined;
}

function isSealed(paywall: Element): boolean {
  const isJwe = (node: Node) => isElement(node) && attributeOf(node, 'type') === SEALED_TYPE;
  return (
    paywall.childNodes.some(isJwe) ||
    attributeOf(paywall, 'sealed') !== undefined ||
    attributeOf(paywall, 'data-sealed') !== undefined
  );
}

/** A paywall with an address and without any mark is one that fetches its content: what stands in it is free. */
function partOf(paywall: Element, mark: Node | undefined): PaidPart | undefined {
  if (isSealed(paywall)) return undefined;
  const src = attributeOf(paywall, 'src') ?? attributeOf(paywall, 'data-x402-paywall');
  const named = { paywall, ...(src && { src }) };
  if (mark) return { ...afterMark(mark), ...named };
  const paid = paidRange(paywall, src);
  return paid && { paid, marks: [], ...named };
}

function paidRange(paywall: Element, src: string | undefined): Range | undefined {
  const place = paywall.childNodes.find((node) => isElement(node) && attributeOf(node, 'slot') === 'unlocked');
  if (place && isElement(place) && place.childNodes.length > 0) return innerRange(place);
  const isAllPaid = attributeOf(paywall, 'seal') ?? attributeOf(paywall, 'data-seal');
  return isAllPaid !== undefined || !src ? innerRange(paywall) : undefined;
}

function findMark(document: Page): Node | undefined {
  const marks = [...nodesIn(document)].filter(isMark);
  if (marks.length > 1) {
    refuse(
      'It has several comments where a paid part begins; leave one, or wrap each part in <x402-paywall seal src="…">.',
    );
  }
  return marks[0];
}

function isMark(node: Node): boolean {
  if ('data' in node) return BEGINS.test(node.data);
  return isElement(node) && node.tagName === 'span' && WORDPRESS_MARK.test(attributeOf(node, 'id') ?? '');
}

/** From the mark to the end of the element that it stands in, or to the mark of the end. */
function afterMark(mark: Node): Pick<PaidPart, 'paid' | 'marks'> {
  const from = climb(mark);
  const after = [...following(from)];
  const end = after.flatMap((node) => [node, ...(isElement(node) ? nodesIn(node) : [])]).find(isEnd);
  const place = placeOf(from);
  if (!end && isAmidText(from)) {
    refuse('The comment stands in the middle of a paragraph, and the next one would stay free; put it between them.');
  }
  const paid = end
    ? after.slice(
        0,
        after.findIndex((node) => node === end || isWithin(end, node as Element)),
      )
    : after;
  const ends = [place.end, ...paid.map((node) => placeOf(node).end)];
  // Where the parser had to move nodes, places are not in order any more.
  if (ends.some((one, index) => one < (ends[index - 1] ?? 0))) unclear();
  const last = end && endPlace(end, after);
  const range = { start: place.end, end: last?.start ?? (ends.at(-1) as number) };
  if (range.end === range.start) refuse('Nothing follows the comment where the paid part begins.');
  return { paid: range, marks: last ? [place, last] : [place] };
}

/** Whether the paid part would end with the paragraph that it begins in, while the text goes on. */
function isAmidText({ parentNode: parent }: Node): boolean {
  if (!parent || !isElement(parent) || !TEXT_LEVEL.test(parent.tagName) || !parent.sourceCodeLocation?.endTag)
    return false;
  const { childNodes } = parent.parentNode as ParentNode;
  const after = childNodes.slice(childNodes.indexOf(parent) + 1);
  return after.some((node) => isElement(node) || ('value' in node && node.value.trim() !== '')) || isAmidText(parent);
}

/** What comes after a node, in the element that an end tag closes: a paragraph that nobody has closed ends where the next one begins. */
function* following(node: Node): Generator<Node> {
  const parent = node.parentNode as ParentNode;
  const { childNodes, nodeName } = parent;
  if (NO_PLACE.has(nodeName)) refuse(`The comment stands in <${nodeName}>, where no paywall can be.`);
  yield* childNodes.slice(childNodes.indexOf(node) + 1);
  const isLeftOpen = isElement(parent) && nodeName !== 'body' && !parent.sourceCodeLocation?.endTag;
  if (isLeftOpen) yield* following(parent);
}

function isEnd(node: Node): boolean {
  return 'data' in node && ENDS.test(node.data);
}

/** Where the mark of the end stands. Only tags that were never closed may be open there, or the paid part would be torn apart. */
function endPlace(end: Node, after: readonly Node[]): Range {
  const from = climb(end);
  for (let node = from; !after.includes(node); ) {
    const parent = node.parentNode as Element;
    if (parent.sourceCodeLocation?.endTag) unclear();
    node = parent;
  }
  return placeOf(from);
}

function placeOf({ sourceCodeLocation: place }: Node): Range {
  return place ? { start: place.startOffset, end: place.endOffset } : unclear();
}

/** Editors put the comment into a paragraph of its own, and what follows is beside that. */
function climb(mark: Node): Node {
  const { parentNode: parent } = mark;
  return parent && isElement(parent) && parent.tagName === 'p' && isAlone(mark) ? parent : mark;
}

function unclear(): never {
  return refuse(
    'The tags around the comments are not closed where they were opened, so the paid part has no clear end.',
  );
}

function isAlone(node: Node): boolean {
  const siblings = node.parentNode?.childNodes ?? [];
  return siblings.every((one) => one === node || ('value' in one && one.value.trim() === ''));
}

function isWithin(node: Node, ancestor: Element): boolean {
  for (let parent = node.parentNode; parent; parent = 'parentNode' in parent ? parent.parentNode : null) {
    if (parent === ancestor) return true;
  }
  return false;
}

function refuse(why: string): never {
  throw new X402Error('invalid_configuration', `${why} ${HOW_TO_MARK}`, { field: 'paid' });
}

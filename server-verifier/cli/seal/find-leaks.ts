/** Looks for paid text where everybody can read it: feeds, search indexes, other pages. */

import { parseFragment } from 'parse5';
import { X402Error } from '../../../src/errors.js';
import { isElement, type Node, type ParentNode } from './html-tree.js';
import { lettersOf, lettersWithTags } from './letters.js';

interface Leak {
  /** The file that has it. */
  readonly path: string;
  /** The page that it belongs to. */
  readonly page: string;
  /** How it begins. */
  readonly words: string;
}

/** Letters and digits of the paid text that are looked for together. */
const PIECE = 48;
/** From the beginning of one piece to that of the next: 71 letters, a dozen words, that stand elsewhere are found for certain. */
const STEP = 24;
/** Fewer may stand in two places by chance. */
const SHORTEST = 24;
const SHOWN_WORDS = 12;

interface Piece {
  readonly letters: string;
  readonly page: string;
  readonly words: string;
}

type Pages = ReadonlyMap<string, { readonly paid: readonly string[] }>;

/**
 * @param pages with the paid parts as they were, by the path of their source
 * @param texts everything that everybody may read, sealed pages included
 * @throws `content_exposed`
 */
export function refuseLeaks(pages: Pages, texts: ReadonlyMap<string, string>): void {
  const leaks = findLeaks(pages, texts);
  if (leaks.length === 0) return;
  const list = leaks.slice(0, 5).map(({ path, page, words }) => `${path} has text of ${page}: "${words}…"`);
  throw new X402Error(
    'content_exposed',
    `Paid text would be readable by everybody, so nothing was written. ${list.join('; ')}. Leave full texts out of descriptions, feeds and search indexes, mark the other page, too, or end the paid part with <!-- /paid --> before words that stand on every page.`,
  );
}

function findLeaks(pages: Pages, texts: ReadonlyMap<string, string>): readonly Leak[] {
  const pieces = [...pages].flatMap(([page, { paid }]) => paid.flatMap((html) => piecesOf(html, page)));
  const short = pieces.filter(({ letters }) => letters.length < PIECE);
  const long = new Map(pieces.filter(({ letters }) => letters.length === PIECE).map((piece) => [piece.letters, piece]));
  const numbers = new Set([...long.keys()].map(numberOf));
  return [...texts].flatMap(([path, text]) => {
    const found = [lettersOf(text), lettersWithTags(text)].flatMap((letters) => [
      ...short.filter((piece) => letters.includes(piece.letters)),
      ...piecesIn(letters, long, numbers),
    ]);
    const byPage = new Map(found.map(({ page, words }) => [page, { path, page, words }]));
    return [...byPage.values()];
  });
}

/** Every place of the text is compared, by a number that follows it letter by letter. */
function piecesIn(letters: string, pieces: ReadonlyMap<string, Piece>, numbers: ReadonlySet<number>): readonly Piece[] {
  const found: Piece[] = [];
  let number = numberOf(letters.slice(0, PIECE));
  for (let end = PIECE; end <= letters.length; end++) {
    const piece = numbers.has(number) ? pieces.get(letters.slice(end - PIECE, end)) : undefined;
    if (piece) found.push(piece);
    const without = number - Math.imul(letters.charCodeAt(end - PIECE), FIRST_FACTOR);
    number = (Math.imul(without, FACTOR) + letters.charCodeAt(end)) | 0;
  }
  return found;
}

const FACTOR = 1_000_003;
const FIRST_FACTOR = Array.from({ length: PIECE - 1 }).reduce<number>((power) => Math.imul(power, FACTOR), 1);

function numberOf(letters: string): number {
  let number = 0;
  for (let index = 0; index < letters.length; index++)
    number = (Math.imul(number, FACTOR) + letters.charCodeAt(index)) | 0;
  return number;
}

function piecesOf(html: string, page: string): readonly Piece[] {
  const fragment = parseFragment(html);
  const prose = readableText(fragment, ['script', 'style', 'pre']);
  // Programs repeat what stands in others; where nothing else is sold, they are looked for, too.
  const text = lettersOf(prose).length >= SHORTEST ? prose : readableText(fragment, ['script', 'style']);
  const letters = lettersOf(text);
  if (letters.length < SHORTEST) return [];
  const size = Math.min(PIECE, letters.length);
  const last = letters.length - size;
  const starts = [...Array.from({ length: Math.ceil(last / STEP) }, (_, index) => index * STEP), last];
  const words = text.trim().split(/\s+/);
  return starts.map((start) => ({
    letters: letters.slice(start, start + size),
    page,
    words: wordsAt(words, start / letters.length),
  }));
}

/** About there: for people, to find the place. */
function wordsAt(words: readonly string[], share: number): string {
  const first = Math.floor(share * words.length);
  return words
    .slice(first, first + SHOWN_WORDS)
    .join(' ')
    .slice(0, 60);
}

function readableText(parent: ParentNode, without: readonly string[]): string {
  return parent.childNodes.map((node: Node) => textAt(node, without)).join('');
}

function textAt(node: Node, without: readonly string[]): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value.replaceAll('<', ' ').replaceAll('\\', ' ');
  if (!isElement(node) || without.includes(node.tagName)) return '';
  return readableText('content' in node ? (node.content as ParentNode) : node, without);
}

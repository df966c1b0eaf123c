/** Seals the paid parts of one page. */

import { X402Error } from '../../../src/errors.js';
import { PLACE_STYLE } from '../../../src/place.js';
import { SEALED_TYPE } from '../../../src/sealed.js';
import {
  attributeOf,
  type Edit,
  elementsIn,
  escapeText,
  innerRange,
  type Page,
  parsePage,
  startTag,
  textIn,
  withEdits,
} from './html-tree.js';
import type { Random } from './jwe.js';
import { sealHtml } from './jwe.js';
import { type MediaPlaces, type SealedMedia, takeMedia } from './media.js';
import { findPaidParts, HOW_TO_MARK, hasUnmarkedPaywall, type PaidPart } from './paid-part.js';
import type { Seller } from './seller.js';
import { type Headline, PAID_CLASS, structuredDataEdits } from './structured-data.js';

export interface PageToSeal extends MediaPlaces {
  readonly html: string;
  /** What the article is called when the page names no address of a key: a path without a leading slash. */
  readonly name: string;
  /** Name or address of the key, whatever the page says. */
  readonly resource?: string | undefined;
  readonly prices?: readonly string[];
  readonly script?: string | undefined;
  readonly noscript?: string | undefined;
}

export interface SealedPage {
  readonly html: string;
  /** URLs of the resources that open it. */
  readonly resources: readonly string[];
  /** To be written beside the page. */
  readonly files: readonly SealedMedia[];
  /** Plain files that are sealed now. */
  readonly used: readonly string[];
  /** Addresses in the paid part that everybody may still load. */
  readonly open: readonly string[];
  /** The paid parts as they were. */
  readonly paid: readonly string[];
  /** Nothing in the page loads the paywall's script. */
  readonly lacksScript: boolean;
}

/** `{price}` is gone where no price was given. */
const NOSCRIPT =
  'The rest of this article is sold{price}. Allow scripts to pay for it with a Stacks wallet, or use an x402 client with {url}.';

/**
 * The page with its paid parts sealed; `undefined` when nothing in it is marked as paid for.
 *
 * @throws `invalid_configuration` for marks that cannot be understood
 */
export async function sealPage(page: PageToSeal, seller: Seller, random: Random): Promise<SealedPage | undefined> {
  const { html } = page;
  const document = parsePage(html);
  const parts = findPaidParts(document);
  const [first] = parts;
  if (!first) return undefined;
  if (parts.length > 1 && (page.resource !== undefined || parts.some(({ src }) => src === undefined))) {
    refuse('It has several paid parts, which are sold one by one: give each paywall its own src="https://…".');
  }
  const headAt = endOfHead(document);
  const beforeAt = headAt ?? first.paywall?.sourceCodeLocation?.startOffset ?? first.paid.start;
  const sealed = await Promise.all(parts.map((part) => sealPart(part, page, seller, random)));
  const headline = headlineOf(document, parts);
  const edits = [
    ...sealed.flatMap((part) => part.edits),
    ...structuredDataEdits(
      document,
      beforeAt,
      headline,
      parts.map(({ paid }) => paid),
      page.prices,
    ),
  ];
  if (!html.includes(PLACE_STYLE)) edits.push({ start: beforeAt, end: beforeAt, text: `${PLACE_STYLE}\n` });
  const lacksScript = !loadsPaywall(document);
  const scripts = [
    ...(lacksScript && page.script !== undefined ? [page.script] : []),
    seller.walletScript ?? [],
  ].flat();
  for (const script of scripts) {
    const at = headAt ?? html.length;
    edits.push({ start: at, end: at, text: `<script async src="${escapeText(script)}"></script>\n` });
  }
  return {
    html: withEdits(html, edits),
    resources: sealed.map(({ resource }) => resource),
    files: sealed.flatMap(({ files }) => files),
    used: sealed.flatMap(({ used }) => used),
    open: sealed.flatMap(({ open }) => open),
    paid: parts.map(({ paid }) => html.slice(paid.start, paid.end)),
    lacksScript: lacksScript && page.script === undefined,
  };
}

/** What to tell an author whose page has nothing to seal. */
export function nothingToSeal(name: string, html: string): X402Error {
  const why = hasUnmarkedPaywall(parsePage(html))
    ? `${name} has a paywall, and nothing says what of it is paid for.`
    : `${name} has no paid part.`;
  return new X402Error('invalid_configuration', `${why} ${HOW_TO_MARK}`, { field: 'paid' });
}

async function sealPart({ paid, marks, paywall, src }: PaidPart, page: PageToSeal, seller: Seller, random: Random) {
  const { html, name } = page;
  const address = page.resource === undefined && src !== undefined ? src : seller.addressOf(page.resource ?? name);
  const resource = seller.resourceOf(address);
  const key = seller.keyOf(resource);
  const media = await takeMedia(html.slice(paid.start, paid.end), key, page);
  const jwe = await sealHtml(media.html, key, random);
  // Addresses that are relative to --key-url mean nothing in the page.
  const shown = page.resource === undefined && src !== undefined ? src : resource;
  const content = `\n<script type="${SEALED_TYPE}">${jwe}</script>\n<noscript>${escapeText(noscriptText(page, resource))}</noscript>\n`;
  const edits = [
    ...marks.map((mark) => ({ ...mark, text: '' })),
    ...(paywall ? fill(paywall, paid, shown, content, seller) : wrap(paid, shown, content, seller)),
  ];
  return { edits, resource, files: media.files, used: media.used, open: media.open };
}

function wrap({ start, end }: PaidPart['paid'], src: string, content: string, { nodeUrl }: Seller): Edit[] {
  const node = nodeUrl === undefined ? '' : ` node-url="${escapeText(nodeUrl)}"`;
  const text = `\n<x402-paywall class="${PAID_CLASS}" src="${escapeText(src)}"${node}>${content}</x402-paywall>\n`;
  return [{ start, end, text }];
}

function fill(
  paywall: NonNullable<PaidPart['paywall']>,
  paid: PaidPart['paid'],
  src: string,
  content: string,
  { nodeUrl }: Seller,
): Edit[] {
  const inside = innerRange(paywall);
  const tag = paywall.sourceCodeLocation?.startTag;
  if (!inside || !tag) return refuse('The paywall has no start tag.');
  const classes = (attributeOf(paywall, 'class') ?? '').split(/\s+/).filter((one) => one && one !== PAID_CLASS);
  const [address, node] =
    paywall.tagName === 'x402-paywall' ? ['src', 'node-url'] : ['data-x402-paywall', 'data-node-url'];
  const changes = {
    class: [...classes, PAID_CLASS].join(' '),
    [address]: src,
    [node]: attributeOf(paywall, node) ?? nodeUrl,
    seal: undefined,
    'data-seal': undefined,
  };
  const start = { start: tag.startOffset, end: tag.endOffset, text: startTag(paywall, changes) };
  if (paid.end === inside.end) return [start, { ...paid, text: content }];
  return [start, { ...paid, text: '' }, { start: inside.end, end: inside.end, text: content }];
}

function noscriptText({ noscript = NOSCRIPT, prices = [] }: PageToSeal, url: string): string {
  const price = prices.length === 0 ? '' : ` for ${prices.join(' or ')}`;
  return noscript.replaceAll('{price}', price).replaceAll('{url}', url);
}

/** `undefined` where the source has no head: then it is a piece of a page. */
function endOfHead(document: Page): number | undefined {
  for (const element of elementsIn(document)) {
    if (element.tagName === 'head') return element.sourceCodeLocation?.endTag?.startOffset;
  }
  return undefined;
}

function loadsPaywall(document: Page): boolean {
  return [...elementsIn(document)].some((element) => {
    const source = element.tagName === 'script' ? attributeOf(element, 'src') : undefined;
    // A module may import the element; whoever has one knows what it does.
    return source !== undefined && (/x402pay[\w.-]*\.js/.test(source) || attributeOf(element, 'type') === 'module');
  });
}

/** Of what everybody may read. */
function headlineOf(document: Page, parts: readonly PaidPart[]): Headline {
  const free = [...elementsIn(document)].filter(({ sourceCodeLocation: place }) => {
    const at = place?.startOffset;
    return at !== undefined && parts.every(({ paid }) => at < paid.start || at >= paid.end);
  });
  const title = free.find(({ tagName }) => tagName === 'h1') ?? free.find(({ tagName }) => tagName === 'title');
  const meta = free.find((element) => element.tagName === 'meta' && attributeOf(element, 'name') === 'description');
  return { title: title && textIn(title).trim(), description: meta && attributeOf(meta, 'content') };
}

function refuse(message: string): never {
  throw new X402Error('invalid_configuration', message, { field: 'paid' });
}

/** What was paid for, in the page. Loaded when there is something to show. */

import { sanitizeHtml } from './sanitize.js';
import type { PaidContent } from './state.js';

/** Longest text that is put into the page; anything longer is a download, as is everything that a page cannot show. */
const LONGEST_TEXT_BYTES = 8 * 1024 * 1024;

/** Attributes that hold an address, which is meant relative to the resource and not to this page. */
const ADDRESSES = ['href', 'src', 'poster', 'cite'];
const SAFE_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Of the key that opens sealed content. */
const KEY = /^application\/jwk(?:-set)?\+json\b/;

const CONTENT_ENGLISH = {
  download: 'Download what you paid for',
  damaged: 'A picture could not be opened. Reload the page to try again; you are not charged.',
};

export type ContentTexts = Readonly<Record<keyof typeof CONTENT_ENGLISH, string>>;

/**
 * Puts the content into the light DOM: into the element that the page has for it, or into one of its own.
 *
 * @param takesFocus whether the reader was in the paywall, and goes on here
 * @param isWanted asked when the content is ready
 * @returns whether it was
 */
export async function showContent(
  paywall: HTMLElement,
  content: PaidContent,
  texts: Partial<ContentTexts>,
  takesFocus: boolean,
  isWanted: () => boolean,
): Promise<boolean> {
  const nodes = await contentNodes(await unsealed(paywall, content), { ...CONTENT_ENGLISH, ...texts });
  if (!isWanted()) return false;
  const place = paywall.querySelector<HTMLElement>(':scope > [slot="unlocked"]') ?? document.createElement('div');
  if (place.hasAttribute('data-x402-paid')) revokeAddresses(place);
  place.slot = 'unlocked';
  place.toggleAttribute('data-x402-paid', true);
  place.replaceChildren(nodes);
  paywall.append(place);
  if (takesFocus) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
  return true;
}

/** Gives back what the browser keeps of pictures, sound and downloads in content that goes away. */
export function revokeAddresses(content: ParentNode): void {
  for (const element of content.querySelectorAll('[href^="blob:"], [src^="blob:"], [poster^="blob:"]')) {
    for (const name of ADDRESSES) {
      const address = element.getAttribute(name);
      if (address?.startsWith('blob:')) URL.revokeObjectURL(address);
    }
  }
}

/** What was bought may be the key of what the page has already, as `npx x402pay seal` puts it there; in an attribute, blog editors let it through. */
async function unsealed(paywall: HTMLElement, content: PaidContent): Promise<PaidContent> {
  if (!KEY.test(content.type)) return content;
  // A page that is still arriving may not have all of it yet.
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  const jwe =
    paywall.getAttribute('sealed') ?? paywall.querySelector(':scope > script[type="application/jose"]')?.textContent;
  const { unseal } = await import('./unseal.js');
  const body = await unseal(jwe ?? '', await content.body.text());
  return { body, type: 'text/html; charset=utf-8', url: document.baseURI };
}

async function contentNodes(content: PaidContent, texts: ContentTexts): Promise<Node> {
  const { body, url } = content;
  const [type = '', ...parameters] = content.type.toLowerCase().split(';');
  const kind = type.trim();
  const isShort = body.size <= LONGEST_TEXT_BYTES;
  if (isShort && (kind === 'text/html' || kind === 'application/xhtml+xml')) {
    const fragment = await sanitizeHtml(await textOf(body, parameters));
    resolveAddresses(fragment, url);
    if (fragment.querySelector('[src*="#x402:"], [poster*="#x402:"]')) {
      const { openSealedFiles } = await import('./sealed-files.js');
      void openSealedFiles(fragment, texts.damaged);
    }
    return fragment;
  }
  if (isShort && /^application\/(?:[\w.+-]+\+)?json$/.test(kind))
    return preformatted(pretty(await textOf(body, parameters)));
  if (isShort && kind.startsWith('text/')) return preformatted(await textOf(body, parameters));
  // Opened by itself, a drawing could run scripts as this page: it is bytes, and nothing else.
  if (kind.endsWith('+xml'))
    return download(new Blob([body], { type: 'application/octet-stream' }), url, texts.download);
  return media(body, kind) ?? download(body, url, texts.download);
}

function media(body: Blob, kind: string): HTMLElement | undefined {
  const [family] = kind.split('/');
  if (family === 'image')
    return Object.assign(document.createElement('img'), { src: URL.createObjectURL(body), alt: '' });
  if (family !== 'audio' && family !== 'video') return undefined;
  return Object.assign(document.createElement(family), { src: URL.createObjectURL(body), controls: true });
}

function download(body: Blob, url: string, label: string): HTMLAnchorElement {
  const name = decodeName(new URL(url, document.baseURI).pathname.split('/').pop() ?? '');
  return Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(body),
    download: name,
    textContent: name ? `${label} (${name})` : label,
  });
}

function decodeName(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function preformatted(text: string): HTMLPreElement {
  return Object.assign(document.createElement('pre'), { textContent: text });
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}

async function textOf(body: Blob, parameters: readonly string[]): Promise<string> {
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([\w-]+)"?\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  return decoder(charset).decode(await body.arrayBuffer());
}

function decoder(charset = 'utf-8'): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

function resolveAddresses(fragment: DocumentFragment, base: string): void {
  for (const element of fragment.querySelectorAll<HTMLElement>('[href], [src], [poster], [cite], [srcset]')) {
    for (const name of ADDRESSES) {
      const value = element.getAttribute(name);
      if (value !== null) setAddress(element, name, value, base);
    }
    const candidates = element.getAttribute('srcset');
    if (candidates !== null) element.setAttribute('srcset', resolveCandidates(candidates, base));
    if (element instanceof HTMLAnchorElement || element.localName === 'a') element.setAttribute('rel', 'noopener');
  }
}

function setAddress(element: Element, name: string, value: string, base: string): void {
  // A jump within the text that was bought.
  if (value.startsWith('#')) return;
  const url = URL.canParse(value, base) ? new URL(value, base) : undefined;
  const isInlineImage = name === 'src' && element.localName === 'img' && url?.protocol === 'data:';
  if (url && (SAFE_SCHEMES.has(url.protocol) || isInlineImage)) element.setAttribute(name, url.href);
  else element.removeAttribute(name);
}

/** `a.png 1x, b.png 2x` (HTML, "Images: srcset attributes"). */
function resolveCandidates(candidates: string, base: string): string {
  return candidates
    .split(/,\s+/)
    .map((candidate) => {
      const [address = '', ...descriptor] = candidate.trim().split(/\s+/);
      return [URL.canParse(address, base) ? new URL(address, base).href : '', ...descriptor].join(' ');
    })
    .join(', ');
}

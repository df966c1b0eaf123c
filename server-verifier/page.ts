/** The page that a browser gets when it navigates to a resource that has to be paid for. */

import { checkNames, refuseConfiguration } from './configuration.js';

/** What there is to show. All texts are plain: escape them. */
export interface PageView {
  /** URL of the resource. */
  readonly resource: string;
  readonly description: string | undefined;
  /** Prices for people: decimal amount and symbol. */
  readonly prices: readonly { readonly symbol: string; readonly amount: string }[];
}

/** Makes the whole HTML document. */
export type PageRenderer = (view: PageView) => { readonly html: string; readonly contentSecurityPolicy: string };

/** For the built-in page, which has `<x402-paywall>` and no inline script or style. */
export interface PageOptions {
  /** URLs of scripts that define the element. Default `['/x402pay.js']`. */
  readonly scripts?: readonly string[];
  readonly stylesheets?: readonly string[];
  /** Language of the page, like `en`. */
  readonly language?: string;
  /** Node that the element reads balances from; default: the network's public API. */
  readonly nodeUrl?: string;
}

/** @throws `invalid_configuration` */
export function pageRenderer(page: PageOptions | PageRenderer | false | undefined): PageRenderer | undefined {
  if (page === false) return undefined;
  if (typeof page === 'function') return page;
  const options = page ?? {};
  checkNames('an option of page', options, ['scripts', 'stylesheets', 'language', 'nodeUrl']);
  const scripts = urls('page.scripts', options.scripts ?? ['/x402pay.js']);
  const stylesheets = urls('page.stylesheets', options.stylesheets ?? []);
  const contentSecurityPolicy = policyFor(scripts, stylesheets);
  const head = [
    ...stylesheets.map((url) => `<link rel="stylesheet" href="${escapeHtml(url)}">`),
    ...scripts.map((url) => `<script async src="${escapeHtml(url)}"></script>`),
  ].join('\n');
  const language = escapeHtml(options.language ?? 'en');
  const node = options.nodeUrl === undefined ? '' : ` node-url="${escapeHtml(options.nodeUrl)}"`;
  return (view) => ({ html: documentOf(view, head, language, node), contentSecurityPolicy });
}

function documentOf(view: PageView, head: string, language: string, node: string): string {
  const title = escapeHtml(view.description ?? 'Payment required');
  const price = escapeHtml(view.prices.map(({ symbol, amount }) => `${amount} ${symbol}`).join(' or '));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
${head}
</head>
<body>
<main>
<h1>${title}</h1>
<x402-paywall src="${escapeHtml(view.resource)}"${node}>
<p>${price}</p>
<noscript><p>This page is sold over HTTP 402. Allow scripts to pay with a Stacks wallet, or use an x402 client.</p></noscript>
</x402-paywall>
</main>
</body>
</html>
`;
}

/** Frames are for the site itself only, so that nobody lays a page over the button (clickjacking). */
function policyFor(scripts: readonly string[], stylesheets: readonly string[]): string {
  const sources = (links: readonly string[]) => ["'self'", ...new Set(links.flatMap(originOf))].join(' ');
  return [
    "default-src 'self'",
    `script-src ${sources(scripts)}`,
    `style-src ${sources(stylesheets)}`,
    'connect-src *',
    'img-src * data:',
    'media-src *',
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ');
}

function originOf(url: string): string[] {
  return URL.canParse(url) ? [new URL(url).origin] : [];
}

function urls(field: string, list: readonly string[]): readonly string[] {
  const right =
    Array.isArray(list) && list.every((url) => typeof url === 'string' && /^(?:\/|https?:\/\/)[^\s"'<>;,]*$/.test(url));
  if (!right) refuseConfiguration(field, `${field} lists paths or URLs, like ["/x402pay.js"].`);
  return list;
}

/** Text as HTML, in element content and in double-quoted attributes alike. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The frame that every page stands in. */

import { type Html, html } from '../html.js';

export interface PageFrame {
  readonly title: string;
  readonly description: string;
  /** The page's own path, to mark it in the navigation. */
  readonly path: string;
  /** Elements for the end of `<head>`. */
  readonly head?: Html;
  readonly main: Html;
}

const NAVIGATION = [
  ['/', 'Articles'],
  ['/elements', 'Elements'],
  ['/programs', 'Programs'],
  ['/plain', 'Plain HTML'],
  ['/sealed', 'Sealed'],
] as const;

export function page({ title, description, path, head, main }: PageFrame): string {
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${description}">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="preload" href="/assets/newsreader.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="/assets/blog.css">
<link rel="stylesheet" href="/assets/content.css">
<script type="module" src="/assets/page.js"></script>
${head}
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header class="masthead">
<a class="wordmark" href="/" aria-label="BitBlog, all articles">Bit<em>Blog</em></a>
<nav aria-label="Pages">
${NAVIGATION.map(([href, name]) => html`<a href="${href}"${path === href && html` aria-current="page"`}>${name}</a>\n`)}</nav>
<bitblog-wallet></bitblog-wallet>
</header>
<main id="content">${main}</main>
<footer class="footer"><p class="footer-note">A demonstration of x402Pay. The money here is play money on a private chain that runs on this computer; the signatures, the contracts and the checks are real.</p></footer>
<bitblog-chain></bitblog-chain>
</body>
</html>
`.text;
}

/** The script tag that a blogger would paste, once per page. */
export const PAYWALL_SCRIPT: Html = html`<script async src="/x402pay.js"></script>`;

export function longDate(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
}

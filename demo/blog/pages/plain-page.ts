/** A page with nothing of BitBlog's own around the paywall: what a blogger with a script tag has, and what a developer with the element has. */

import { type Html, html } from '../html.js';
import { PAYWALL_SCRIPT } from './layout.js';

export interface PlainExample {
  /** Path of the protected resource. */
  readonly src: string;
  readonly title: string;
  readonly teaser: Html;
}

/** The two ways to write the same thing: a `div`, which survives every blog editor, and the element itself. */
export function plainPage(examples: readonly [PlainExample, PlainExample], nodeUrl: string): string {
  const [first, second] = examples;
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plain HTML · BitBlog</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/plain.css">
${PAYWALL_SCRIPT}
<script type="module" src="/assets/page.js"></script>
</head>
<body>
<main>
<p><a href="/">BitBlog</a> · <a href="/programs">For programs</a> · <a href="/sealed">A sealed page</a></p>
<h1>Plain HTML</h1>
<p>This page has no framework, no build and hardly a stylesheet. It has one script tag, and two paywalls.</p>
<h2>A <code>div</code></h2>
<p>Blog editors strip tags that they do not know. A <code>div</code> with an attribute always survives.</p>
<pre tabindex="0"><code>${source('div data-x402-paywall', first, 'div')}</code></pre>
<section aria-label="${first.title}">
<h3>${first.title}</h3>
<div data-x402-paywall="${first.src}" data-node-url="${nodeUrl}">
${first.teaser}
</div>
</section>
<h2>The element</h2>
<p>Wherever you write the HTML yourself, in a template or in any framework.</p>
<pre tabindex="0"><code>${source('x402-paywall src', second, 'x402-paywall')}</code></pre>
<section aria-label="${second.title}">
<h3>${second.title}</h3>
<x402-paywall src="${second.src}" node-url="${nodeUrl}">
${second.teaser}
</x402-paywall>
</section>
</main>
</body>
</html>
`.text;
}

function source(opening: string, { src }: PlainExample, closing: string): string {
  return `<script async src="/x402pay.js"></script>

<${opening}="${src}">
  <p>What everyone may read.</p>
</${closing}>`;
}

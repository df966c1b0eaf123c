/** One article: its teaser in the page, its paid part behind `<x402-paywall>` and not in the page. */

import type { Article } from '../articles.js';
import { type Product, priceText, productOf } from '../catalogue.js';
import { type Html, html, trusted } from '../html.js';
import { illustration } from '../illustrations.js';
import { priceTag } from './index-page.js';
import { longDate, PAYWALL_SCRIPT, page } from './layout.js';

export interface ArticleSurroundings {
  /** `https://blog.example`, for structured data. */
  readonly origin: string;
  /** The node that readers' wallets ask for nonce, fee and balance. */
  readonly nodeUrl: string;
  readonly next: Article | undefined;
}

export function articlePage(article: Article, surroundings: ArticleSurroundings): string {
  const product = productOf(article);
  const path = `/articles/${article.slug}`;
  const teaser = trusted(article.teaser);
  return page({
    title: `${article.title} · BitBlog`,
    description: article.standfirst,
    path,
    head: html`${product && PAYWALL_SCRIPT}${structuredData(article, `${surroundings.origin}${path}`, product !== undefined)}`,
    main: html`
<article>
<header class="article-head">
${illustration(article.topic)}
<p class="label">${article.topic}</p>
<h1>${article.title}</h1>
<p class="standfirst">${article.standfirst}</p>
<p class="facts">${priceTag(article)} &ensp;<time datetime="${article.date}">${longDate(article.date)}</time> &ensp;${article.minutes} min</p>
</header>
<div class="prose">
${product ? paywall(product, surroundings.nodeUrl, teaser) : teaser}
</div>
${product && html`<bitblog-extension></bitblog-extension>`}
<footer class="endmark"><a href="/">All articles</a>${surroundings.next && html`<span>Next: <a href="/articles/${surroundings.next.slug}">${surroundings.next.title}</a></span>`}</footer>
</article>`,
  });
}

function paywall({ path, price }: Product, nodeUrl: string, teaser: Html): Html {
  return html`<x402-paywall src="${path}" node-url="${nodeUrl}">
${teaser}
<noscript><p><em>The rest costs ${priceText(price)}. Paying needs scripts, or a program that speaks x402.</em></p></noscript>
</x402-paywall>`;
}

/** What search engines need to know about a paywall (schema.org `isAccessibleForFree`), so that it is not taken for cloaking. */
function structuredData(article: Article, url: string, paid: boolean): Html {
  const facts = {
    '@context': 'https://schema.org',
    '@type': 'Article',
    headline: article.title,
    description: article.standfirst,
    datePublished: article.date,
    mainEntityOfPage: url,
    isAccessibleForFree: !paid,
    ...(paid && {
      hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: 'x402-paywall' },
    }),
  };
  // Inside a script element only `<` could end it; as an escape it means the same in JSON.
  return html`<script type="application/ld+json">${trusted(JSON.stringify(facts).replaceAll('<', '\\u003c'))}</script>`;
}

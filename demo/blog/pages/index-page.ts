/** The front page: all articles, newest first. */

import type { Article } from '../articles.js';
import { priceText, productOf } from '../catalogue.js';
import { type Html, html } from '../html.js';
import { illustration } from '../illustrations.js';
import { longDate, page } from './layout.js';

export function indexPage(articles: readonly Article[]): string {
  return page({
    title: 'BitBlog: notes on money that moves over HTTP',
    description:
      'Five articles about paying for small things on the web. Two are free, three cost less than a chewing gum.',
    path: '/',
    main: html`
<div class="opening">
<h1>Notes on money that moves over HTTP</h1>
<p>Five articles about paying for small things on the web. Two are free. Three cost less than a chewing gum, and you need no account to buy them, only a wallet. There is one in the corner, filled with play money.</p>
</div>
<ul class="cards">${articles.map(card)}</ul>
<bitblog-extension></bitblog-extension>`,
  });
}

function card(article: Article): Html {
  return html`
<li class="card">
${illustration(article.topic)}
<p class="label">${article.topic}</p>
<h2><a href="/articles/${article.slug}">${article.title}</a></h2>
<p class="standfirst">${article.standfirst}</p>
<p class="facts">${priceTag(article)} <span>${article.minutes} min</span> <time datetime="${article.date}">${longDate(article.date)}</time></p>
</li>`;
}

export function priceTag(article: Article): Html {
  const product = productOf(article);
  return product
    ? html`<span class="price">${priceText(product.price)}</span>`
    : html`<span class="price free">Free</span>`;
}

/** The price list for programs: what is sold, for how much, and three ways to buy it. */

import { FEE_FORECAST, type Product, priceText } from '../catalogue.js';
import { type Html, html } from '../html.js';
import { page } from './layout.js';

export function programsPage(products: readonly Product[], origin: string, nodeUrl: string): string {
  return page({
    title: 'For programs · BitBlog',
    description: 'What this site sells to programs, for how much, and how to buy it.',
    path: '/programs',
    main: html`
<div class="article-head">
<p class="label">For programs</p>
<h1>A shop without a counter</h1>
<p class="standfirst">Ask for something, be told the price, pay, ask again. There is nothing to sign up for.</p>
</div>
<div class="prose">
<h2>What is sold here</h2>
<div class="table-wrap" role="region" aria-label="Price list" tabindex="0"><table>
<thead><tr><th scope="col">Resource</th><th scope="col">Price</th><th scope="col">Opens</th></tr></thead>
<tbody>${products.map(row)}</tbody>
</table></div>
<p>The same list, for machines, with the addresses of the chain, of the contracts and of all test accounts: <a href="/.x402/demo.json">/.x402/demo.json</a>.</p>
<bitblog-ask src="${FEE_FORECAST.path}"></bitblog-ask>
<h2>Send a program shopping</h2>
<p>The demo comes with an agent. It has a purse, reads the price list, and buys what it can afford.</p>
<pre tabindex="0"><code>npm run agent -- --budget-stx 2 --url ${origin}</code></pre>
<h2>Write your own</h2>
<p><code>payingFetch</code> is <code>fetch</code> with a purse. It pays what the policy allows, never pays twice for one call, and gives you an ordinary <code>Response</code>.</p>
<pre tabindex="0"><code>${example(origin, nodeUrl)}</code></pre>
<h2>Or look at the wire</h2>
<pre tabindex="0"><code>curl -i ${origin}${FEE_FORECAST.path}</code></pre>
</div>`,
  });
}

function example(origin: string, nodeUrl: string): string {
  return `import { payingFetch } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';

const payer = createKeyPayer({
  privateKey: process.env.KEY,
  network: 'stacks:2147483648',
  node: { url: '${nodeUrl}' },
});
const fetchAndPay = payingFetch(fetch, payer, {
  maxPerPayment: { STX: '0.5' },
});

const response = await fetchAndPay('${origin}${FEE_FORECAST.path}?bytes=180');
console.log(await response.json());`;
}

/** For people. */
const OPENS: Readonly<Record<string, string>> = { once: 'one\u00a0call', '1h': 'one\u00a0hour', '30d': '30\u00a0days' };

function row(product: Product): Html {
  return html`<tr><td><code>${product.path}</code><br>${product.title}</td><td>${priceText(product.price)}</td><td>${OPENS[product.access] ?? product.access}</td></tr>`;
}

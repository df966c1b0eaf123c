/** What BitBlog sells, and for how much. The routes, the price tags and `/.x402/demo.json` are all made from this one list. */

import type { Article } from './articles.js';

/** Decimal amounts by asset. */
export interface Price {
  readonly STX?: string;
  readonly sBTC?: string;
  readonly USDCx?: string;
}

export interface Product {
  readonly kind: 'article' | 'api';
  /** Path of the protected resource itself. */
  readonly path: string;
  readonly title: string;
  /** How long a payment opens it: `30d`, `1h`, or `once` for a single call. */
  readonly access: string;
  readonly price: Price;
  readonly mimeType: string;
  /** The payee is the revenue-split contract instead of the creator. */
  readonly split?: true;
  /** Passes are good only in the browser that paid. */
  readonly bound?: true;
  /** Query parameters that are part of what is sold. */
  readonly query?: readonly string[];
}

/** Terms of the paid articles. An article that is not here is free, and one that is must have a paid part. */
const ARTICLE_TERMS: Readonly<Record<string, Pick<Product, 'price' | 'split' | 'bound'>>> = {
  'programs-with-pocket-money': { price: { STX: '0.5' } },
  'bitcoin-by-the-paragraph': { price: { STX: '0.4', sBTC: '0.000003', USDCx: '0.25' } },
  'one-payment-two-pockets': { price: { STX: '1', USDCx: '0.6' }, split: true, bound: true },
};

export const CHAIN_SUMMARY: Product = {
  kind: 'api',
  path: '/api/chain-summary',
  title: 'The latest blocks of the chain, with what was paid in them',
  access: '1h',
  price: { STX: '0.2', USDCx: '0.1' },
  mimeType: 'application/json',
};

export const FEE_FORECAST: Product = {
  kind: 'api',
  path: '/api/fee-forecast',
  title: 'What a transaction of so many bytes will cost',
  access: 'once',
  price: { STX: '0.15', sBTC: '0.000001', USDCx: '0.05' },
  mimeType: 'application/json',
  query: ['bytes'],
};

function fullPath(article: Article): string {
  return `/articles/${article.slug}/full`;
}

/** The product that an article's paid part is, or `undefined` for a free article. */
export function productOf(article: Article): Product | undefined {
  const terms = ARTICLE_TERMS[article.slug];
  if ((terms === undefined) !== (article.rest === undefined)) {
    throw new Error(`"${article.slug}" has ${terms ? 'a price but no paid part' : 'a paid part but no price'}.`);
  }
  return (
    terms && {
      kind: 'article',
      path: fullPath(article),
      title: article.title,
      access: '30d',
      mimeType: 'text/html',
      ...terms,
    }
  );
}

export function catalogue(articles: readonly Article[]): readonly Product[] {
  return [...articles.flatMap((article) => productOf(article) ?? []), CHAIN_SUMMARY, FEE_FORECAST];
}

/** `0.4 STX`, for price tags; several are joined by `or`. An amount and its symbol stay on one line. */
export function priceText(price: Price): string {
  return Object.entries(price)
    .map(([symbol, amount]) => `${amount}\u00a0${symbol}`)
    .join(' or ');
}

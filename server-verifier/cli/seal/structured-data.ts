/** What search engines are told of a page with a paid part (https://schema.org/isAccessibleForFree), so that a teaser is not taken for cloaking. */

import { attributeOf, type Edit, elementsIn, innerRange, type Page, type Range, textIn } from './html-tree.js';

/** Class of what is paid for. Search engines read class selectors only. */
export const PAID_CLASS = 'x402-paid';

/** Amount and asset, as `--price` has them. */
const PRICE = /^(\d+(?:\.\d+)?)\s+(\S+)$/;

/** Kinds of `CreativeWork` that are sold by a paywall. */
const ARTICLES = /^(?:\w*Article|\w*Posting|Report|CreativeWork|Review|Recipe|Book|Course)$/;

export interface Headline {
  readonly title: string | undefined;
  readonly description: string | undefined;
}

/**
 * Adds to the page's own structured data, or writes some where there is none.
 *
 * @param headAt where new elements go
 * @param sealed what nobody can read any more, with the structured data in it
 * @param prices like `0.50 STX`
 */
export function structuredDataEdits(
  document: Page,
  headAt: number,
  headline: Headline,
  sealed: readonly Range[],
  prices: readonly string[] = [],
): Edit[] {
  const paid = { ...PAID, ...offersOf(prices) };
  for (const script of elementsIn(document)) {
    if (script.tagName !== 'script' || attributeOf(script, 'type') !== 'application/ld+json') continue;
    const place = innerRange(script);
    const isSealed = place && sealed.some(({ start, end }) => place.start >= start && place.start < end);
    const data = place && !isSealed && marked(textIn(script), paid);
    if (place && data) return [{ ...place, text: scriptText(data) }];
  }
  const { title, description } = headline;
  const about = { ...(title && { headline: title }), ...(description && { description }) };
  const data = { '@context': 'https://schema.org', '@type': 'Article', ...about, ...paid };
  return [{ start: headAt, end: headAt, text: `<script type="application/ld+json">${scriptText(data)}</script>\n` }];
}

const PAID = {
  isAccessibleForFree: false,
  hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: `.${PAID_CLASS}` },
};

/** https://schema.org/priceCurrency takes the ticker symbol of what is no state's money; prices are texts with a point. */
function offersOf(prices: readonly string[]): { offers?: unknown } {
  const offers = prices.flatMap((text) => {
    const [, price, priceCurrency] = PRICE.exec(text.trim()) ?? [];
    return price === undefined ? [] : [{ '@type': 'Offer', price, priceCurrency }];
  });
  return offers.length > 0 ? { offers } : {};
}

/** The data with the article marked; `undefined` when there is no article in it, or it cannot be read. */
function marked(json: string, paid: object): unknown {
  try {
    const data: unknown = JSON.parse(json);
    return markIn(data, paid) ? data : undefined;
  } catch {
    return undefined;
  }
}

function markIn(data: unknown, paid: object): boolean {
  if (Array.isArray(data)) return data.some((one) => markIn(one, paid));
  if (typeof data !== 'object' || data === null) return false;
  const { '@type': type, '@graph': graph } = data as Record<string, unknown>;
  if (![type].flat().some((one) => ARTICLES.test(String(one)))) return Array.isArray(graph) && markIn(graph, paid);
  // Some generators put the whole text here, too.
  Reflect.deleteProperty(data, 'articleBody');
  // Offers that the author has written say more than ours.
  Object.assign(data, paid, 'offers' in data && { offers: data.offers });
  return true;
}

/** No text can end the element that holds it. */
function scriptText(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

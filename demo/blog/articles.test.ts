import { describe, expect, it } from 'vitest';
import { loadArticles, parseArticle } from './articles.js';
import { catalogue, productOf } from './catalogue.js';
import { html, trusted } from './html.js';

const HEAD = '---\ntitle: A title\nstandfirst: A line\ndate: 2026-11-01\ntopic: x402\n---\n';

describe('an article', () => {
  it('is cut where the paid part begins', () => {
    const article = parseArticle('one', `${HEAD}Free.\n\n<!-- paid -->\n\nSecret.`);
    expect(article).toMatchObject({ title: 'A title', teaser: '<p>Free.</p>', rest: '<p>Secret.</p>' });
  });

  it('is free as a whole without such a mark', () => {
    expect(parseArticle('one', `${HEAD}All free.`).rest).toBeUndefined();
  });

  it.each([
    ['no facts at all', 'Text.'],
    ['no title', HEAD.replace('title: A title\n', '')],
  ])('with %s is refused', (_, source) => {
    expect(() => parseArticle('one', source)).toThrow(/"one"/);
  });
});

describe('the catalogue', () => {
  const articles = loadArticles();

  it('has two free articles and three paid ones: for STX, for one of three assets, and through the split', () => {
    const products = articles.map(productOf);
    expect(products.filter((product) => product === undefined)).toHaveLength(2);
    expect(products.flatMap((product) => (product ? [Object.keys(product.price)] : []))).toEqual(
      expect.arrayContaining([['STX'], ['STX', 'sBTC', 'USDCx']]),
    );
    expect(products.filter((product) => product?.split)).toHaveLength(1);
  });

  it('sells two things to programs, one of them call by call', () => {
    const apis = catalogue(articles).filter(({ kind }) => kind === 'api');
    expect(apis.map(({ access }) => access)).toEqual(['1h', 'once']);
  });

  it('refuses an article that has a paid part and no price', () => {
    expect(() => productOf(parseArticle('unpriced', `${HEAD}Free.\n<!-- paid -->\nSecret.`))).toThrow(/no price/);
  });
});

describe('html', () => {
  it('escapes every value but its own results', () => {
    expect(html`<p title="${'"'}">${'<b>'}${trusted('<i>')}${html`${1}`}${undefined}${false}${['&', 2]}</p>`.text).toBe(
      '<p title="&#34;">&#60;b&#62;<i>1&#38;2</p>',
    );
  });
});

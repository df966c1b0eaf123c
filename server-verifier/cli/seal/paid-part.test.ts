import { describe, expect, it } from 'vitest';
import { parsePage, withEdits } from './html-tree.js';
import { findPaidParts } from './paid-part.js';

/** The paid parts, and what is left of the page. */
function found(html: string): { paid: readonly string[]; free: string } {
  const parts = findPaidParts(parsePage(html));
  const gone = parts.flatMap(({ paid, marks }) => [paid, ...marks]).map((range) => ({ ...range, text: '' }));
  return { paid: parts.map(({ paid }) => html.slice(paid.start, paid.end)), free: withEdits(html, gone) };
}

const page = (body: string) => `<!doctype html>\n<html><head><title>T</title></head><body>${body}</body></html>`;
const REFUSED = expect.objectContaining({ code: 'invalid_configuration', field: 'paid' });

describe('the paid part of a page', () => {
  it.each([
    ['<!-- paid -->'],
    ['<!--paid-->'],
    ['<!--more-->'],
    ['<!--more Read the rest -->'],
    ['<span id="more-123"></span>'],
    ['<p><!--more--></p>'],
    ['<p>\n<span id="more-7"></span>\n</p>'],
  ])('begins at %s, and ends with the element that it stands in', (mark) => {
    const { paid, free } = found(page(`<article><p>free</p>${mark}<p>paid</p>text</article><footer>f</footer>`));
    expect(paid).toEqual(['<p>paid</p>text']);
    expect(free).toBe(page('<article><p>free</p></article><footer>f</footer>'));
  });

  it.each([['<!-- /paid -->'], ['<!--/more-->'], ['<p><!-- /paid --></p>']])('ends at %s', (mark) => {
    const { paid, free } = found(page(`<p>free</p><!-- paid --><p>paid</p>${mark}<p>share</p>`));
    expect([paid, free]).toEqual([['<p>paid</p>'], page('<p>free</p><p>share</p>')]);
  });

  it('ends at its mark also in a paragraph that nobody has closed', () => {
    const { paid, free } = found(page('<p>free<p><!-- paid --></p><p>paid <i>word</i>\n<!-- /paid -->\n<p>share'));
    expect([paid, free]).toEqual([['<p>paid <i>word</i>\n'], page('<p>free\n<p>share')]);
  });

  it.each([
    ['an end in an element that is closed later', '<!-- paid --><div>paid<!-- /paid --> free</div>'],
    [
      'a table that the parser takes apart',
      '<table><tr><td>a</td></tr><!-- paid --><p>moved</p><tr><td>b</td></tr></table>',
    ],
    ['a head', '</body><!-- paid -->'],
    ['two beginnings', '<!-- paid -->one<!-- paid -->two'],
    ['the middle of a paragraph before others', '<p>Free. <b>Free <!-- paid -->Paid</b></p><p>Free or not?</p>'],
    ['a paywall in a paywall', '<x402-paywall seal>one<x402-paywall seal>two</x402-paywall>three</x402-paywall>'],
    ['a comment and a paywall', '<!-- paid -->one<x402-paywall seal>two</x402-paywall>'],
  ])('is refused where nobody can say what it is: %s', (_, body) => {
    expect(() => found(page(body))).toThrow(REFUSED);
  });

  it('may be a part of a sentence', () => {
    for (const body of ['.<!-- /paid --></p><p>Free.</p>', '.</p>\n']) {
      expect(found(page(`<p>Free. <!-- paid -->Paid <b>words</b>${body}`)).paid).toEqual(['Paid <b>words</b>.']);
    }
  });

  it.each([
    ['<x402-paywall seal src="https://keys.example/1"><p>paid</p></x402-paywall>'],
    ['<x402-paywall><p>paid</p></x402-paywall>'],
    ['<div data-x402-paywall="https://keys.example/1" data-seal><p>paid</p></div>'],
    ['<div data-x402-paywall><p>paid</p></div>'],
    ['<x402-paywall src="/keys/1"><p>teaser</p><div slot="unlocked"><p>paid</p></div></x402-paywall>'],
    ['<x402-paywall src="/keys/1"><p>teaser</p><!-- paid --><p>paid</p></x402-paywall>'],
  ])('is in the paywall: %s', (body) => {
    expect(found(page(body)).paid).toEqual(['<p>paid</p>']);
  });

  it('is found in each of several paywalls', () => {
    const body =
      '<x402-paywall seal src="/keys/1">one</x402-paywall><x402-paywall seal src="/keys/2">two</x402-paywall>';
    expect(found(page(body)).paid).toEqual(['one', 'two']);
  });

  it.each([
    ['a paywall that fetches what it sells', '<x402-paywall src="/articles/1/rest"><p>teaser</p></x402-paywall>'],
    ['a sealed paywall', '<x402-paywall src="/k"><script type="application/jose">a..b.c.d</script></x402-paywall>'],
    ['a sealed div', '<div data-x402-paywall="/k" data-sealed="a..b.c.d"></div>'],
    [
      'other comments',
      '<!-- more or less --><p>free</p><!-- unpaid --><span id="more-info"></span>'.replace(
        'more or less',
        'some more',
      ),
    ],
    [
      'text about comments',
      '<pre>&lt;!-- paid --&gt;</pre><textarea><!-- paid --></textarea><script>"<!-- paid -->"</script>',
    ],
  ])('is not in %s', (_, body) => {
    expect(found(page(body))).toEqual({ paid: [], free: page(body) });
  });

  it('goes on behind a paragraph or an entry that nobody has closed', () => {
    for (const open of ['<p>free ', '<ul><li>free ', '<p>free <b>bold ']) {
      const { paid, free } = found(page(`<article>${open}<!-- paid --><p>paid</p><p>more</article>end`));
      expect([paid, free]).toEqual([['<p>paid</p><p>more'], page(`<article>${open}</article>end`)]);
    }
  });

  it('is refused where it is empty', () => {
    expect(() => found(page('<article><p>free</p><!-- paid --></article>'))).toThrow(REFUSED);
  });

  it('may be all of a piece of a page', () => {
    expect(found('<!-- paid --><p>paid</p>')).toEqual({ paid: ['<p>paid</p>'], free: '' });
  });

  it('keeps its place with every kind of line break, and behind a byte order mark', () => {
    for (const line of ['\n', '\r\n', '\r']) {
      const html = `\ufeff<p>ä😀</p>${line}<!-- paid -->${line}<p>paid ü</p>${line}`;
      expect(found(html).paid).toEqual([`${line}<p>paid ü</p>${line}`]);
    }
  });
});

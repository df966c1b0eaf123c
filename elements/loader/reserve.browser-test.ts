/** The place of an element whose code is still to come. */

import { afterEach, describe, expect, it } from '../../test/browser/suite.js';
import { reservePlace } from './reserve.js';

const main: HTMLElement = document.createElement('main');
const before = [...document.adoptedStyleSheets];
afterEach(() => {
  document.adoptedStyleSheets = before;
  main.remove();
});

/** Heights of a paywall that is not defined, in pixels. */
function heightOf(html: string): number {
  document.body.append(main);
  main.innerHTML = html;
  return main.getBoundingClientRect().height;
}

describe('the place of a paywall', () => {
  it('is kept below its teaser, with the teaser’s margins, until the code is there', () => {
    const teaser = '<p style="margin: 0 0 20px; height: 100px">Free.</p>';
    reservePlace(document);
    expect(heightOf(`<x402-paywall>${teaser}</x402-paywall>`)).to.equal(100 + 20 + 38 * 16);
  });

  it('is no larger for the link that stands in it', () => {
    reservePlace(document);
    expect(heightOf('<x402-paywall><a slot="link" href="/one">Read on</a></x402-paywall>')).to.equal(38 * 16);
  });
});

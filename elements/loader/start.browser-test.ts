/** What the script tag does with a page, each time with a page of its own. The whole, as it is built: `test/end-to-end/script-tag.test.ts`. */

import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually } from '../../test/browser/visit.js';
import { startLoader } from './start.js';

const NAMES = ['x402-paywall', 'x402-pay-button'];
const FAR = '<div style="height: 5000px"></div>';

let frame: HTMLIFrameElement;
let page: Document;
/** Names of the elements whose code was asked for. */
let asked: string[];
let isOffline: boolean;

beforeEach(() => {
  frame = document.createElement('iframe');
  frame.style.cssText = 'width: 600px; height: 400px';
  document.body.append(frame);
  page = frame.contentDocument!;
  asked = [];
  isOffline = false;
});
afterEach(() => frame.remove());

function start(html: string): void {
  page.body.innerHTML = html;
  startLoader(page, NAMES, async (name) => {
    asked.push(name);
    if (isOffline) throw new TypeError('Failed to fetch');
  });
}

/** Resolves when the browser has told everybody what it sees of this element, the loader first. */
function looked(selector: string): Promise<void> {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(() => {
      observer.disconnect();
      resolve();
    });
    observer.observe(page.querySelector(selector)!);
  });
}

describe('the script tag', () => {
  it('fetches the element’s code for a paywall in view, once for all', async () => {
    start('<x402-paywall src="/one"></x402-paywall><x402-paywall src="/two"></x402-paywall>');
    await looked('x402-paywall');
    page.body.append(page.createElement('x402-paywall'));
    await looked('x402-paywall:last-child');
    expect(asked).to.deep.equal(['x402-paywall']);
  });

  it('fetches nothing for a page without one, nor for one that is far away', async () => {
    start('<p>Free.</p>');
    await looked('p');
    page.body.innerHTML = `${FAR}<x402-paywall></x402-paywall>`;
    await nextScan();
    await looked('x402-paywall');
    expect(asked).to.deep.equal([]);
  });

  it('fetches it for a paywall that is added later', async () => {
    start('<main></main>');
    page.querySelector('main')!.innerHTML = '<section><x402-paywall></x402-paywall></section>';
    await eventually(() => asked.length === 1);
  });

  it('fetches each element’s code for itself', async () => {
    start('<x402-pay-button></x402-pay-button>');
    await eventually(() => asked.join() === 'x402-pay-button');
    page.body.append(page.createElement('x402-paywall'));
    await eventually(() => asked.join() === 'x402-pay-button,x402-paywall');
  });

  it('tries again at once, and then with the next paywall, when it could not be fetched', async () => {
    isOffline = true;
    start('<x402-paywall></x402-paywall>');
    await eventually(() => asked.length === 2);
    isOffline = false;
    await looked('x402-paywall');
    expect(asked).to.have.length(2);
    page.body.append(page.createElement('x402-paywall'));
    await eventually(() => asked.length === 3);
  });

  it('tries again for a lone paywall as soon as the network is back', async () => {
    isOffline = true;
    start('<x402-paywall></x402-paywall>');
    await eventually(() => asked.length === 2);
    await looked('x402-paywall');
    isOffline = false;
    dispatchEvent(new Event('online'));
    await eventually(() => asked.length === 3);
    dispatchEvent(new Event('online'));
    await looked('x402-paywall');
    expect(asked).to.have.length(3);
  });

  it('follows a page that is replaced, and a paywall that is moved', async () => {
    start(`<main>${FAR}<x402-paywall></x402-paywall></main>`);
    await looked('x402-paywall');
    const far = page.querySelector('x402-paywall')!;
    const body = page.createElement('body');
    page.body.replaceWith(body);
    await nextScan();
    expect(asked).to.deep.equal([]);
    body.append(far);
    await eventually(() => asked.length === 1);
  });

  it('fetches it before the reader has scrolled there', async () => {
    // In the page itself: what is within a frame comes near only when it comes into view.
    let isFetched = false;
    page = document;
    const main = document.createElement('main');
    main.innerHTML = `${FAR}<x402-paywall></x402-paywall>`;
    document.body.append(main);
    startLoader(document, NAMES, async () => {
      isFetched = true;
    });
    await looked('x402-paywall');
    expect(isFetched).to.equal(false);
    const paywall = main.querySelector('x402-paywall')!;
    window.scrollBy(0, paywall.getBoundingClientRect().top - window.innerHeight - 400);
    await eventually(() => isFetched);
    expect(paywall.getBoundingClientRect().top).to.be.greaterThan(window.innerHeight);
    main.remove();
  });
});

/** Changes are looked at once in a frame. */
function nextScan(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}

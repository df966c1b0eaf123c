/** What the script tag does with a page, each time with a page of its own. The whole, as it is built: `test/end-to-end/script-tag.test.ts`. */

import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually } from '../../test/browser/visit.js';
import { startLoader } from './start.js';

const FAR = '<div style="height: 5000px"></div>';

let frame: HTMLIFrameElement;
let page: Document;
let loads: number;
let isOffline: boolean;

beforeEach(() => {
  frame = document.createElement('iframe');
  frame.style.cssText = 'width: 600px; height: 400px';
  document.body.append(frame);
  page = frame.contentDocument!;
  loads = 0;
  isOffline = false;
});
afterEach(() => frame.remove());

function start(html: string): void {
  page.body.innerHTML = html;
  startLoader(page, async () => {
    loads++;
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
    expect(loads).to.equal(1);
  });

  it('fetches nothing for a page without one, nor for one that is far away', async () => {
    start('<p>Free.</p>');
    await looked('p');
    page.body.innerHTML = `${FAR}<x402-paywall></x402-paywall>`;
    await nextScan();
    await looked('x402-paywall');
    expect(loads).to.equal(0);
  });

  it('fetches it for a paywall that is added later', async () => {
    start('<main></main>');
    page.querySelector('main')!.innerHTML = '<section><x402-paywall></x402-paywall></section>';
    await eventually(() => loads === 1);
  });

  it('tries again with the next paywall when it could not be fetched', async () => {
    isOffline = true;
    start('<x402-paywall></x402-paywall>');
    await eventually(() => loads === 1);
    isOffline = false;
    page.body.append(page.createElement('x402-paywall'));
    await eventually(() => loads === 2);
  });

  it('fetches it before the reader has scrolled there', async () => {
    // In the page itself: what is within a frame comes near only when it comes into view.
    let isFetched = false;
    page = document;
    const main = document.createElement('main');
    main.innerHTML = `${FAR}<x402-paywall></x402-paywall>`;
    document.body.append(main);
    startLoader(document, async () => {
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

describe('a marked div', () => {
  it('gets a paywall around what it holds, with its attributes', () => {
    start(
      '<div class="mine" data-x402-paywall="/one" data-node-url="https://node.example" title="x"><p>Free.</p></div>',
    );
    expect(page.body.innerHTML).to.equal(
      '<div class="mine" data-node-url="https://node.example" title="x">' +
        '<x402-paywall src="/one" node-url="https://node.example"><p>Free.</p></x402-paywall></div>',
    );
  });

  it('keeps its nodes, and what listens to them', () => {
    page.body.innerHTML = '<div data-x402-paywall="/one"><button>Free</button></div>';
    const button = page.querySelector('button');
    startLoader(page, async () => {});
    expect(page.querySelector('x402-paywall > button')).to.equal(button);
  });

  it('gets one when it is added later, too', async () => {
    start('<main></main>');
    page.querySelector('main')!.innerHTML = '<div data-x402-paywall="/one"><p>Free.</p></div>';
    await eventually(() => page.querySelector('main > div > x402-paywall[src="/one"] > p'));
    expect(page.querySelectorAll('x402-paywall')).to.have.length(1);
  });
});

/** Changes are looked at once in a frame. */
function nextScan(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}

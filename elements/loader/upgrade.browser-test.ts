/** What the script tag makes of what blog editors leave standing. What they leave: `test/blogs`. */

import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually } from '../../test/browser/visit.js';
import { startLoader } from './start.js';
import { upgradeMarked } from './upgrade.js';

let frame: HTMLIFrameElement;
let page: Document;

beforeEach(() => {
  frame = document.createElement('iframe');
  document.body.append(frame);
  page = frame.contentDocument!;
});
afterEach(() => frame.remove());

/** What is made of it. */
function upgraded(html: string): string {
  page.body.innerHTML = html;
  upgradeMarked(page);
  return page.body.innerHTML;
}

describe('a marked div', () => {
  it('gets a paywall around what it holds, with its attributes', () => {
    const div =
      '<div class="mine" data-x402-paywall="/one" data-node-url="https://node.example" title="x"><p>Free.</p></div>';
    expect(upgraded(div)).to.equal(
      '<div class="mine" data-node-url="https://node.example" title="x">' +
        '<x402-paywall src="/one" node-url="https://node.example"><p>Free.</p></x402-paywall></div>',
    );
  });

  it('gets nothing that runs or covers the page out of data attributes, which blogs let every author write', () => {
    const hostile =
      'data-onclick="alert(1)" data-onfocus="alert(2)" data-tabindex="0" data-autofocus data-style="position:fixed;inset:0" data-popover="manual" data-is="x"';
    const div = `<div data-x402-paywall="/one" ${hostile} data-lang="de"></div>`;
    upgraded(div);
    const names = page.querySelector('x402-paywall')!.getAttributeNames();
    expect(names.filter((name) => /^on|style/.test(name))).to.eql([]);
    expect(names).to.include.members(['src', 'lang']);
  });

  it('keeps its nodes, and what listens to them', () => {
    page.body.innerHTML = '<div data-x402-paywall="/one"><button>Free</button></div>';
    const button = page.querySelector('button');
    upgradeMarked(page);
    expect(page.querySelector('x402-paywall > button')).to.equal(button);
  });

  it('gets one when it is added later, too', async () => {
    page.body.innerHTML = '<main></main>';
    startLoader(page, ['x402-paywall'], async () => {});
    page.querySelector('main')!.innerHTML = '<div data-x402-paywall="/one"><p>Free.</p></div>';
    await eventually(() => page.querySelector('main > div > x402-paywall[src="/one"] > p'));
    expect(page.querySelectorAll('x402-paywall')).to.have.length(1);
  });
});

describe('a marked link', () => {
  const LINK = '<a href="https://fn.example/one?page=2#x402-paywall">Read on</a>';
  const PAYWALL =
    '<x402-paywall src="https://fn.example/one?page=2">' +
    '<a href="https://fn.example/one?page=2" slot="link">Read on</a></x402-paywall>';

  it('becomes a paywall, in the paragraph that it has for itself', () => {
    expect(upgraded(`<p>Free.</p><p> ${LINK} </p>`)).to.equal(`<p>Free.</p><p>${PAYWALL}</p>`);
    expect(upgraded(`<p class="mine"><strong>${LINK}</strong></p>`)).to.equal(`<p class="mine">${PAYWALL}</p>`);
    expect(upgraded(`<div>${LINK}</div>`)).to.equal(`<div>${PAYWALL}</div>`);
  });

  it('within a sentence stays, and the paywall follows the paragraph', () => {
    expect(upgraded(`<p>${LINK} for half a coin.</p>`)).to.equal(
      '<p><a href="https://fn.example/one?page=2">Read on</a> for half a coin.</p>' +
        '<x402-paywall src="https://fn.example/one?page=2"></x402-paywall>',
    );
  });

  it('is made one only once', () => {
    upgraded(`<p>${LINK}</p><p>${LINK} too.</p>`);
    const once = page.body.innerHTML;
    upgradeMarked(page);
    expect(page.body.innerHTML).to.equal(once);
  });

  it('of a comment stays a link: anybody could ask for money there', () => {
    for (const rel of ['nofollow ugc', 'ugc', 'noopener nofollow']) {
      const comment = `<p><a href="https://fn.example/one#x402-paywall" rel="${rel}">Read on</a></p>`;
      expect(upgraded(comment)).to.equal(comment);
    }
    expect(upgraded(`<p>${LINK.replace('<a', '<a rel="noopener"')}</p>`)).to.contain('<x402-paywall');
  });

  it('to another place stays a link', () => {
    const others =
      '<p><a href="https://fn.example/#x402-paywall-docs">Docs</a></p><p><a href="/x402-paywall">Docs</a></p>';
    expect(upgraded(others)).to.equal(others);
  });

  it('leads there while the element is not there, and is not seen from then on', () => {
    page = document;
    const main = document.createElement('main');
    document.body.append(main);
    main.innerHTML = `<p>${LINK}</p>`;
    upgradeMarked(document);
    const link = main.querySelector('a')!;
    expect(link.getClientRects().length).to.equal(1);
    link.parentElement!.attachShadow({ mode: 'open' }).innerHTML = '<slot></slot><slot name="unlocked"></slot>';
    expect(link.getClientRects().length).to.equal(0);
    main.remove();
  });
});

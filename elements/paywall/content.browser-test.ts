/** What was paid for, in the page: whatever a site sends, nothing of it runs, and everything of it can be had. Issue 2, section 6. */

import { after, afterEach, before, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, Visit } from '../../test/browser/visit.js';
import '../define.js';
import { X402UnlockedEvent } from '../index.js';

let visit: Visit;
beforeEach(() => {
  visit = new Visit();
  visit.site.isFree = true;
});
afterEach(() => visit.close());

/** Opens a resource with this body, and waits until it stands in the page. */
async function read(body: BodyInit, type = 'text/html; charset=utf-8', path = ''): Promise<HTMLElement> {
  Object.assign(visit.site, { body, type });
  visit.open({ src: visit.url + path });
  await eventually(() => visit.eventsOf(X402UnlockedEvent).length);
  return visit.content()!;
}

/** Each would run, load, or take something over; with a word that has to survive. */
const HOSTILE: Readonly<Record<string, string>> = {
  'a script': '<p>word</p><script>window.hurt = 1</script>',
  'a script in SVG': '<svg><script>window.hurt = 1</script></svg><p>word</p>',
  'an event handler': '<p onclick="window.hurt = 1">word</p><img src="x:y" onerror="window.hurt = 1">',
  'a handler in SVG': '<svg onload="window.hurt = 1"><circle r="1"/></svg><p>word</p>',
  'an animation that writes an address':
    '<svg><a><animate attributeName="href" values="javascript:hurt=1"/></a></svg>word',
  'an address that is a script': '<a href="javascript:window.hurt = 1">word</a>',
  'an address that hides that it is a script': '<a href="&#1;java\tscript:window.hurt = 1">word</a>',
  'an address that is a page': '<a href="data:text/html,<script>hurt=1</script>">word</a>',
  'a frame':
    '<iframe src="https://evil.example"></iframe><iframe srcdoc="<script>parent.hurt=1</script>"></iframe>word',
  'a plugin': '<object data="https://evil.example"></object><embed src="https://evil.example">word',
  'a style sheet': '<style>body { display: none }</style><link rel="stylesheet" href="https://evil.example/x.css">word',
  'a style': '<p style="position: fixed; inset: 0; z-index: 9999">word</p>',
  'a form': '<form action="https://evil.example"><input name="password"><button>Send</button>word</form>',
  'a base address': '<base href="https://evil.example/"><p>word</p>',
  'a redirect': '<meta http-equiv="refresh" content="0; url=https://evil.example"><p>word</p>',
  'a slot of the paywall': '<p slot="locked">word</p><slot name="price">x</slot>',
  'a template': '<template><script>window.hurt = 1</script></template><p>word</p>',
  'a shadow': '<div><template shadowrootmode="open"><script>window.hurt = 1</script></template>word</div>',
  'broken nesting': 'word<math><mtext><table><mglyph><style><img src=x onerror="window.hurt=1"></table></math>',
  'a comment that ends early': '<!--><img src=x onerror="window.hurt = 1">-->word',
  'another paywall': '<x402-paywall src="/paid/other">word</x402-paywall><div data-x402-paywall="/paid/other"></div>',
  'an element of the page': '<my-article onclick="window.hurt = 1"><My-Part>word</My-Part></my-article>',
  'a thing that opens by itself': '<p popover="auto" autofocus contenteditable tabindex="1" accesskey="s">word</p>',
  'a film that plays by itself': '<video autoplay src="film.mp4"></video>word',
  'a picture behind a table': '<table background="https://evil.example/x.png"><tr><td>word</td></tr></table>',
  'a link that reports': '<a href="#x" ping="https://evil.example" target="opener">word</a>',
};
const FORBIDDEN =
  'script, iframe, object, embed, style, link, form, input, button, base, meta, template, slot, animate, x402-paywall, [style], [slot], [part], [is], [srcdoc], [popover], [autofocus], [contenteditable], [tabindex], [autoplay], [background], [ping], [target], [data-x402-paywall], my-article';

function hostileSuite(): void {
  for (const [what, html] of Object.entries(HOSTILE)) {
    it(`takes the harm out of ${what}`, async () => {
      const content = await read(html);
      expect(content.textContent).to.contain('word');
      expect(content.querySelectorAll(FORBIDDEN)).to.have.length(0);
      for (const element of content.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) {
          expect(name).not.to.match(/^on/);
          expect(value).not.to.match(/script\s*:/i);
        }
        expect(element.shadowRoot).to.equal(null);
      }
      for (const link of content.querySelectorAll<HTMLElement>('a:not(svg *)')) link.click();
      await new Promise((resolve) => requestAnimationFrame(resolve));
      expect('hurt' in window).to.equal(false);
    });
  }

  it('keeps what an article is made of', async () => {
    const html =
      '<h2 id="two">Two</h2><p>An <em>idea</em> and <a href="https://other.example/">a link</a></p><ul><li>one</li></ul>' +
      '<blockquote cite="https://other.example/q">said</blockquote><pre><code class="language-ts">x</code></pre>' +
      '<figure><img alt="A map" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="><figcaption>Map</figcaption></figure>' +
      '<table><tbody><tr><td>1</td></tr></tbody></table><details><summary>More</summary>text</details>';
    const content = await read(html);
    const names = [...content.querySelectorAll('*')].map(({ localName }) => localName);
    expect(names).to.eql(
      'h2 p em a ul li blockquote pre code figure img figcaption table tbody tr td details summary'.split(' '),
    );
    expect(content.querySelector('img')?.getAttribute('src')).to.match(/^data:image\/gif/);
    expect(content.querySelector('code')?.className).to.equal('language-ts');
    expect(content.querySelector('h2')?.id).to.equal('two');
  });

  it('resolves addresses against the resource, not against the page', async () => {
    const html =
      '<a href="next">next</a><a href="#two">jump</a><a href="//other.example/x">other</a><a href="mailto:a@b.example">mail</a>' +
      '<img src="../map.png" srcset="small.png 1x, /big.png 2x" alt="">';
    const content = await read(html, 'text/html', '/one/rest');
    const here = `${visit.url}/one/`;
    expect([...content.querySelectorAll('a')].map((link) => link.getAttribute('href'))).to.eql([
      `${here}next`,
      '#two',
      'http://other.example/x',
      'mailto:a@b.example',
    ]);
    const image = content.querySelector('img');
    expect(image?.getAttribute('src')).to.equal(`${visit.url}/map.png`);
    expect(image?.getAttribute('srcset')).to.equal(`${here}small.png 1x, ${location.origin}/big.png 2x`);
  });
}

describe('paid HTML, by the browser’s own sanitizer,', () => {
  it('is what this browser has', () => {
    expect(Element.prototype).to.have.property('setHTML');
  });
  hostileSuite();
});

describe('paid HTML, by DOMPurify where the browser has no sanitizer,', () => {
  const native = Object.getOwnPropertyDescriptor(Element.prototype, 'setHTML');
  before(() => {
    Reflect.deleteProperty(Element.prototype, 'setHTML');
  });
  after(() => {
    if (native) Object.defineProperty(Element.prototype, 'setHTML', native);
  });
  hostileSuite();
});

describe('what was paid for', () => {
  it('as JSON is laid out to be read', async () => {
    const content = await read('{"price":1,"note":"<b>no</b>"}', 'application/json');
    expect(content.querySelector('pre')?.textContent).to.equal('{\n  "price": 1,\n  "note": "<b>no</b>"\n}');
  });

  it('as JSON that is none is shown as it came', async () => {
    const content = await read('{broken', 'application/problem+json');
    expect(content.querySelector('pre')?.textContent).to.equal('{broken');
  });

  it('as text stays text, in its own charset', async () => {
    const latin = Uint8Array.from([0x3c, 0x62, 0x3e, 0xe9]);
    const content = await read(latin, 'text/plain; charset="iso-8859-1"');
    expect(content.querySelector('pre')?.textContent).to.equal('<b>é');
  });

  it('as an image is an image', async () => {
    const gif = Uint8Array.from(atob('R0lGODlhAQABAAAAACwAAAAAAQABAAA='), (character) => character.charCodeAt(0));
    const content = await read(gif, 'image/gif');
    const image = content.querySelector('img');
    await image?.decode();
    expect([image?.naturalWidth, image?.src.startsWith('blob:')]).to.eql([1, true]);
  });

  it('as sound or film can be played', async () => {
    const content = await read(new Uint8Array(8), 'audio/mpeg');
    expect(content.querySelector('audio')?.controls).to.equal(true);
  });

  it('as a drawing, which could run scripts as this page where it is opened by itself, is a download of nothing but bytes', async () => {
    const drawing = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const content = await read(drawing, 'image/svg+xml', '/files/map.svg');
    const link = content.querySelector('a');
    expect([link?.download, content.querySelector('img')]).to.eql(['map.svg', null]);
    expect((await blobAt(link!.href)).type).to.equal('application/octet-stream');
  });

  it('as anything else is a download, under its own name', async () => {
    const content = await read(new Uint8Array([80, 75]), 'application/zip', '/files/the%20book.zip');
    const link = content.querySelector('a');
    expect([link?.download, link?.textContent]).to.eql(['the book.zip', 'Download what you paid for (the book.zip)']);
    expect(await (await blobAt(link!.href)).text()).to.equal('PK');
  });

  for (const [why, change] of Object.entries({
    'asks again': () => visit.paywall.refresh(),
    'names another resource': () => visit.paywall.setAttribute('src', `${visit.url}/other`),
  })) {
    it(`is given back to the browser when the page ${why}`, async () => {
      const content = await read(new Uint8Array([80, 75]), 'application/zip');
      const { href } = content.querySelector('a')!;
      await change();
      await eventually(() => visit.eventsOf(X402UnlockedEvent).length === 2);
      const outcome = await blobAt(href).then(
        () => 'is kept',
        () => 'is gone',
      );
      expect([outcome, content.querySelector('a')?.href === href]).to.eql(['is gone', false]);
    });
  }

  it('fills the place that the page has for it', async () => {
    Object.assign(visit.site, { body: '<p>here</p>', type: 'text/html' });
    visit.open({}, '<p>Free.</p><article slot="unlocked" class="mine"></article>');
    await eventually(() => visit.eventsOf(X402UnlockedEvent).length);
    expect(visit.content()?.outerHTML).to.contain('class="mine"').and.to.contain('<p>here</p>');
    expect(visit.paywall.querySelectorAll('[slot=unlocked]')).to.have.length(1);
  });

  it('stands beside the teaser, or in its place', async () => {
    const content = await read('<p>rest</p>');
    const teaser = visit.part('teaser');
    expect([teaser?.checkVisibility(), content.checkVisibility()]).to.eql([true, true]);
    visit.paywall.replace = true;
    expect([teaser?.checkVisibility(), content.checkVisibility()]).to.eql([false, true]);
  });
});

/** The scripted `fetch` knows no blobs. */
function blobAt(url: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.responseType = 'blob';
    request.onload = () => resolve(request.response);
    request.onerror = reject;
    request.send();
  });
}

/** What was paid for is a key, and the page has the rest: it opens, or nothing of it is seen (PROTOCOL section 15). */

import { base64url, CompactEncrypt } from 'jose';
import { RECORD_BYTES, recordNonce, sealedAddress } from '../../src/sealed.js';
import { after, afterEach, before, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, Visit } from '../../test/browser/visit.js';
import '../define.js';
import { X402ErrorEvent, X402UnlockedEvent } from '../index.js';

const KEY = crypto.getRandomValues(new Uint8Array(32));
const JWK = { kty: 'oct', alg: 'A256GCM', k: base64url.encode(KEY) };

let visit: Visit;
/** Files of the page's own site, by path. */
let files: Map<string, Uint8Array>;
beforeEach(() => {
  visit = new Visit();
  files = new Map();
  Object.assign(visit.site, { isFree: true, body: JSON.stringify(JWK), type: 'application/jwk+json' });
  const { fetch } = window;
  window.fetch = async (input, init) => {
    const { pathname } = new URL(new Request(input, init).url);
    const file = files.get(pathname);
    if (file) return new Response(file as Uint8Array<ArrayBuffer>);
    return pathname.startsWith('/sealed/') ? new Response(null, { status: 404 }) : fetch(input, init);
  };
});
afterEach(() => visit.close());

function seal(html: string, header: object = { zip: 'DEF' }): Promise<string> {
  const protectedHeader = { alg: 'dir', enc: 'A256GCM', cty: 'text/html', ...header };
  return new CompactEncrypt(new TextEncoder().encode(html)).setProtectedHeader(protectedHeader).encrypt(KEY);
}

/** Opens a page with this sealed part, and waits until it stands there. */
async function read(html: string): Promise<HTMLElement> {
  visit.open({}, `<p>Free.</p><script type="application/jose">${await seal(html)}</script>`);
  await eventually(() => visit.eventsOf(X402UnlockedEvent).length);
  return visit.content()!;
}

/** A sealed file, record by record by the letter of the protocol. */
async function sealFile(path: string, plain: Uint8Array, type: string): Promise<string> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const count = Math.max(1, Math.ceil(plain.length / RECORD_BYTES));
  const records = Array.from({ length: count }, (_, index) => {
    const record = Uint8Array.from(plain.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES));
    return crypto.subtle.encrypt({ name: 'AES-GCM', iv: recordNonce(index, index === count - 1) }, key, record);
  });
  files.set(path, new Uint8Array(await new Blob(await Promise.all(records)).arrayBuffer()));
  return sealedAddress({ address: path, key: base64url.encode(raw), type });
}

/** A picture of noise, of more than two records. */
async function picture(): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(260, 260);
  const context = canvas.getContext('2d')!;
  const noise = context.createImageData(260, 260);
  for (let at = 0; at < noise.data.length; at += 4096) crypto.getRandomValues(noise.data.subarray(at, at + 4096));
  context.putImageData(noise, 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
}

const fails = async () => {
  await visit.says('What you bought cannot be opened');
  expect(visit.eventsOf(X402ErrorEvent).at(-1)?.error.code).to.equal('content_unreadable');
  expect(visit.eventsOf(X402UnlockedEvent)).to.have.length(0);
  expect(visit.content()?.childNodes.length ?? 0).to.equal(0);
  expect(visit.text()).not.to.contain('Pay ');
};

describe('sealed content', () => {
  it('opens from a script in the paywall, and stays there for the next time', async () => {
    const content = await read('<p>The <em>rest</em>.</p>');
    expect(content.innerHTML).to.equal('<p>The <em>rest</em>.</p>');
    await visit.paywall.refresh();
    await eventually(() => visit.eventsOf(X402UnlockedEvent).length === 2);
    expect(visit.content()?.innerHTML).to.equal('<p>The <em>rest</em>.</p>');
  });

  it('opens from an attribute, as blog editors let it through', async () => {
    visit.open({ sealed: await seal('<p>The rest.</p>', {}) });
    await eventually(() => visit.eventsOf(X402UnlockedEvent).length);
    expect(visit.content()?.textContent).to.equal('The rest.');
  });

  it('opens with one key of several', async () => {
    const keys = [{ ...JWK, k: base64url.encode(new Uint8Array(32)) }, JWK];
    Object.assign(visit.site, { body: JSON.stringify({ keys }), type: 'application/jwk-set+json; charset=utf-8' });
    expect((await read('<p>The rest.</p>')).textContent).to.equal('The rest.');
  });

  it('is sanitized like everything that is paid for, and its addresses belong to the page', async () => {
    const content = await read('<p onclick="hurt = 1">word<script>hurt = 1</script></p><a href="next">next</a>');
    expect(content.querySelector('script, [onclick]')).to.equal(null);
    expect(content.querySelector('a')?.getAttribute('href')).to.equal(new URL('next', document.baseURI).href);
  });

  it('is not looked for where the site sends the content itself', async () => {
    Object.assign(visit.site, { body: '<p>Sent.</p>', type: 'text/html' });
    expect((await read('<p>Sealed.</p>')).textContent).to.equal('Sent.');
  });
});

describe('sealed content that does not open', () => {
  it('was damaged', async () => {
    const jwe = await seal('<p>The rest.</p>');
    visit.open({ sealed: `${jwe.slice(0, -10)}${jwe.at(-10) === 'A' ? 'B' : 'A'}${jwe.slice(-9)}` });
    await fails();
  });

  it('was sealed with another key', async () => {
    visit.site.body = JSON.stringify({ ...JWK, k: base64url.encode(new Uint8Array(32)) });
    visit.open({ sealed: await seal('<p>The rest.</p>') });
    await fails();
  });

  it('is not there', async () => {
    visit.open();
    await fails();
  });

  it('opens by the button when it has been put right', async () => {
    visit.open({ sealed: 'eyJ.eyJ' });
    await fails();
    visit.paywall.setAttribute('sealed', await seal('<p>The rest.</p>'));
    await visit.click('Try again');
    await eventually(() => visit.eventsOf(X402UnlockedEvent).length);
    expect(visit.content()?.textContent).to.equal('The rest.');
  });
});

function pictureSuite(): void {
  it('are fetched as they are sealed, opened and shown, and never loaded by their sealed address', async () => {
    const image = await sealFile('/sealed/photo', await picture(), 'image/png');
    performance.clearResourceTimings();
    const content = await read(`<img src="${image}" alt="Photo"><img src="${image}" alt="Again">`);
    await eventually(() => content.querySelectorAll('img[src^="blob:"]').length === 2);
    const [first, second] = content.querySelectorAll('img');
    await first?.decode();
    expect([first?.naturalWidth, first?.src === second?.src]).to.eql([260, true]);
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    expect(loaded.filter((name) => name.includes('/sealed/'))).to.eql([]);
    expect(content.innerHTML).not.to.contain('x402:');
  });
}

describe('sealed pictures, with the browser’s own sanitizer,', () => pictureSuite());

describe('sealed pictures, with DOMPurify,', () => {
  const native = Object.getOwnPropertyDescriptor(Element.prototype, 'setHTML');
  before(() => {
    Reflect.deleteProperty(Element.prototype, 'setHTML');
  });
  after(() => {
    if (native) Object.defineProperty(Element.prototype, 'setHTML', native);
  });
  pictureSuite();
});

describe('a sealed file', () => {
  it('of sound or film is played, its poster and all', async () => {
    const sound = await sealFile('/sealed/sound', new Uint8Array(10), 'audio/mpeg');
    const poster = await sealFile('/sealed/poster', await picture(), 'image/png');
    const content = await read(
      `<audio controls><source src="${sound}"></audio><video controls poster="${poster}"></video>`,
    );
    await eventually(() => content.querySelector('source[src^="blob:"]') && content.querySelector('[poster^="blob:"]'));
  });

  const changes: Readonly<Record<string, (file: Uint8Array) => Uint8Array | undefined>> = {
    'was cut short': (file) => file.slice(0, -1),
    'has lost its last record': (file) => file.slice(0, 2 * (RECORD_BYTES + 16)),
    'was changed': (file) => file.map((byte, index) => (index === 70_000 ? byte ^ 1 : byte)),
    'has something behind it': (file) => new Uint8Array([...file, 0]),
    'is empty': () => new Uint8Array(0),
    'is gone': () => undefined,
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`that ${what} shows nothing, and says so beside the rest`, async () => {
      const image = await sealFile('/sealed/photo', await picture(), 'image/png');
      const changed = change(files.get('/sealed/photo')!);
      if (changed) files.set('/sealed/photo', changed);
      else files.delete('/sealed/photo');
      const content = await read(`<p>The rest.</p><img src="${image}" alt="Photo">`);
      await eventually(() => content.textContent?.includes('could not be opened'));
      expect(content.textContent).to.contain('The rest.');
      expect(content.querySelector('img')?.hasAttribute('src')).to.equal(false);
    });
  }

  it('that could run scripts is not opened', async () => {
    const svg = await sealFile('/sealed/drawing', new TextEncoder().encode('<svg/>'), 'image/svg+xml');
    const shout = await sealFile('/sealed/shout', new TextEncoder().encode('<svg/>'), 'image/SVG+xml');
    const html = await sealFile('/sealed/page', new TextEncoder().encode('<p>'), 'text/html');
    const content = await read(`<img src="${svg}" alt=""><img src="${shout}" alt=""><img src="${html}" alt="">`);
    await eventually(() => content.querySelectorAll('em').length === 3);
    expect(content.querySelector('[src]')).to.equal(null);
  });
});

/** A sealed article on a static file server, its key at another origin: paid in a real browser on the embedded chain, opened, damaged, corrected. */

import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { assetsOf, createNodeReader } from 'x402pay';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { MEDIA_TYPES } from '../../server-verifier/cli/seal/media.js';
import { openBrowser } from './browser.js';
import { Reader } from './reader.js';
import { drawing, pageOf, picture, SealedSite } from './sealed-site.js';

const PAID = 'These are the words that nobody finds in the source of the page.';
const DAMAGED = 'What you bought cannot be opened';
const PRICE_ATOMIC = 500_000n;

let devnet: Devnet;
let browser: Browser;
beforeAll(async () => {
  [devnet, browser] = await Promise.all([startDevnet({ port: 0, blockMilliseconds: 0 }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await devnet?.close();
});

let site: SealedSite;
let reader: Reader;
let before: bigint;
beforeEach(async () => {
  site = await SealedSite.open(inject('bundles'), devnet);
  reader = await Reader.arrive(browser);
  before = await earned();
});
afterEach(async () => {
  await reader.leave();
  await site.close();
});

async function earned(): Promise<bigint> {
  const [stx] = assetsOf(devnet.network);
  if (!stx) throw new Error('There is no STX.');
  return createNodeReader({ url: devnet.url }).tokenBalance(devnet.account('creator').address, stx);
}

async function charged(): Promise<bigint> {
  return (await earned()) - before;
}

/** Publishes an article and reads it, for a payment. */
async function buy(paid = `<p>${PAID}</p>`): Promise<void> {
  await site.article('one', 'The beginning is free.', paid);
  await site.seal();
  await reader.open(`${site.url}/one.html`);
  await reader.pay();
  await reader.approve(2);
  await reader.sees('unlocked');
}

/** One character of the sealed text: of its tag, where every bit counts. */
function damaged(file: Buffer): Buffer {
  const changed = Buffer.from(file);
  const at = changed.indexOf('</script>\n<noscript>') - 12;
  changed[at] = changed[at] === 0x41 ? 0x42 : 0x41;
  return changed;
}

/** As much of the page as came before the connection broke, ended by whoever mends such pages. */
function shortened(file: Buffer): Buffer {
  const at = file.indexOf('</script>\n<noscript>');
  return Buffer.concat([file.subarray(0, at - 30), file.subarray(at)]);
}

const shownPictures = () =>
  [...document.querySelectorAll<HTMLImageElement>('[data-x402-paid] img')].map(({ naturalWidth, src }) => [
    naturalWidth,
    src.split(':', 1)[0],
  ]);

describe('a sealed article', () => {
  it('is not in the source, is read for a payment, and stays open', async () => {
    await site.write('map.png', picture(8));
    await site.write('photo.png', picture(240));
    await buy(`<p>${PAID}</p><p><img src="map.png" alt="Map"></p><p><img src="photo.png" alt="Photo"></p>`);
    const source = await site.served('/one.html');
    expect([source.includes('The beginning is free.'), source.includes(PAID.slice(0, 20))]).toEqual([true, false]);
    expect((await fetch(`${site.url}/photo.png`)).status).toBe(404);

    await reader.reads(PAID);
    const isShown = () =>
      [...document.querySelectorAll<HTMLImageElement>('[data-x402-paid] img')].every((one) => one.naturalWidth > 0);
    await reader.page.waitForFunction(isShown, { polling: 50 });
    expect(await reader.page.evaluate(shownPictures)).toEqual([
      [8, 'data'],
      [240, 'blob'],
    ]);
    await reader.page.reload();
    await reader.sees('unlocked');
    await reader.reads(PAID);
    expect([await charged(), site.keysSold]).toEqual([PRICE_ATOMIC, 2]);
    expect(reader.complaints).toEqual([]);
  });

  it('says where scripts are off what it costs, and shows nothing of it', async () => {
    await site.article('one', 'The beginning is free.', `<p>${PAID}</p>`);
    await site.seal(undefined, '--price', '0.50 STX');
    await reader.page.setJavaScriptEnabled(false);
    await reader.open(`${site.url}/one.html`);
    // biome-ignore lint/performance/useDomNodeTextContent: what is there but hidden must not count
    const shown = await reader.page.$eval('main', ({ innerText }) => innerText);
    expect(shown).toContain('The beginning is free.');
    expect(shown).toContain('The rest of this article is sold for 0.50 STX. Allow scripts to pay for it');
    expect(shown).toContain(`${site.keyUrl}/one`);
    expect([shown.includes(PAID), shown.includes('eyJ')]).toEqual([false, false]);
    // No place is kept for what never comes.
    expect(await reader.page.$eval('x402-paywall', (one) => one.getBoundingClientRect().height)).toBeLessThan(200);
  });

  it('shows every kind of file that can be sealed, too large for the text as they are', async () => {
    const elements = Object.entries(MEDIA_TYPES).map(async ([extension, type]) => {
      await site.write(
        `large${extension}`,
        type === 'image/svg+xml' ? drawing(50_000) : Buffer.alloc(50_000, extension),
      );
      const tag = type.startsWith('image/') ? 'img' : type.replace(/\/.*/, '');
      return `<${tag} src="large${extension}"></${tag}>`;
    });
    await buy((await Promise.all(elements)).join(''));
    const types = Object.values(MEDIA_TYPES);
    const areThere = (count: number) =>
      document.querySelectorAll('[data-x402-paid] :is(:is(img, audio, video)[src], em)').length === count;
    await reader.page.waitForFunction(areThere, { polling: 50 }, types.length);
    const sources = await reader.page.$$eval('[data-x402-paid] :is(img, audio, video)', (shown) =>
      shown.map((one) => (one as HTMLImageElement).src.split(':', 1)[0]),
    );
    const isDrawing = (type: string) => type === 'image/svg+xml';
    expect(sources).toEqual(types.map((type) => (isDrawing(type) ? 'data' : 'blob')));
    expect(await reader.page.$$('[data-x402-paid] em')).toEqual([]);
    expect(reader.complaints).toEqual([]);
  });

  it('sealed again after a correction is open for those who have paid', async () => {
    await buy();
    await site.article('one', 'The beginning is free.', '<p>Corrected words.</p>');
    await site.seal();
    await reader.page.reload();
    await reader.reads('Corrected words.');
    expect(await charged()).toBe(PRICE_ATOMIC);
  });

  it.each([
    ['changed in one character', damaged],
    ['cut short', shortened],
    [
      'lost',
      (file: Buffer) => Buffer.from(file.toString().replace(/<script type="application\/jose">.*?<\/script>/s, '')),
    ],
  ])('that was %s shows nothing of it, keeps the payment, and opens when the site has mended it', async (_, change) => {
    await buy();
    site.changes.set('/one.html', change);
    await reader.page.reload();
    await reader.sees('failed');
    await reader.says(DAMAGED);
    await reader.says('you are not charged again');
    expect(await reader.paywallText()).not.toContain('Pay ');
    expect(await reader.page.$('[data-x402-paid] > *')).toBeNull();
    site.changes.clear();
    await reader.page.reload();
    await reader.reads(PAID);
    expect(await charged()).toBe(PRICE_ATOMIC);
  });

  it('that was sealed with another secret says the same, right after the payment', async () => {
    await site.article('one', 'The beginning is free.', `<p>${PAID}</p>`);
    await site.seal('another secret, which the key function does not have');
    await reader.open(`${site.url}/one.html`);
    await reader.pay();
    await reader.approve(2);
    await reader.sees('failed');
    await reader.says(DAMAGED);
    await site.seal();
    await reader.page.reload();
    await reader.reads(PAID);
    expect(await charged()).toBe(PRICE_ATOMIC);
  });

  it('opens without a picture that was damaged, and says so in its place', async () => {
    await site.write('photo.png', picture(240));
    await buy(`<p>${PAID}</p><img src="photo.png" alt="Photo">`);
    const [path = ''] = (await site.files()).filter((one) => one.endsWith('.sealed'));
    site.changes.set(path, (file) => file.subarray(0, 2 * (65_536 + 16)));
    await reader.page.reload();
    await reader.reads(PAID);
    await reader.reads('A picture could not be opened');
    expect(await reader.page.evaluate(shownPictures)).toEqual([[0, '']]);
  });

  it('opens as well when its key is faster than its page', async () => {
    await buy();
    site.isSlow = true;
    await reader.page.reload();
    await reader.sees('unlocked');
    await reader.reads(PAID);
  });

  it('in a blog editor is a div with data attributes', async () => {
    await site.article('one', 'The beginning is free.', `<p>${PAID}</p>`);
    const snippet = await site.snippet('one.html');
    expect(snippet).toMatch(
      /^<div data-x402-paywall="[^"<>]+" data-node-url="[^"<>]+" data-sealed="[\w.-]+"><\/div>\s*$/,
    );
    await site.write('one.html', pageOf(snippet));
    await site.seal();
    await reader.open(`${site.url}/one.html`);
    await reader.pay();
    await reader.approve(2);
    await reader.reads(PAID);
  });
});

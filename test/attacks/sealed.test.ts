/** Ways to read what `x402pay seal` sells without paying: its output is looked through for paid text, in whatever form. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type SealedFolder, sealFolder } from '../../server-verifier/cli/seal/seal-folder.js';

const SECRET = 'a secret that is used in tests only';
const WORDS = 'Nobody may read these words unless they have paid for every one of them, and for these, too.';
const GERMAN = 'Für größere Übungen müssen schöne Wörter häufig über längere Sätze hinweg gefälscht werden, natürlich.';
const page = (paid: string, free = '<p>Free.</p>') =>
  `<!doctype html><html><head><title>T</title></head><body><article>${free}<!-- paid -->${paid}</article></body></html>`;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function site(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'x402pay-attack-'));
  folders.push(folder, `${folder}-out`);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function seal(from: string, to = `${from}-out`): Promise<SealedFolder> {
  return sealFolder({ from, to, secret: SECRET, network: 'testnet', keyUrl: 'https://k.example' });
}

/** Every file of the published site as text. */
function published(from: string): Readonly<Record<string, string>> {
  const folder = `${from}-out`;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')]));
}

const EXPOSED = (path: string) =>
  expect.objectContaining({ code: 'content_exposed', message: expect.stringContaining(path) });
const REFUSED = expect.objectContaining({ code: 'invalid_configuration', field: 'paid' });

describe('the sealed page itself', () => {
  it('does not show what follows structured data that stands in the paid part', async () => {
    const data = '<script type="application/ld+json">{"@type":"Article","headline":"H"}</script>';
    const from = site({ 'one.html': page(`<p>Sold.</p>${data}<p>Also sold.</p>`) });
    await seal(from);
    expect(published(from)['one.html']).not.toMatch(/Sold|Also sold/);
  });

  it('does not show what follows a paywall within a paywall', async () => {
    const inner = '<x402-paywall seal src="/b"><p>Inner.</p></x402-paywall>';
    const from = site({
      'one.html': `<x402-paywall seal src="/a"><p>Outer.</p>${inner}<p>Rest.</p></x402-paywall>`,
    });
    await expect(seal(from)).rejects.toEqual(REFUSED);
  });

  it('is not made where a comment in the middle of a paragraph leaves the following ones free', async () => {
    for (const mark of ['<!-- paid -->', '<span id="more-12"></span>', '<b><!--more--> </b>']) {
      const from = site({ 'one.html': `<article><p>Free ${mark} sold.</p><p>Also sold.</p></article>` });
      await expect(seal(from)).rejects.toEqual(REFUSED);
    }
  });

  it('is made of marks in capitals, too', async () => {
    const from = site({
      'one.html': page('').replace('<!-- paid -->', '<!-- PAID --><p>Sold.</p><!-- /Paid --><p>F</p>'),
    });
    await seal(from);
    expect(published(from)['one.html']).not.toContain('Sold.');
  });

  it('is made of pages without the usual extension', async () => {
    const from = site({ 'posts/one': page('<p>Sold.</p>'), 'two.php': page('<p>Sold.</p>') });
    expect((await seal(from)).pages.map(({ path }) => path)).toEqual(['posts/one', 'two.php']);
    expect(Object.values(published(from)).join()).not.toContain('Sold.');
  });

  it('is not made of bytes that are no UTF-8, which sealing would destroy', async () => {
    const latin = site({ 'one.html': Buffer.from(page('<p>Grün.</p>'), 'latin1') });
    await expect(seal(latin)).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringContaining('one.html'),
    });
    const wide = site({ 'one.html': Buffer.from(`\ufeff${page('<p>Grün.</p>')}`, 'utf16le') });
    await expect(seal(wide)).rejects.toMatchObject({ code: 'invalid_configuration' });
  });
});

describe('everything else of the site', () => {
  const middle = `<p>${'Something that is sold and long enough. '.repeat(200)}</p><p>${WORDS}</p><p>${'More of it, which is also sold here. '.repeat(200)}</p>`;

  it.each([
    [
      'JSON in ASCII',
      'index.json',
      JSON.stringify(GERMAN).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
      GERMAN,
    ],
    ['XML in ASCII', 'feed.xml', `<d>${GERMAN.replace(/[^ -~]/g, (one) => `&#${one.charCodeAt(0)};`)}</d>`, GERMAN],
    [
      'HTML with named characters, escaped once more',
      'feed.xml',
      `<d>${GERMAN.replaceAll('ü', '&amp;uuml;').replaceAll('ö', '&amp;ouml;').replaceAll('ä', '&amp;auml;')}</d>`,
      GERMAN,
    ],
    [
      'a feed in Latin-1',
      'feed.xml',
      Buffer.from(`<?xml version="1.0" encoding="iso-8859-1"?><d>${GERMAN}</d>`, 'latin1'),
      GERMAN,
    ],
    ['a source map', 'assets/one.js.map', JSON.stringify({ sourcesContent: [`const a = "${WORDS}";`] }), WORDS],
    ['a feed without an extension', 'feed', `<rss>${WORDS}</rss>`, WORDS],
    ['a drawing', 'one.svg', `<svg><desc>${WORDS}</desc></svg>`, WORDS],
    ['a compressed copy', 'one.html.gz', gzipSync(page(`<p>${WORDS}</p>`)), WORDS],
    ['another compressed copy', 'one.html.br', brotliCompressSync(page(`<p>${WORDS}</p>`)), WORDS],
    ['an excerpt from the middle', 'index.json', JSON.stringify({ excerpt: WORDS }), middle],
    [
      'words in a list',
      'all.txt',
      WORDS,
      WORDS.split(' ')
        .map((word) => `<li><i>${word}</i></li>`)
        .join(''),
    ],
    ['emphasis in the copy', 'all.json', JSON.stringify(WORDS.replaceAll(' ', '</b>\n <b>')), WORDS],
    [
      'words in quotation marks',
      'all.json',
      JSON.stringify(WORDS.replaceAll(' ', '" "')),
      WORDS.replaceAll(' ', '” “'),
    ],
  ])('is refused with the paid text in %s', async (_, path, text, paid) => {
    const from = site({ 'one.html': page(`<div>${paid}</div>`), [path]: text });
    await expect(seal(from)).rejects.toEqual(EXPOSED(path));
    expect(() => published(from)).toThrow();
  });

  it('may have programs in common with what is sold, and pictures of any bytes', async () => {
    const program = `<pre><code>import { createVerifier } from 'x402pay/verifier'; const verifier = createVerifier({ network, payTo, secret });</code></pre>`;
    const noise = Buffer.concat([Buffer.from([0, 1, 2, 255]), Buffer.from(WORDS)]);
    const from = site({ 'one.html': page(`${program}<p>${WORDS}</p>`, program), 'two.html': program, 'a.bin': noise });
    expect((await seal(from)).pages).toHaveLength(1);
  });

  it('is refused with links to other places of the disk, whose pages would stay plain', async () => {
    const elsewhere = site({ 'two.html': page('<p>Sold.</p>') });
    const from = site({ 'one.html': page('<p>Sold.</p>') });
    symlinkSync(join(elsewhere, 'two.html'), join(from, 'two.html'));
    await expect(seal(from, from)).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringContaining('two.html'),
    });
    expect(readFileSync(join(from, 'one.html'), 'utf8')).toContain('Sold.');
  });

  it('never has the secret: files of the environment stay where they are, and a script with it is refused', async () => {
    const environment = `X402PAY_SECRET=${SECRET}\n`;
    const from = site({
      'one.html': page('<p>Sold.</p>'),
      '.env': environment,
      'api/.dev.vars': environment,
      '.env.local': environment,
    });
    await seal(from);
    expect(Object.keys(published(from))).toEqual(['one.html']);
    writeFileSync(join(from, 'app.js'), `const env = ${JSON.stringify({ X402PAY_SECRET: SECRET })}`);
    await expect(seal(from)).rejects.toEqual(EXPOSED('app.js'));
    await expect(seal(from)).rejects.not.toMatchObject({ message: expect.stringContaining(SECRET) });
  });
});

describe('pictures of the paid part', () => {
  it('are not published in other sizes', async () => {
    const from = site({
      'one.html': page(
        '<picture><source srcset="map-2x.webp 2x, map-3x.webp 3x" src="map.webp"><source srcset=map-4x.webp><img src="map.png" srcset="map-800.png 800w,  map-1600.png 1600w" sizes="50vw"></picture>',
      ),
      ...Object.fromEntries(
        ['map.png', 'map.webp', 'map-800.png', 'map-1600.png', 'map-2x.webp', 'map-3x.webp', 'map-4x.webp'].map(
          (name) => [name, 'bytes'],
        ),
      ),
    });
    const { withheld } = await seal(from);
    expect(withheld).toHaveLength(7);
    expect(Object.keys(published(from))).toEqual(['one.html']);
  });

  it('are not published because another picture has a name like theirs', async () => {
    const from = site({
      'paid/one.html': page('<img src="1.png"><img src="../img/2.png">'),
      'free/two.html': '<img src="1.png"><img src="11.png"><img src="https://blog.example/base/free/2.png">',
      'paid/1.png': 'sold',
      'img/2.png': 'sold, too',
      'free/1.png': 'free',
      'free/11.png': 'free',
      'free/2.png': 'free',
    });
    const { withheld } = await seal(from);
    expect([...withheld].sort()).toEqual(['img/2.png', 'paid/1.png']);
  });

  it('stay when something free shows them, by whatever address', async () => {
    for (const address of ['/img/1.png', 'img/1.png', './img/1.png?v=2', 'https://blog.example/base/img/1.png']) {
      const from = site({
        'one.html': page('<img src="img/1.png">'),
        'two.html': `<img src="${address}">`,
        'img/1.png': 'x',
      });
      expect((await seal(from)).withheld).toEqual([]);
    }
  });

  it('and other files that stay open are told of', async () => {
    const from = site({
      'one.html': page(
        '<a href="book.pdf">All of it</a><noscript><img src="lazy.png"></noscript><img data-src="lazy.png"><p style="background:url(back.png)">',
      ),
      'book.pdf': '%PDF',
      'lazy.png': 'x',
      'back.png': 'x',
    });
    const { pages } = await seal(from);
    expect([...(pages[0]?.open ?? [])].sort()).toEqual(['back.png', 'book.pdf', 'lazy.png']);
  });
});

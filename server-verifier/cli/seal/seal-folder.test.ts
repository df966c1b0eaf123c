import { createDecipheriv } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { base64url, compactDecrypt, decodeProtectedHeader } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { RECORD_BYTES, readSealedAddress } from '../../../src/sealed.js';
import { contentKey } from '../../content-key.js';
import { deriveKey, secretBytes } from '../../secret.js';
import { attributeOf, elementsIn, parsePage } from './html-tree.js';
import { type SealedFolder, type SealFolderOptions, sealFolder } from './seal-folder.js';

const SECRET = 'a secret that is used in tests only';
const PAID = 'Nobody may read these words unless they have paid for every one of them.';
const LARGE = Buffer.from(Array.from({ length: 2 * RECORD_BYTES + 7 }, (_, index) => (index * 7) % 253));
const SMALL = Buffer.from('GIF89a, more or less');
const PAGE = `<html><head><title>One</title></head><body><p>Free.</p><!-- paid --><p>${PAID}</p>
<picture><source srcset="../large.webp 2x"><img src="../large.png" srcset="../large.png 2x" alt="Large"></picture><img src="/small.gif?v=1" alt="Small"></body></html>`;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function site(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'x402pay-seal-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const SITE = {
  'posts/one.html': PAGE,
  'large.png': LARGE,
  'small.gif': SMALL,
  'index.html': '<p>Home</p>',
  'a.css': 'p{}',
};

function seal(from: string, more: Partial<SealFolderOptions> = {}): Promise<SealedFolder> {
  return sealFolder({
    from,
    to: `${from}-out`,
    secret: SECRET,
    network: 'testnet',
    keyUrl: 'https://k.example',
    ...more,
  });
}

function out(from: string): string {
  if (!folders.includes(`${from}-out`)) folders.push(`${from}-out`);
  return `${from}-out`;
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

async function opened(path: string): Promise<string> {
  const [jwe = ''] = /eyJ[\w.-]+/.exec(readFileSync(path, 'utf8')) ?? [];
  const root = deriveKey(secretBytes(SECRET), 'content', 'stacks:2147483648');
  const key = contentKey(root, decodeProtectedHeader(jwe).kid as string, 1);
  const { plaintext } = await compactDecrypt(jwe, base64url.decode(key.k));
  return new TextDecoder().decode(plaintext);
}

/** A sealed file by Node's own cipher. */
function openedFile(sealed: Buffer, key: string): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0, index = 0; at < sealed.length; index++) {
    const record = sealed.subarray(at, at + RECORD_BYTES + 16);
    at += record.length;
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(index, 7);
    nonce[11] = Number(at === sealed.length);
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), nonce).setAuthTag(
      record.subarray(-16),
    );
    parts.push(decipher.update(record.subarray(0, -16)), decipher.final());
  }
  return Buffer.concat(parts);
}

const sources = (html: string) =>
  [...elementsIn(parsePage(html))].flatMap((element) => attributeOf(element, 'src') ?? []);

describe('a sealed site', () => {
  it('has sealed pages under their paths, everything else as it was, and no picture of a paid part', async () => {
    const from = site(SITE);
    const { pages, withheld } = await seal(from);
    const [name = ''] = filesIn(out(from)).filter((path) => path.startsWith('posts/one.sealed/'));
    expect(filesIn(out(from))).toEqual(['a.css', 'index.html', 'posts/one.html', name].sort());
    expect([...withheld].sort()).toEqual(['large.png', 'small.gif']);
    expect(pages.map(({ resources }) => resources)).toEqual([['https://k.example/posts/one']]);
    expect(readFileSync(join(out(from), 'index.html'), 'utf8')).toBe('<p>Home</p>');
    for (const path of filesIn(out(from))) {
      const bytes = readFileSync(join(out(from), path));
      expect([bytes.includes(PAID.slice(0, 20)), bytes.includes(LARGE.subarray(0, 64)), bytes.includes(SMALL)]).toEqual(
        [false, false, false],
      );
    }
  });

  it('takes away what an earlier run has published, and is paid for now', async () => {
    const from = site({ 'bees.md': `Free.\n\n${PAID}`, 'index.html': '<img src="map.png">', 'map.png': SMALL });
    await seal(from);
    expect(filesIn(out(from))).toEqual(['bees.md', 'index.html', 'map.png']);
    writeFileSync(join(from, 'bees.md'), `Free.\n\n<!-- paid -->\n\n${PAID} ![Map](map.png)`);
    writeFileSync(join(from, 'index.html'), '<p>Home</p>');
    expect([...(await seal(from)).withheld]).toEqual(['map.png']);
    expect(filesIn(out(from))).toEqual(['bees.html', 'index.html']);
  });

  it('has small pictures inside of the sealed text, and large ones beside it, with nothing else to choose from', async () => {
    const from = site(SITE);
    await seal(from);
    const html = await opened(join(out(from), 'posts/one.html'));
    const [large = '', small] = sources(html);
    expect(small).toBe(`data:image/gif;base64,${SMALL.toString('base64')}`);
    const file = readSealedAddress(large);
    expect([file?.type, html.includes('srcset'), html.includes('<source')]).toEqual(['image/png', false, false]);
    const sealed = readFileSync(join(out(from), 'posts', file?.address ?? ''));
    expect(openedFile(sealed, file?.key ?? '').equals(LARGE)).toBe(true);
  });

  it('has drawings inside of the sealed text, whatever their size, since nobody could open them beside it', async () => {
    const drawing = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><!--${'.'.repeat(50_000)}--></svg>`);
    const from = site({ 'one.html': '<p>Free.</p><!-- paid --><img src="map.svg">', 'map.svg': drawing });
    const { withheld } = await seal(from);
    expect(sources(await opened(join(out(from), 'one.html')))).toEqual([
      `data:image/svg+xml;base64,${drawing.toString('base64')}`,
    ]);
    expect(withheld).toEqual(['map.svg']);
  });

  it.each([
    ['too large', '<img src="map.svg">', 600_000],
    ['in a place that takes no text', '<video src="a.mp4" poster="map.svg"></video>', 100],
  ])('is not made with a drawing that is %s', async (_, paid, bytes) => {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg"><!--${'.'.repeat(bytes)}--></svg>`;
    const from = site({ 'one.html': `<p>Free.</p><!-- paid -->${paid}`, 'map.svg': drawing, 'a.mp4': SMALL });
    out(from);
    await expect(seal(from)).rejects.toMatchObject({
      code: 'invalid_configuration',
      field: 'paid',
      message: expect.stringContaining('map.svg'),
    });
  });

  it('sealed again has the same sealed files, and after a change others', async () => {
    const from = site(SITE);
    await seal(from);
    const before = filesIn(out(from));
    await seal(from);
    expect(filesIn(out(from))).toEqual(before);
    writeFileSync(join(from, 'large.png'), Buffer.concat([LARGE, LARGE]));
    await seal(from);
    expect(filesIn(out(from))).toHaveLength(before.length + 1);
  });

  it('keeps a picture that is used for nothing, too', async () => {
    const from = site({ ...SITE, 'index.html': '<img src="large.png">' });
    const { withheld } = await seal(from);
    expect([...withheld]).toEqual(['small.gif']);
    expect(filesIn(out(from))).toContain('large.png');
  });

  it('can be sealed in place: what is plain is gone', async () => {
    const from = site({ ...SITE, 'two.md': '# Two\n\nFree.\n\n<!--more-->\n\nPaid *words*.\n' });
    await seal(from, { to: from });
    expect(filesIn(from).filter((path) => !path.includes('.sealed/'))).toEqual([
      'a.css',
      'index.html',
      'posts/one.html',
      'two.html',
    ]);
    expect(await opened(join(from, 'two.html'))).toContain('Paid <em>words</em>.');
    expect((await seal(from, { to: from })).pages).toEqual([]);
  });

  it.each([
    ['a feed', 'feed.xml', `<rss><item><description><![CDATA[<p>${PAID}</p>]]></description></item></rss>`],
    ['a feed that is escaped', 'atom.xml', `<feed><content>&lt;p&gt;${PAID}&lt;/p&gt;</content></feed>`],
    ['a search index', 'search/index.json', JSON.stringify([{ text: `One\n${PAID}` }])],
    ['a page that lists articles', 'all.html', `<article>${PAID}</article>`],
    ['a script', 'data.js', `export const texts = [${JSON.stringify(PAID)}]`],
    ['its own head', 'posts/two.html', PAGE.replace('</title>', `</title><meta name="description" content="${PAID}">`)],
  ])('is refused when %s has the paid text, and nothing is written', async (_, path, text) => {
    const from = site({ ...SITE, [path]: text });
    await expect(seal(from)).rejects.toMatchObject({ code: 'content_exposed', message: expect.stringContaining(path) });
    expect(() => filesIn(`${from}-out`)).toThrow();
  });

  it('is only looked at in a dry run', async () => {
    const from = site(SITE);
    const { pages } = await seal(from, { isDryRun: true });
    expect(pages).toHaveLength(1);
    expect(() => filesIn(`${from}-out`)).toThrow();
    expect(filesIn(from)).toEqual(Object.keys(SITE).sort());
  });

  it('cannot be put into the plain one, and never takes files of elsewhere along', async () => {
    const from = site({
      ...SITE,
      'index.html': '<!-- paid --><img src="../../../../etc/hostname.png"><img src="//x.example/a.png">',
    });
    await expect(seal(from, { to: join(from, 'sealed') })).rejects.toMatchObject({ field: 'out' });
    const { pages } = await seal(from);
    out(from);
    expect(pages.find(({ path }) => path === 'index.html')?.open).toHaveLength(2);
  });

  it('says which page is wrong', async () => {
    const from = site({ 'a/b.html': '<table><!-- paid --><tr><td>x</table>' });
    await expect(seal(from)).rejects.toMatchObject({
      message: expect.stringContaining(join('a', 'b.html')),
      field: 'paid',
    });
  });
});

describe('Markdown', () => {
  it('becomes a page with its title, description, language, and what front matter says of the price', async () => {
    const matter =
      '---\ntitle: "Two: <b>"\ndescription: About two\nlang: de\nprice: [0.50 STX, 0.25 USDCx]\ntags: [a, b]\n---\n';
    const from = site({ 'two.md': `${matter}Free **text**.\n\n<!-- paid -->\n\nPaid.\n` });
    await seal(from);
    const html = readFileSync(join(out(from), 'two.html'), 'utf8');
    expect(html).toContain('<html lang="de">');
    expect(html).toContain('<title>Two: &#60;b&#62;</title>');
    expect(html).toContain('<p>Free <strong>text</strong>.</p>');
    expect(html).toContain('for 0.50 STX or 0.25 USDCx');
    expect(await opened(join(out(from), 'two.html'))).toContain('<p>Paid.</p>');
  });

  it('is paid for as a whole where the front matter has a teaser', async () => {
    const from = site({ 'two.md': '---\r\nteaser: Come in.\r\n---\r\n# Two\r\n\r\nPaid.\r\n' });
    await seal(from, { stylesheet: '/style.css' });
    const html = readFileSync(join(out(from), 'two.html'), 'utf8');
    expect(html).toContain('<p>Come in.</p>');
    expect(html).toContain('<link rel="stylesheet" href="/style.css">');
    expect(await opened(join(out(from), 'two.html'))).toContain('<h1>Two</h1>\n<p>Paid.</p>');
  });

  it('stays as it is without a mark, and is refused with front matter that is none', async () => {
    const from = site({ 'a.md': '# A\n\n---\n\nFree.\n' });
    expect((await seal(from)).pages).toEqual([]);
    expect(filesIn(out(from))).toEqual(['a.md']);
    const broken = site({ 'b.md': '---\ntitle: [\n---\n<!-- paid -->\nx' });
    await expect(seal(broken)).rejects.toMatchObject({ field: 'front matter' });
  });
});

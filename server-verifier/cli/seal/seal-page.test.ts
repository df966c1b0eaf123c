import { randomFillSync } from 'node:crypto';
import { base64url, compactDecrypt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { PLACE_STYLE } from '../../../src/place.js';
import { contentKey } from '../../content-key.js';
import { deriveKey, secretBytes } from '../../secret.js';
import { attributeOf, elementsIn, parsePage, textIn } from './html-tree.js';
import { readSealOptions } from './seal-options.js';
import { nothingToSeal, type PageToSeal, type SealedPage, sealPage } from './seal-page.js';
import { sellerOf } from './seller.js';
import { snippetOf } from './snippet.js';

const SECRET = 'a secret that is used in tests only';
const seller = sellerOf({ secret: SECRET, network: 'testnet', keyUrl: 'https://keys.example/a' });
const HEAD = '<!DOCTYPE html>\n<html lang=en>\n<head><title>One | Blog</title>\n</head>\n<body class=a>\n';
const PAGE = `${HEAD}<article>\n<h1>One &amp; only</h1>\n<p>Free <img src='a.png'>\n<!-- paid --><p>Paid.</p></article>\n</body></html>\n`;

async function seal(html: string, more: Partial<PageToSeal> = {}, by = seller): Promise<SealedPage> {
  const page = { html, name: 'one', folder: '/nowhere', root: '/nowhere', address: 'one.sealed', ...more };
  return (await sealPage(page, by, randomFillSync)) as SealedPage;
}

/** What jose reads in each sealed paywall of a page, with the key of its resource. */
async function opened(
  html: string,
  network: 'stacks:1' | 'stacks:2147483648' = 'stacks:2147483648',
): Promise<string[]> {
  const jwes = [...elementsIn(parsePage(html))].filter((one) => attributeOf(one, 'type') === 'application/jose');
  const root = deriveKey(secretBytes(SECRET), 'content', network);
  return Promise.all(
    jwes.map(async (script) => {
      const jwe = textIn(script);
      const { kid } = decodeProtectedHeader(jwe);
      const { plaintext } = await compactDecrypt(jwe, base64url.decode(contentKey(root, kid as string, 1).k));
      return new TextDecoder().decode(plaintext);
    }),
  );
}

function structuredData(html: string): unknown {
  const script = [...elementsIn(parsePage(html))].find((one) => attributeOf(one, 'type') === 'application/ld+json');
  return script && JSON.parse(textIn(script));
}

const REFUSED = (field: string) => expect.objectContaining({ code: 'invalid_configuration', field });

describe('a sealed page', () => {
  it('has the paid part as a JWE alone, and every other byte as it was', async () => {
    const { html, resources, paid } = await seal(PAGE);
    expect(html).not.toContain('Paid.');
    expect(await opened(html)).toEqual(['<p>Paid.</p>']);
    expect([resources, paid]).toEqual([['https://keys.example/a/one'], ['<p>Paid.</p>']]);
    const [before, after] = PAGE.split('<!-- paid --><p>Paid.</p>') as [string, string];
    const free = html
      .replace(/\n<x402-paywall[\s\S]*<\/x402-paywall>\n/, '')
      .replace(/<script type="application\/ld\+json">.*<\/script>\n/, '')
      .replace(`${PLACE_STYLE}\n`, '');
    expect(free).toBe(before + after);
  });

  it('has a paywall that names where the key is sold', async () => {
    const { html } = await seal(PAGE);
    const paywall = [...elementsIn(parsePage(html))].find(({ tagName }) => tagName === 'x402-paywall');
    expect(paywall?.attrs).toEqual([
      { name: 'class', value: 'x402-paid' },
      { name: 'src', value: 'https://keys.example/a/one' },
    ]);
  });

  it('is not sealed again', async () => {
    const { html } = await seal(PAGE);
    expect(await seal(html)).toBeUndefined();
  });

  it('sealed again after a correction opens with the key that readers have', async () => {
    const earlier = await seal(PAGE);
    const later = await seal(PAGE.replace('Paid.', 'Paid, and corrected.'));
    expect(await opened(later.html)).toEqual(['<p>Paid, and corrected.</p>']);
    expect(later.html).not.toBe(earlier.html);
    expect(await opened(earlier.html)).toEqual(['<p>Paid.</p>']);
  });

  it('tells search engines what is not free, by a class that is there', async () => {
    const { html } = await seal(PAGE);
    expect(structuredData(html)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'Article',
      headline: 'One & only',
      isAccessibleForFree: false,
      hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.x402-paid' },
    });
    expect(html).toContain('<x402-paywall class="x402-paid"');
  });

  it.each([
    ['alone', { '@type': 'BlogPosting', headline: 'H', articleBody: 'Paid.' }],
    ['in a list', [{ '@type': 'Organization' }, { '@type': ['NewsArticle'], headline: 'H' }]],
    ['in a graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'Article', headline: 'H</script>' }] }],
  ])('adds to the structured data that there is, and takes the whole text out: %s', async (_, data) => {
    const script = `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;
    const { html } = await seal(PAGE.replace('</title>', `</title>${script}`));
    const text = JSON.stringify(structuredData(html));
    expect(text).toContain('"isAccessibleForFree":false,"hasPart"');
    expect([text.includes('H'), text.includes('Paid.')]).toEqual([true, false]);
    expect(html.match(/ld\+json/g)).toHaveLength(1);
  });

  it('tells search engines the prices that are amounts, as schema.org writes them', async () => {
    const { html } = await seal(PAGE, { prices: ['0.50 STX', '0.00001 sBTC', 'cheap'] });
    expect(structuredData(html)).toMatchObject({
      '@type': 'Article',
      offers: [
        { '@type': 'Offer', price: '0.50', priceCurrency: 'STX' },
        { '@type': 'Offer', price: '0.00001', priceCurrency: 'sBTC' },
      ],
    });
    const own = JSON.stringify({ '@type': 'Article', offers: { '@type': 'Offer', price: '9', priceCurrency: 'EUR' } });
    const page = PAGE.replace('</title>', `</title><script type="application/ld+json">${own}</script>`);
    expect(structuredData((await seal(page, { prices: ['0.50 STX'] })).html)).toMatchObject(JSON.parse(own));
  });

  it('keeps the place of its paywall from the first paint on, once', async () => {
    const { html } = await seal(PAGE);
    expect(html.indexOf(PLACE_STYLE)).toBeLessThan(html.indexOf('</head>'));
    const again = await seal(PAGE.replace('</title>', `</title>${PLACE_STYLE}`));
    expect(again.html.split(PLACE_STYLE)).toHaveLength(2);
    const piece = await seal('<p>Free.</p><!-- paid --><p>Paid.</p>');
    expect(piece.html.indexOf(PLACE_STYLE)).toBeLessThan(piece.html.indexOf('<x402-paywall'));
  });

  it('asks the node that it is told to, in whatever form the paywall has', async () => {
    const by = sellerOf({
      secret: SECRET,
      network: 'testnet',
      keyUrl: 'https://k.example',
      nodeUrl: 'https://n.example',
    });
    expect((await seal(PAGE, {}, by)).html).toContain(' node-url="https://n.example">');
    const div = await seal('<div data-x402-paywall="https://k.example/1" data-seal>Paid.</div>', {}, by);
    expect(div.html).toContain(' data-node-url="https://n.example">');
    expect(snippetOf(div.html)).toMatch(
      /^<div data-x402-paywall="\S+" data-node-url="https:\/\/n\.example" data-sealed=/,
    );
    const own = await seal('<x402-paywall seal node-url="https://own.example">Paid.</x402-paywall>', {}, by);
    expect(own.html).toMatch(/<x402-paywall node-url="https:\/\/own\.example" class/);
    expect([div, own].map(({ html }) => html.includes('wallet.js'))).toEqual([false, false]);
  });

  it('takes no node of another network that was left over from a try', () => {
    const devnet = { X402PAY_SECRET: SECRET, X402PAY_NETWORK: 'devnet', X402PAY_NODE_URL: 'http://127.0.0.1:3999' };
    const text = Object.entries(devnet)
      .map((line) => line.join('='))
      .join('\n');
    const nodeOf = (environment: Record<string, string>, ...args: string[]) =>
      readSealOptions(['a.html', ...args], { environment, readText: (path) => (path === '.env' ? text : undefined) })
        .settings.nodeUrl;
    expect(nodeOf({})).toBe('http://127.0.0.1:3999');
    expect(nodeOf({}, '--network', 'testnet')).toBeUndefined();
    expect(nodeOf({ X402PAY_NETWORK: 'mainnet' })).toBeUndefined();
    const settings = { secret: SECRET, network: 'mainnet', nodeUrl: 'http://127.0.0.1:3999' };
    expect(() => sellerOf(settings)).toThrow(REFUSED('node-url'));
  });

  it('has the address and the wallet of the embedded chain only when it is sealed for that', async () => {
    const sealedFor = async (network: string) =>
      (await seal(PAGE, {}, sellerOf({ secret: SECRET, network, keyUrl: 'https://keys.example' }))).html;
    const html = await sealedFor('devnet');
    expect(html).toContain(' node-url="http://127.0.0.1:3999">');
    expect(html).toContain('<script async src="http://127.0.0.1:3999/devnet/wallet.js"></script>\n</head>');
    for (const network of ['mainnet', 'testnet', 'stacks:2147483648']) {
      expect(await sealedFor(network)).not.toMatch(/3999|wallet\.js|node-url/);
    }
  });

  it('says where scripts are off what it costs, and where the key is', async () => {
    const { html } = await seal(PAGE, { prices: ['0.50 STX', '0.25 USDCx'] });
    expect(html).toMatch(
      /<noscript>[^<]*for 0\.50 STX or 0\.25 USDCx[^<]*https:\/\/keys\.example\/a\/one[^<]*<\/noscript>/,
    );
    const own = await seal(PAGE, { noscript: 'Kostet{price}: <{url}>' });
    expect(own.html).toContain('<noscript>Kostet: &#60;https://keys.example/a/one&#62;</noscript>');
  });

  it('loads the script where it is told to, unless the page does', async () => {
    expect((await seal(PAGE)).lacksScript).toBe(true);
    const script = 'https://blog.example/x402pay.js';
    const { html, lacksScript } = await seal(PAGE, { script });
    expect([html.includes(`<script async src="${script}"></script>\n</head>`), lacksScript]).toEqual([true, false]);
    const own = await seal(PAGE.replace('</title>', '</title><script async src="/js/x402pay.js"></script>'), {
      script,
    });
    expect(own.html).not.toContain(script);
  });

  it('keeps the paywall that there is, with its attributes, teaser and place', async () => {
    const body = '<x402-paywall lang=de class="wide" seal src="/keys/1"><p>Paid.</p></x402-paywall>';
    const { html, resources } = await seal(HEAD + body);
    expect(html).toContain(
      '<x402-paywall lang="de" class="wide x402-paid" src="/keys/1">\n<script type="application/jose">',
    );
    expect([resources, await opened(html)]).toEqual([['https://keys.example/keys/1'], ['<p>Paid.</p>']]);
  });

  it('keeps a place of its own for what is paid, and what is free in the paywall', async () => {
    const body =
      '<x402-paywall src="https://k.example/1"><p>teaser</p><div slot="unlocked" class="mine"><p>Paid.</p></div></x402-paywall>';
    const { html } = await seal(HEAD + body);
    expect(html).toContain('<p>teaser</p><div slot="unlocked" class="mine"></div>\n<script type="application/jose">');
    expect(await opened(html)).toEqual(['<p>Paid.</p>']);
  });

  it('seals the div that stands for a paywall', async () => {
    const { html } = await seal('<div data-x402-paywall="https://k.example/1" data-seal><p>Paid.</p></div>');
    expect(html).toContain(
      '<div data-x402-paywall="https://k.example/1" class="x402-paid">\n<script type="application/jose">',
    );
    expect(await opened(html)).toEqual(['<p>Paid.</p>']);
  });

  it('seals several parts, each with the key of its own resource', async () => {
    const part = (name: string) => `<x402-paywall seal src="https://k.example/${name}">Paid ${name}.</x402-paywall>`;
    const { html, resources } = await seal(HEAD + part('1') + part('2'));
    expect(resources).toEqual(['https://k.example/1', 'https://k.example/2']);
    expect(await opened(html)).toEqual(['Paid 1.', 'Paid 2.']);
    await expect(seal(`${part('1')}<x402-paywall>x</x402-paywall>`)).rejects.toEqual(REFUSED('paid'));
  });

  it('has other keys on the other network', async () => {
    const { html } = await seal(PAGE);
    await expect(opened(html, 'stacks:1')).rejects.toThrow();
  });

  it('in a later version has a key of its own, which says so in its name', async () => {
    const later = sellerOf({ secret: SECRET, network: 'testnet', keyUrl: 'https://keys.example/a', version: 2 });
    expect(later.keyOf('https://keys.example/a/one')).toMatchObject({ kid: 'https://keys.example/a/one#2' });
    expect(later.keyOf('https://keys.example/a/one').k).not.toBe(seller.keyOf('https://keys.example/a/one').k);
  });

  it('cannot be sealed for an address that the server reads differently', async () => {
    for (const resource of ['https://k.example/a?b=1', 'https://k.example/a#b']) {
      await expect(seal(PAGE, { resource })).rejects.toMatchObject({
        code: expect.stringMatching(/invalid_(?:configuration|path)/),
      });
    }
    expect((await seal(PAGE, { resource: 'https://k.example/%61' })).resources).toEqual(['https://k.example/a']);
  });

  it('is nothing where nothing is marked, and the author is told how', async () => {
    expect(await seal('<p>Free.</p>')).toBeUndefined();
    expect(nothingToSeal('a.html', '<p>Free.</p>').message).toContain('<!-- paid -->');
    expect(nothingToSeal('a.html', '<x402-paywall src="/rest">x</x402-paywall>').message).toContain('has a paywall');
  });
});

describe('who seals', () => {
  it.each([
    ['secret', { secret: undefined, network: 'testnet' }],
    ['secret', { secret: 'too short', network: 'testnet' }],
    ['network', { secret: SECRET, network: undefined }],
    ['network', { secret: SECRET, network: 'bitcoin' }],
    ['key-url', { secret: SECRET, network: 'testnet', keyUrl: 'keys.example' }],
    ['key-url', { secret: SECRET, network: 'testnet', keyUrl: 'https://keys.example/?id=' }],
    ['version', { secret: SECRET, network: 'testnet', version: 0 }],
  ])('is told what is wrong with %s, and not what the secret is', (field, settings) => {
    expect(() => sellerOf(settings)).toThrow(REFUSED(field));
    expect(() => sellerOf(settings)).not.toThrow(/too short|tests only/);
  });
});

import * as fc from 'fast-check';
import { getDomain } from 'tldts-icann';
import { describe, expect, it } from 'vitest';
import { publicSuffixes } from '../build/public-suffixes.js';
import { domainsBy, readPublicSuffixes } from './registrable-domain.js';

const LIST = publicSuffixes();
const domainOf = domainsBy(LIST);
const withoutList = domainsBy('');
const RULES = LIST.split('\n').slice(1, -1);

describe('the registrable domain', () => {
  it.each([
    ['https://a.abc.io', 'abc.io'],
    ['https://b.a.abc.io:8443', 'abc.io'],
    ['https://a.xy.co', 'xy.co'],
    ['https://shop.example.com', 'example.com'],
    ['https://shop.example.co.uk', 'example.co.uk'],
    ['https://blog.com.au', 'blog.com.au'],
    ['https://a.b.pvt.k12.ma.us', 'b.pvt.k12.ma.us'],
    ['https://a.b.example', 'b.example'],
  ])('of %s is %s', (origin, domain) => expect(domainOf(origin)).toBe(domain));

  it.each([
    ['https://a.b.c.ck', 'b.c.ck'],
    ['https://a.www.ck', 'www.ck'],
    ['https://a.city.kobe.jp', 'city.kobe.jp'],
    ['https://a.b.kobe.jp', 'a.b.kobe.jp'],
  ])('follows wildcards and exceptions: of %s it is %s', (origin, domain) => expect(domainOf(origin)).toBe(domain));

  it.each([
    ['https://www.食狮.公司.cn', 'xn--85x722f.xn--55qx5d.cn'],
    ['https://www.bücher.de', 'xn--bcher-kva.de'],
    ['https://WWW.Example.COM', 'example.com'],
  ])('reads names as the browser does: of %s it is %s', (origin, domain) => expect(domainOf(origin)).toBe(domain));

  it.each(['localhost', '127.0.0.1', 'com', 'co.uk', 'anything.ck'])('of %s is the host itself', (host) =>
    expect(domainOf(`http://${host}:8080`)).toBe(host),
  );

  it('is the same with a dot at the end, which is another origin', () => {
    expect(domainOf('https://a.abc.io.')).toBe('abc.io');
    expect(domainOf('https://localhost.')).toBe('localhost');
  });

  it('is one for all names that a site gives away', () => {
    expect(domainOf('https://x.github.io')).toBe(domainOf('https://y.github.io'));
  });

  it('is one for the whole network of an address of the sixth version', () => {
    expect(domainOf('https://[2001:db8:1:2::1]')).toBe('2001:db8:1:2');
    expect(domainOf('https://[2001:db8:1:2:ffff:ffff:ffff:ffff]')).toBe('2001:db8:1:2');
    expect(domainOf('http://[::1]:3000')).toBe('0:0:0:0');
    expect(domainOf('https://[2001:db8::]')).toBe('2001:db8:0:0');
  });
});

/** Hosts on, below and above real rules, and hosts that have nothing to do with them. */
const label = fc.oneof(
  fc.constantFrom('a', 'www', 'city', 'co', 'com', 'io', 'xn--55qx5d'),
  fc.stringMatching(/^[a-z]{1,6}$/),
);
const rule = fc.constantFrom(...RULES).map((one) => one.replace(/^!|^\*\./, ''));
const host = fc
  .tuple(fc.array(label, { maxLength: 3 }), fc.oneof(rule, rule, label))
  .map(([labels, end]) => [...labels, end].join('.'));

describe('against the library that the list comes from', () => {
  it('has the same domain for each host', () => {
    const oracle = (name: string) => getDomain(name, { validateHostname: false }) ?? name;
    fc.assert(
      fc.property(host, (name) => {
        expect(domainOf(`https://${name}`)).toBe(oracle(name));
      }),
      { numRuns: 3000 },
    );
  });

  it('has each of its rules', () => {
    for (const name of RULES.filter((one) => !/[!*]/.test(one))) {
      expect(domainOf(`https://a.b.${name}`)).toBe(getDomain(`a.b.${name}`));
    }
  });
});

describe('without a list', () => {
  it('takes the last two labels, which never makes two domains of one', () => {
    fc.assert(
      fc.property(host, (name) => {
        const domain = withoutList(`https://${name}`);
        expect(domain.split('.').length).toBeLessThanOrEqual(2);
        expect(withoutList(`https://${domainOf(`https://${name}`)}`)).toBe(domain);
      }),
    );
    expect(withoutList('https://a.abc.io')).toBe('abc.io');
    expect(withoutList('https://a.example.co.uk')).toBe('co.uk');
    expect(withoutList('http://127.0.0.1:8080')).toBe('127.0.0.1');
  });

  it.each<[string, () => Promise<Response>]>([
    ['cannot be read', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['is something else', async () => new Response('<!doctype html>')],
    ['is empty', async () => new Response('')],
    ['is far too long', async () => new Response(`${LIST}${'a'.repeat(1_000_000)}`)],
  ])('does the same as where its file %s', async (_, get) => expect(await readPublicSuffixes(get)).toBe(''));

  it('reads the file that is built', async () => {
    expect(await readPublicSuffixes(async () => new Response(LIST))).toBe(LIST);
  });
});

import { describe, expect, it } from 'vitest';
import { createMemoryClaims } from './memory-claims.js';
import { createVerifier } from './verifier.js';

const RIGHT = {
  network: 'stacks:2147483648',
  payTo: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC',
  secret: 'a secret that is used in tests only',
  origin: 'https://shop.example',
} as const;
const TOKEN = { id: `${RIGHT.payTo}.points`, symbol: 'POINTS', decimals: 2, tokenName: 'points' };

function refusal(make: () => unknown): { code?: string; field?: string; message: string } {
  try {
    make();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was refused.');
}

describe('a configuration', () => {
  it('needs four things, and nothing else', () => {
    expect(createVerifier(RIGHT).origin).toBe('https://shop.example');
  });

  it.each([
    ['network', { network: 'mainnet' }, 'stacks:1'],
    ['network', { network: 'stacks:2' }, 'stacks:1'],
    ['network', { network: undefined }, 'stacks:1'],
    ['payTo', { payTo: '' }, 'ST…'],
    ['payTo', { payTo: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNX' }, 'ST…'],
    ['payTo', { payTo: 'SP2JXKMSH007NPYAQHKJPQMAQYAD90NQGTVJVQ02B' }, 'another network'],
    ['payTo', { network: 'stacks:1' }, 'another network'],
    ['payTo', { payTo: 42 }, 'ST…'],
    ['secret', { secret: 'too short' }, 'openssl rand'],
    ['secret', { secret: 'x'.repeat(31) }, '32'],
    ['secret', { secret: new Uint8Array(31) }, '32'],
    ['secret', { secret: undefined }, 'openssl rand'],
    ['previousSecrets', { previousSecrets: ['short'] }, '32'],
    ['previousSecrets', { previousSecrets: 'x'.repeat(32) }, 'list'],
    ['origin', { origin: 'https://shop.example/' }, 'without a path'],
    ['origin', { origin: 'https://shop.example/articles' }, 'without a path'],
    ['origin', { origin: 'shop.example' }, 'https://'],
    ['origin', { origin: 'ftp://shop.example' }, 'https://'],
    ['origin', { origin: undefined }, 'https://'],
    ['chain', { chain: 'https://api.hiro.so' }, 'urls'],
    ['chain.urls', { chain: { urls: [] } }, 'https://api.hiro.so'],
    ['chain.urls', { chain: { urls: ['api.hiro.so'] } }, 'https://api.hiro.so'],
    ['chain.urls', { chain: { url: 'https://a.example', urls: ['https://b.example'] } }, 'either'],
    ['chain.apiKey', { chain: { url: 'https://a.example', apiKey: 'two words' } }, 'key'],
    ['chain.rounds', { chain: { url: 'https://a.example', rounds: 0 } }, 'rounds'],
    ['chain.timeoutMilliseconds', { chain: { url: 'https://a.example', timeoutMilliseconds: 0.5 } }, 'whole number'],
    ['uri', { chain: { uri: 'https://a.example' } }, 'urls'],
    ['claims', { claims: {} }, 'createMemoryClaims'],
    ['claims', { claims: true }, 'createMemoryClaims'],
    ['assets', { assets: TOKEN }, 'list'],
    ['assets.0.id', { assets: [{ ...TOKEN, id: 'POINTS' }] }, 'ST…'],
    ['assets.0.id', { assets: [{ ...TOKEN, id: RIGHT.payTo }] }, 'contract'],
    ['assets.0.symbol', { assets: [{ ...TOKEN, symbol: '' }] }, 'symbol'],
    ['assets.0.decimals', { assets: [{ ...TOKEN, decimals: 2.5 }] }, 'get-decimals'],
    ['assets.0.tokenName', { assets: [{ ...TOKEN, tokenName: undefined }] }, 'define-fungible-token'],
    ['recover', { recover: 'wasm' }, 'libauth'],
    ['cors.origins', { cors: { origins: ['https://blog.example/'] } }, 'without a path'],
    ['cors.credentials', { cors: { credentials: true } }, 'list'],
    ['cors.allowHeaders', { cors: { allowHeaders: ['a b'] } }, 'Authorization'],
    ['origin', { cors: { origin: '*' } }, 'origins'],
    ['page.scripts', { page: { scripts: ['javascript:alert(1)'] } }, '/x402pay.js'],
    ['page.scripts', { page: { scripts: ['/a.js"><script>'] } }, '/x402pay.js'],
    ['waitSeconds', { waitSeconds: 0 }, '1 to 60'],
    ['waitSeconds', { waitSeconds: 61 }, '1 to 60'],
    ['maxSettlements', { maxSettlements: 0 }, 'whole number'],
    ['leaseSeconds', { leaseSeconds: 1 }, '10'],
    ['payto', { payto: RIGHT.payTo }, 'payTo'],
  ])('is refused at once: %s %j', (field, change, advice) => {
    const { code, field: named, message } = refusal(() => createVerifier({ ...RIGHT, ...change } as never));
    expect({ code, field: named }).toEqual({ code: 'invalid_configuration', field });
    expect(message).toContain(advice);
  });

  it('never shows the secret in a refusal', () => {
    const secret = 'hunter2-hunter2';
    expect(refusal(() => createVerifier({ ...RIGHT, secret })).message).not.toContain(secret);
    expect(refusal(() => createVerifier({ ...RIGHT, previousSecrets: [secret] })).message).not.toContain(secret);
  });

  it('is not changed, and later changes of its secret’s bytes do not matter', async () => {
    const secret = new Uint8Array(32).fill(9);
    const config = Object.freeze({ ...RIGHT, secret, random: (bytes: Uint8Array) => bytes.fill(1), clock: () => 0 });
    const [before, after] = [createVerifier(config), createVerifier(config)];
    secret.fill(0);
    const ask = async (verifier: typeof before) =>
      (
        await verifier.protect({ price: { STX: '1' }, access: '1d' })(
          new Request('https://shop.example/a'),
          () => new Response(),
        )
      ).text();
    expect(await ask(before)).toBe(await ask(after));
  });
});

describe('terms', () => {
  const verifier = createVerifier({ ...RIGHT, assets: [TOKEN] });
  const withClaims = createVerifier({ ...RIGHT, claims: createMemoryClaims() });
  const TERMS = { price: { STX: '0.5' }, access: '30d' };

  it.each([
    ['price', { price: {} }, 'decimal texts'],
    ['price', { price: undefined }, 'decimal texts'],
    ['price.DOGE', { price: { DOGE: '1' } }, 'known here are'],
    ['price.stx', { price: { stx: '1' } }, 'STX, sBTC, USDCx, POINTS'],
    ['price.STX', { price: { STX: 0.5 } }, 'text'],
    ['price.STX', { price: { STX: '0' } }, 'is 0'],
    ['price.STX', { price: { STX: '0.000000' } }, 'is 0'],
    ['price.STX', { price: { STX: '-1' } }, 'write it like'],
    ['price.STX', { price: { STX: '1e3' } }, 'write it like'],
    ['price.STX', { price: { STX: '1,5' } }, 'write it like'],
    ['price.STX', { price: { STX: '0.0000001' } }, '6 decimal places'],
    ['price.POINTS', { price: { POINTS: '0.001' } }, '2 decimal places'],
    ['access', { access: '30' }, '"30d"'],
    ['access', { access: '0d' }, '"30d"'],
    ['access', { access: 'forever' }, '"30d"'],
    ['access', { access: '4000d' }, '"30d"'],
    ['access', { access: 30 }, '"30d"'],
    ['access', { access: 'once' }, 'createMemoryClaims'],
    ['finality', { finality: 'confirmed' }, '"mempool"'],
    ['finality', { finality: 0 }, 'burn blocks'],
    ['finality', { finality: 1.5 }, 'burn blocks'],
    ['finality', { finality: 1009 }, '1008'],
    ['description', { description: 'x'.repeat(501) }, '500'],
    ['mimeType', { mimeType: '' }, '1 to 100'],
    ['payTo', { payTo: 'SP2JXKMSH007NPYAQHKJPQMAQYAD90NQGTVJVQ02B' }, 'another network'],
    ['split', { split: true }, 'deploy revenue-split'],
    ['resource', { resource: 'articles/1' }, '/articles/1'],
    ['resource', { resource: 'https://other.example/a' }, 'https://shop.example/'],
    ['resource', { resource: 'https://shop.example.evil/a' }, 'https://shop.example/'],
    ['resource', { resource: '/a%2Fb' }, '/articles/1'],
    ['resource', { resource: '/a/../b' }, '/articles/1'],
    ['query', { query: 'id' }, '["id"]'],
    ['query', { query: ['id'], resource: '/a' }, 'leave out one'],
    ['binding', { binding: 'optional' }, '"required"'],
    ['v1', { v1: true }, 'createMemoryClaims'],
    ['pass.path', { pass: { path: '/blog' } }, 'ends in "/"'],
    ['pass.path', { pass: { path: 'blog/' } }, 'ends in "/"'],
    ['offerSeconds', { offerSeconds: 5 }, '30 to 86400'],
    ['prices', { prices: { STX: '1' } }, 'price'],
  ])('are refused when they are given: %s %j', (field, change, advice) => {
    const { code, field: named, message } = refusal(() => verifier.protect({ ...TERMS, ...change } as never));
    expect({ code, field: named }).toEqual({ code: 'invalid_configuration', field });
    expect(message).toContain(advice);
  });

  it.each([
    ['v1', { v1: true, binding: 'required' }],
    ['pass', { access: 'once', pass: { cookie: true } }],
  ])('are refused where they contradict each other: %s %j', (field, change) => {
    expect(refusal(() => withClaims.protect({ ...TERMS, ...change } as never))).toMatchObject({
      code: 'invalid_configuration',
      field,
    });
  });

  it.each([
    { access: '45s' },
    { access: '90m' },
    { access: '12h' },
    { access: '3650d' },
    { finality: 'mempool' },
    { finality: 1008 },
    { resource: '/a' },
    { resource: 'https://shop.example/a?b=c' },
    { payTo: `${RIGHT.payTo}.split`, split: true },
    { payTo: `${RIGHT.payTo}.vault` },
    { pass: { path: '/', cookie: true } },
    { price: { POINTS: '0.01' } },
  ])('may be %j', (change) => {
    expect(verifier.protect({ ...TERMS, ...change } as never)).toBeTypeOf('function');
  });

  it('are refused when they make a header that clients would not read', () => {
    const assets = Array.from({ length: 16 }, (_, index) => ({
      ...TOKEN,
      id: `${RIGHT.payTo}.${'n'.repeat(37)}${index}`,
      symbol: `T${index}`,
    }));
    const payTo = `${RIGHT.payTo}.${'v'.repeat(40)}`;
    const price = Object.fromEntries(assets.map(({ symbol }) => [symbol, '1']));
    const { field } = refusal(() =>
      createVerifier({ ...RIGHT, assets }).protect({ price, payTo, access: '1d', description: '漢'.repeat(500) }),
    );
    expect(field).toBe('price');
  });
});

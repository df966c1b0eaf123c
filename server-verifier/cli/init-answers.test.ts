import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isX402Error } from '../../src/errors.js';
import { formatDecimalAmount } from '../../src/money.js';
import { parseAddress, parseNetwork, parseOrigin, parsePrices, parseTarget } from './init-answers.js';

const TESTNET = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM';
const MAINNET = 'SP000000000000000000002Q6VF78';
const KEY = '753b7cc01a1a2e86221266a154af739463fce51219d97e4f856cd7200c3bd2a6';

describe('an address', () => {
  it.each([TESTNET, MAINNET, `${TESTNET}.revenue-split`, ` ${MAINNET}\n`])('%j is one', (text) => {
    expect(parseAddress(text)).toBe(text.trim());
  });

  it.each([
    ['', /needed/],
    [`${TESTNET.slice(0, -1)}N`, /checksum/],
    [TESTNET.toLowerCase(), /capitals/],
    ['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', /another chain/],
    ['0x71C7656EC7ab88b098defB751B7401B5f6d8976F', /another chain/],
    [KEY, /no Stacks address/],
    ['x'.repeat(3000), /too long/],
    // Versions of no network that is known here.
    ['S1G2081040G2081040G2081040G208105NK8PE5', /no Stacks address/],
  ])('%j is none', (text, message) => expectRefusal(() => parseAddress(text), 'address', message));

  it('is never repeated in a message when it is none: it may be a key', () => {
    expect(refusal(() => parseAddress(KEY)).message).not.toContain(KEY.slice(0, 8));
  });
});

describe('a network', () => {
  it('must be that of the address', () => {
    expect(parseNetwork('Testnet', TESTNET)).toBe('testnet');
    expect(parseNetwork('devnet', TESTNET)).toBe('devnet');
    expect(parseNetwork('mainnet', MAINNET)).toBe('mainnet');
    expectRefusal(() => parseNetwork('mainnet', TESTNET), 'network', /belongs to testnet.*begin with SP/);
    expectRefusal(() => parseNetwork('devnet', MAINNET), 'network', /belongs to mainnet.*begin with ST/);
    for (const text of ['main', 'toString', '__proto__']) {
      expectRefusal(() => parseNetwork(text, TESTNET), 'network', /mainnet, testnet or devnet/);
    }
  });
});

describe('prices', () => {
  it('are read with any spacing, case and order, and without superfluous zeros', () => {
    const prices = parsePrices(' stx = 0.50 , USDCX=1 sbtc:0.00001', 'stacks:1');
    expect(prices).toEqual([
      { symbol: 'STX', amount: '0.5' },
      { symbol: 'USDCx', amount: '1' },
      { symbol: 'sBTC', amount: '0.00001' },
    ]);
  });

  it('are exactly what was written, for any amount above zero', () => {
    const atomic = fc.bigInt({ min: 1n, max: 10n ** 30n });
    fc.assert(
      fc.property(atomic, atomic, (stx, sbtc) => {
        const [left, right] = [formatDecimalAmount(stx, 6), formatDecimalAmount(sbtc, 8)];
        expect(parsePrices(`STX=${left},sBTC=${right}`, 'stacks:2147483648')).toEqual([
          { symbol: 'STX', amount: left },
          { symbol: 'sBTC', amount: right },
        ]);
      }),
    );
  });

  it('are refused with an explanation, or safe to write into a program, whatever is written', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^(STX|sBTC|USDCx|DOGE)[=:]-?[\d.,e']{0,12}$/));
    fc.assert(
      fc.property(text, (written) => {
        try {
          for (const { symbol, amount } of parsePrices(written, 'stacks:1')) {
            expect(symbol).toMatch(/^(STX|sBTC|USDCx)$/);
            expect(amount).toMatch(/^\d+(\.\d*[1-9])?$/);
            expect(amount).not.toBe('0');
          }
        } catch (error) {
          expect(isX402Error(error) && error.field).toBe('price');
        }
      }),
    );
  });

  it.each([
    ['0.5', /STX=0\.5/],
    ['STX=0', /nothing/],
    ['STX=0.0000001', /up to 6 places/],
    ['STX=-1', /no amount/],
    ['STX=1e3', /no amount/],
    ['STX=0,5', /point/],
    ['STX=1,5, sBTC=1', /point/],
    ['DOGE=1', /STX, sBTC, USDCx/],
    ['STX=1, stx=2', /two prices/],
    ['', /needed/],
  ])('%j are refused', (text, message) => expectRefusal(() => parsePrices(text, 'stacks:1'), 'price', message));
});

describe('a place', () => {
  it('has a name and a number', () => {
    expect(['node', '2', 'Vercel', ' deno '].map(parseTarget)).toEqual(['node', 'workers', 'vercel', 'deno']);
    expect(parseTarget('Cloudflare Workers')).toBe('workers');
    for (const text of ['0', '5', 'heroku', 'constructor']) expectRefusal(() => parseTarget(text), 'target', /number/);
  });
});

describe('an origin', () => {
  it('is what a browser takes for one, and safe to write into a program', () => {
    fc.assert(
      fc.property(fc.domain(), fc.option(fc.integer({ min: 1, max: 65535 })), (domain, port) => {
        const { origin } = new URL(`https://${domain}${port === null ? '' : `:${port}`}`);
        expect(parseOrigin(`${origin}/`)).toBe(origin);
      }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `https://${text}`),
        ),
        (written) => {
          try {
            const origin = parseOrigin(written);
            expect(new URL(origin).origin).toBe(origin);
            expect(origin).not.toMatch(/['"`\\\s<>$]/);
          } catch (error) {
            expect(isX402Error(error) && error.field).toBe('origin');
          }
        },
      ),
    );
  });

  it('may be on this computer without TLS', () => {
    for (const text of ['http://localhost:3000', 'http://127.0.0.1:80', 'http://[::1]:8080']) {
      expect(parseOrigin(text)).toBe(new URL(text).origin);
    }
  });

  it.each([
    ['blog.example', /https:\/\/ in front/],
    ['ftp://blog.example', /https:\/\/ in front/],
    ['http://blog.example', /this computer only/],
    ['http://localhost.example', /this computer only/],
    ['https://blog.example/blog', /Leave out what follows.*https:\/\/blog\.example$/],
    ['https://blog.example?x', /Leave out what follows/],
    ['https://me@blog.example', /before the @/],
    ['https://', /no address/],
    ["https://blog.example'", /no address/],
  ])('%j is refused', (text, message) => expectRefusal(() => parseOrigin(text), 'origin', message));
});

function expectRefusal(run: () => unknown, field: string, message: RegExp): void {
  const error = refusal(run);
  expect([error.code, error.field, error.message]).toEqual([
    'invalid_configuration',
    field,
    expect.stringMatching(message),
  ]);
}

function refusal(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (isX402Error(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

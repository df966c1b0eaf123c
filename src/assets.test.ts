import { describe, expect, it } from 'vitest';
import { type Asset, assetsOf, findAsset } from './assets.js';
import { type Network, networkInfo } from './networks.js';
import { isPrincipalOn } from './stacks/principal.js';

const NETWORKS: Network[] = ['stacks:1', 'stacks:2147483648'];
const MAINNET = assetsOf('stacks:1');
const SBTC = 'SM3VDXK3WZZSA84XXFKAFAF15NNZX32CTSG82JFQ4.sbtc-token';
const USDCX = 'SP120SBRBQJ00MCWS7TM5R8WJNTTKD5K0HFRC2CNE.usdcx';
const OTHER = 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7';
const COIN: Asset = { id: `${OTHER}.coin`, symbol: 'COIN', decimals: 2, tokenName: 'coin' };

describe('the known assets', () => {
  it.each(NETWORKS)('of %s are STX, sBTC and USDCx, with contracts of that network', (network) => {
    const assets = assetsOf(network);
    expect(assets.map(({ symbol, decimals }) => [symbol, decimals])).toEqual([
      ['STX', 6],
      ['sBTC', 8],
      ['USDCx', 6],
    ]);
    for (const { id, tokenName } of assets.slice(1)) {
      expect(isPrincipalOn(network, id)).toBe(true);
      expect(tokenName).toBeDefined();
    }
  });
});

describe('assetsOf', () => {
  it('adds what is listed', () => expect(assetsOf('stacks:1', [COIN])).toEqual([...MAINNET, COIN]));

  it('replaces a known asset by its symbol, in any case, or by its contract', () => {
    const other: Asset = { ...COIN, symbol: 'SBTC' };
    expect(assetsOf('stacks:1', [other]).map(({ id }) => id)).toEqual(['STX', USDCX, COIN.id]);
    const renamed: Asset = { id: SBTC, symbol: 'satoshi', decimals: 8, tokenName: 'sbtc-token' };
    expect(assetsOf('stacks:1', [renamed]).map(({ symbol }) => symbol)).toEqual(['STX', 'USDCx', 'satoshi']);
  });

  it('takes its own list again', () => {
    expect(new Set(assetsOf('stacks:1', MAINNET))).toEqual(new Set(MAINNET));
  });

  it.each<[string, Asset[]]>([
    ['a token that calls itself STX', [{ ...COIN, symbol: 'STX' }]],
    ['a token that calls itself stx', [{ ...COIN, symbol: 'stx' }]],
    ['STX with other decimals', [{ id: 'STX', symbol: 'STX', decimals: 8 }]],
    ['STX under another name', [{ id: 'STX', symbol: 'stacks', decimals: 6 }]],
    ['a token without a contract', [{ ...COIN, id: OTHER }]],
    ['a token with a token name in its id', [{ ...COIN, id: `${OTHER}.coin::coin` }]],
    ['a token without its name', [{ id: COIN.id, symbol: 'COIN', decimals: 2 }]],
    ['a token without decimals', [{ id: COIN.id, symbol: 'COIN', tokenName: 'coin' } as Asset]],
    ['39 decimals', [{ ...COIN, decimals: 39 }]],
    ['no symbol', [{ ...COIN, symbol: '' }]],
    ['a symbol of 33 letters', [{ ...COIN, symbol: 'x'.repeat(33) }]],
    ['a symbol with a colon', [{ ...COIN, symbol: 'slip44:5757' }]],
    ['one contract twice', [COIN, { ...COIN, symbol: 'OTHER' }]],
    ['one symbol twice', [COIN, { ...COIN, symbol: 'coin', id: `${OTHER}.other` }]],
  ])('refuses %s', (_, listed) => {
    expect(() => assetsOf('stacks:1', listed)).toThrow(
      expect.objectContaining({
        name: 'X402Error',
        code: 'invalid_configuration',
        field: expect.stringMatching(/^assets\.\d$/),
      }),
    );
  });

  it('takes symbols of 32 letters and 38 decimals', () => {
    expect(assetsOf('stacks:1', [{ ...COIN, symbol: 'x'.repeat(32), decimals: 38 }])).toHaveLength(4);
  });
});

describe('findAsset', () => {
  it.each([
    ['STX', 'STX'],
    ['slip44:5757', 'STX'],
    ['SBTC', 'sBTC'],
    ['USDCX', 'USDCx'],
    [SBTC, 'sBTC'],
    [USDCX, 'USDCx'],
    [`sip010:${SBTC}`, 'sBTC'],
    [`sip010:${SBTC}.sbtc-token`, 'sBTC'],
    [`sip010:${USDCX}.usdcx-token`, 'USDCx'],
    ['COIN', 'COIN'],
    [COIN.id, 'COIN'],
  ])('knows %s', (name, symbol) => {
    expect(findAsset(name, assetsOf('stacks:1', [COIN])).symbol).toBe(symbol);
  });

  it.each([
    '',
    'stx',
    'STX ',
    'sbtc',
    'BTC',
    'USDC',
    'slip44:0',
    'slip44:57570',
    'sbtc-token',
    'usdcx',
    SBTC.toLowerCase(),
    SBTC.slice(0, -1),
    `${SBTC}2`,
    ` ${SBTC}`,
    `${OTHER}.sbtc-token`,
    `${OTHER}.fake-usdcx`,
    `${OTHER}.USDCX`,
    `${SBTC.split('.')[0]}`,
    `${SBTC}::sbtc-token`,
    'sip010:',
    'sip010:STX',
    `sip010:${OTHER}.sbtc-token`,
    `sip010:${SBTC}.other-token`,
    `sip010:${SBTC}.sbtc-token.x`,
    `sip010:${SBTC}.`,
    `sip010:sip010:${SBTC}`,
    '__proto__',
    'constructor',
  ])('does not take %j for anything', (name) => {
    expect(() => findAsset(name, assetsOf('stacks:1', [COIN]))).toThrow(
      expect.objectContaining({ name: 'X402Error', code: 'unknown_asset' }),
    );
  });

  it('does not know the assets of the other network', () => {
    for (const { id } of assetsOf('stacks:2147483648').slice(1)) {
      expect(() => findAsset(id, MAINNET)).toThrow(expect.objectContaining({ code: 'unknown_asset' }));
    }
  });

  it('does not repeat very much text', () => {
    expect(() => findAsset('x'.repeat(5000), MAINNET)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('x'.repeat(81)), asset: 'x'.repeat(200) }),
    );
  });
});

describe('networks', () => {
  it.each(NETWORKS)('%s is known by its own id', (network) => expect(networkInfo(network).id).toBe(network));

  it.each([
    '',
    'stacks',
    'stacks:0',
    'stacks:01',
    'stacks:2',
    'STACKS:1',
    'stacks:1 ',
    'eip155:1',
    'toString',
    '__proto__',
  ])('%j is none', (id) =>
    expect(() => networkInfo(id)).toThrow(expect.objectContaining({ name: 'X402Error', code: 'invalid_network' })),
  );
});

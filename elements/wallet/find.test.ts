import { describe, expect, it } from 'vitest';
import { findWallets } from './find.js';

const wallet = () => ({ request: async () => ({}) });
const names = (scope: object) => findWallets(scope).map(({ id, name }) => `${id}=${name}`);

describe('the wallets of a browser', () => {
  it('finds our extension where it has been let in, and nothing where it has not', () => {
    const x402 = wallet();
    expect(findWallets({ x402 })).toEqual([{ id: 'x402', name: 'x402Pay', provider: x402 }]);
    expect(findWallets({})).toEqual([]);
  });

  it('are those that announce themselves, then the known ones that do not, each once', () => {
    const Leather = wallet();
    const scope = {
      Demo: wallet(),
      LeatherProvider: Leather,
      XverseProviders: { BitcoinProvider: wallet() },
      wbip_providers: [{ id: 'Demo', name: 'Demo wallet' }],
      webbtc_stx_providers: [{ id: 'LeatherProvider', name: 'Leather' }],
    };
    expect(names(scope)).toEqual([
      'Demo=Demo wallet',
      'LeatherProvider=Leather',
      'XverseProviders.BitcoinProvider=Xverse',
    ]);
  });

  it('are none where nothing is', () => {
    expect(findWallets({})).toEqual([]);
    expect(findWallets({ wbip_providers: 'x', LeatherProvider: 7, XverseProviders: null })).toEqual([]);
  });

  it('are not taken at their word', () => {
    const scope = {
      Demo: wallet(),
      Broken: {},
      wbip_providers: [
        null,
        7,
        { id: 'Demo', name: '  ' },
        { id: 'Demo' },
        { id: 'Broken', name: 'Broken' },
        { id: 'Missing.Path', name: 'Missing' },
        { id: 'Demo', name: 'n'.repeat(100), icon: 'https://tracker.example/pixel.png' },
      ],
    };
    const [found, ...others] = findWallets(scope);
    expect(others).toEqual([]);
    expect(found?.name).toBe('n'.repeat(40));
    // Looking at wallets must not tell anybody.
    expect(found).not.toHaveProperty('icon');
  });

  it('show an icon that is all there', () => {
    const icon = 'data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=';
    expect(findWallets({ Demo: wallet(), wbip_providers: [{ id: 'Demo', name: 'Demo', icon }] })[0]?.icon).toBe(icon);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

interface Entry {
  readonly id: string;
  readonly icon?: string;
}

const listedOn = async (page: { wbip_providers?: unknown }) => {
  vi.stubGlobal('window', page);
  await import('./listing.js');
  return page.wbip_providers as Entry[];
};

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the list that wallet pickers read', () => {
  it('names us, where our provider is, with a picture that nothing is fetched for; and nothing else is set', async () => {
    const page = {};
    const [entry] = await listedOn(page);
    expect(entry).toMatchObject({ id: 'x402', name: 'x402Pay', methods: ['getAddresses', 'stx_getAddresses'] });
    expect(decodeURIComponent(entry?.icon ?? '')).toMatch(/^data:image\/svg\+xml,<svg .*<\/svg>$/);
    expect(Object.isFrozen(entry)).toBe(true);
    expect(Object.keys(page)).toEqual(['wbip_providers']);
  });

  it('keeps the wallets that were there first', async () => {
    const other = { id: 'LeatherProvider' };
    expect((await listedOn({ wbip_providers: [other] })).map(({ id }) => id)).toEqual(['LeatherProvider', 'x402']);
  });

  it.each([null, 'list', { push: 1 }])('is left alone where it is none: %j', async (there) => {
    expect(await listedOn({ wbip_providers: there })).toEqual(there);
  });
});

import { describe, expect, it } from 'vitest';
import { addressOfPrivateKey } from '../../src/key-payer.js';
import { Account } from './account.js';

const KEY = `${'00'.repeat(31)}01`;
/** The curve's own generator. */
const PUBLIC_KEY = '0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798';

function scene(kept?: unknown) {
  const disk = new Map<string, unknown>(kept === undefined ? [] : [['publicKey', kept]]);
  const vault: { privateKey: string | undefined } = { privateKey: undefined };
  const account = new Account(
    { key: async () => vault.privateKey },
    {
      get: async (name) => disk.get(name),
      set: async (name, value) => void disk.set(name, value),
      remove: async (name) => void disk.delete(name),
    },
  );
  return { account, vault, disk };
}

describe('the account', () => {
  it('is known on both networks, also when it is locked again', async () => {
    const { account, vault } = scene();
    expect(await account.on('stacks:1')).toBeUndefined();
    vault.privateKey = KEY;
    for (const locked of [false, true]) {
      if (locked) vault.privateKey = undefined;
      for (const network of ['stacks:1', 'stacks:2147483648'] as const) {
        expect(await account.on(network)).toEqual({
          publicKey: PUBLIC_KEY,
          address: addressOfPrivateKey(KEY, network),
        });
      }
    }
  });

  it('is the one whose key is open, whatever was kept', async () => {
    const { account, vault, disk } = scene(`03${'ab'.repeat(32)}`);
    vault.privateKey = KEY;
    expect(await account.on('stacks:1')).toMatchObject({ publicKey: PUBLIC_KEY });
    expect(disk.get('publicKey')).toBe(PUBLIC_KEY);
  });

  it('is not known when it was forgotten, or what was kept is no key', async () => {
    const { account, vault } = scene();
    vault.privateKey = KEY;
    await account.on('stacks:1');
    vault.privateKey = undefined;
    await account.forget();
    expect(await account.on('stacks:1')).toBeUndefined();
    for (const wrong of [7, 'ST123', PUBLIC_KEY.toUpperCase(), `04${'ab'.repeat(64)}`]) {
      expect(await scene(wrong).account.on('stacks:1')).toBeUndefined();
    }
  });
});

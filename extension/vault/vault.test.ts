import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { addressOfPrivateKey } from '../../src/key-payer.js';
import { codeOf } from '../refusal.js';
import { accountOf, newAccount, wordsOfEntropy } from '../seed/seed.js';
import { seal, unseal } from './seal.js';
import { type Cabinet, Vault } from './vault.js';

const ABANDON = `${'abandon '.repeat(11)}about`;
const PASSPHRASE = 'a passphrase of the tests';

function cabinet(): Cabinet & { contents: Map<string, unknown> } {
  const contents = new Map<string, unknown>();
  return {
    contents,
    get: async (name) => structuredClone(contents.get(name)),
    set: async (name, value) => {
      contents.set(name, structuredClone(value));
    },
    remove: async (name) => {
      contents.delete(name);
    },
  };
}

function house() {
  const disk = cabinet();
  const session = cabinet();
  const world = { now: 1_000_000_000 };
  const vault = new Vault({
    disk,
    session,
    random: (bytes) => crypto.getRandomValues(bytes),
    now: () => world.now,
    lockMinutes: async () => 15,
    // What scrypt is for has a test of its own.
    stretch: async (password, kdf) =>
      sha256(Uint8Array.from([...password, ...new TextEncoder().encode(JSON.stringify(kdf))])),
  });
  return { disk, session, world, vault };
}

const refusal = (promise: Promise<unknown>) => promise.then(() => 'done', codeOf);

describe('the seed', () => {
  it.each([
    [ABANDON, 'SPC5KHM41H6WHAST7MWWDD807YSPRQKJ69FSH54J'],
    [
      'sound idle panel often situate develop unit text design antenna vendor screen opinion balcony share trigger accuse scatter visa uniform brass update opinion media',
      'SP384CVPNDTYA0E92TKJZQTYXQHNZSWGCAG7SAPVB',
    ],
  ])('gives the account that other Stacks wallets have: %s', (words, address) => {
    expect(addressOfPrivateKey(accountOf(words).privateKey, 'stacks:1')).toBe(address);
  });

  it('forgives capitals and spaces, and nothing else', () => {
    expect(wordsOfEntropy(accountOf(` ${ABANDON.toUpperCase().replaceAll(' ', '\n ')} `).entropy)).toBe(ABANDON);
    for (const wrong of [
      '',
      'abandon',
      ABANDON.replace('about', 'abandon'),
      `${ABANDON} about`,
      ABANDON.slice(0, -1),
    ]) {
      expect(() => accountOf(wrong)).toThrow(expect.objectContaining({ code: 'invalid_seed' }));
    }
  });
});

describe('the seal', () => {
  it('is scrypt with 128 MiB, and opens with the same passphrase in another notation', async () => {
    const record = await seal(Uint8Array.of(1, 2, 3), 'caf\u00e9 au lait', (bytes) => crypto.getRandomValues(bytes));
    expect(record.kdf).toMatchObject({ name: 'scrypt', N: 131072, r: 8, p: 1 });
    expect(await unseal(record, 'cafe\u0301 au lait')).toEqual(Uint8Array.of(1, 2, 3));
  });
});

describe('the vault', () => {
  it('has the words of its own account, and nobody finds them on disk or in the session', async () => {
    const { vault, disk, session } = house();
    expect(await vault.state()).toBe('empty');
    const account = newAccount((bytes) => crypto.getRandomValues(bytes));
    expect(wordsOfEntropy(account.entropy).split(' ')).toHaveLength(12);
    await vault.store(account, PASSPHRASE);
    expect(await vault.state()).toBe('open');
    expect(await vault.key()).toBe(account.privateKey);
    const onDisk = JSON.stringify([...disk.contents]);
    for (const secret of Object.values(account)) expect(onDisk).not.toContain(secret);
    expect(JSON.stringify([...session.contents])).not.toContain(account.entropy);
    expect(await vault.reveal(PASSPHRASE)).toEqual(account);
    await vault.lock();
    expect([await vault.state(), await vault.key()]).toEqual(['locked', undefined]);
    expect(await refusal(vault.unlock('another passphrase'))).toBe('wrong_passphrase');
    expect(await vault.state()).toBe('locked');
    await vault.unlock(PASSPHRASE);
    expect(await vault.state()).toBe('open');
  });

  it('does not replace an account, and takes no short passphrase', async () => {
    const { vault } = house();
    expect(await refusal(vault.store(accountOf(ABANDON), 'short'))).toBe('weak_passphrase');
    expect(await refusal(vault.unlock(PASSPHRASE))).toBe('no_account');
    await vault.store(accountOf(ABANDON), PASSPHRASE);
    expect(
      await refusal(
        vault.store(
          newAccount(() => {}),
          PASSPHRASE,
        ),
      ),
    ).toBe('account_exists');
    expect(await vault.reveal(PASSPHRASE)).toEqual(accountOf(ABANDON));
  });

  it('locks itself after fifteen minutes without a person, and when the clock runs backwards', async () => {
    const { vault, world } = house();
    await vault.store(accountOf(ABANDON), PASSPHRASE);
    world.now += 15 * 60_000 - 1;
    await vault.touch();
    world.now += 15 * 60_000 - 1;
    expect(await vault.state()).toBe('open');
    world.now += 1;
    expect(await vault.state()).toBe('locked');
    await vault.touch();
    expect(await vault.state()).toBe('locked');
    await vault.unlock(PASSPHRASE);
    world.now -= 1;
    expect(await vault.key()).toBeUndefined();
  });

  it('opens with one of two passphrases, whenever the browser dies while it is changed', async () => {
    const { vault, disk } = house();
    await vault.store(accountOf(ABANDON), PASSPHRASE);
    const set = disk.set;
    disk.set = () => Promise.reject(new Error('the browser died'));
    await expect(vault.changePassphrase(PASSPHRASE, 'the next passphrase')).rejects.toThrow('died');
    disk.set = set;
    expect(await vault.reveal(PASSPHRASE)).toEqual(accountOf(ABANDON));
    expect(await refusal(vault.changePassphrase('wrong passphrase', 'the next passphrase'))).toBe('wrong_passphrase');
    await vault.changePassphrase(PASSPHRASE, 'the next passphrase');
    expect(await vault.reveal('the next passphrase')).toEqual(accountOf(ABANDON));
    expect(await refusal(vault.reveal(PASSPHRASE))).toBe('wrong_passphrase');
  });

  it('notices every change of its record', async () => {
    const { vault, disk } = house();
    await vault.store(accountOf(ABANDON), PASSPHRASE);
    const record = disk.contents.get('vault') as { kdf: { salt: string }; ciphertext: string; iv: string };
    const flipped = (text: string) => (text.startsWith('0') ? '1' : '0') + text.slice(1);
    for (const [changed, code] of [
      [{ ...record, ciphertext: flipped(record.ciphertext) }, 'wrong_passphrase'],
      [{ ...record, iv: flipped(record.iv) }, 'wrong_passphrase'],
      [{ ...record, kdf: { ...record.kdf, salt: flipped(record.kdf.salt) } }, 'wrong_passphrase'],
      [{ ...record, kdf: { ...record.kdf, N: 2 ** 18 } }, 'wrong_passphrase'],
      [{ ...record, kdf: { ...record.kdf, N: 2 ** 30 } }, 'unreadable_vault'],
      [{ ...record, version: 2 }, 'unreadable_vault'],
      ['', 'unreadable_vault'],
    ] as const) {
      disk.contents.set('vault', changed);
      expect(await refusal(vault.unlock(PASSPHRASE))).toBe(code);
    }
  });

  it('leaves nothing behind when it is wiped', async () => {
    const { vault, disk, session } = house();
    await vault.store(
      newAccount(() => {}),
      PASSPHRASE,
    );
    await vault.wipe();
    expect([disk.contents.size, session.contents.size, await vault.state()]).toEqual([0, 0, 'empty']);
  });
});

describe('who presses a key to lock it', () => {
  it.each(['lock', 'wipe'] as const)('is there, and does not open it again by that: %s', async (close) => {
    const { vault, session } = house();
    await vault.store(accountOf(ABANDON), PASSPHRASE);
    await Promise.all([vault.touch(), vault[close]()]);
    expect([await vault.state(), session.contents.size]).toEqual([close === 'lock' ? 'locked' : 'empty', 0]);
  });
});

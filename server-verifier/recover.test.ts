import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { pickRecover, type RecoverEngine, type RecoverName } from './recover.js';

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const privateKey = bytes32.filter((key) => secp256k1.utils.isValidSecretKey(key));
const ORDER = secp256k1.Point.Fn.ORDER;

/** The native engine is an optional peer, tested where it is built. */
const native: RecoverEngine | undefined = await pickRecover('native').catch(() => undefined);
const names: RecoverName[] = native ? ['noble', 'libauth', 'native'] : ['noble', 'libauth'];

describe.each(names)('the engine %s', (name) => {
  let engine: RecoverEngine;
  beforeAll(async () => {
    engine = await pickRecover(name);
  });

  it('says its name', () => expect(engine.name).toBe(name));

  it('recovers the key that signed', () => {
    fc.assert(
      fc.property(bytes32, privateKey, (hash, key) => {
        const signature = secp256k1.sign(hash, key, { prehash: false, format: 'recovered' });
        const publicKey = engine.recover(hash, signature.subarray(1), signature[0]!);
        expect(Uint8Array.from(publicKey)).toEqual(secp256k1.getPublicKey(key, true));
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['r of zero', 0n, 1n],
    ['s of zero', 1n, 0n],
    ['r of the order', ORDER, 1n],
    ['s of the order', 1n, ORDER],
    ['r of all ones', 2n ** 256n - 1n, 1n],
    ['s of all ones', 1n, 2n ** 256n - 1n],
    ['r that is the x of no point', 5n, 1n],
  ])('refuses %s', (_, r, s) => {
    for (const recoveryId of [0, 1, 2, 3]) {
      expect(() => engine.recover(new Uint8Array(32).fill(1), compact(r, s), recoveryId)).toThrow();
    }
  });

  it('refuses a signature or a hash of another length', () => {
    expect(() => engine.recover(new Uint8Array(32), new Uint8Array(63).fill(1), 0)).toThrow();
    expect(() => engine.recover(new Uint8Array(31), compact(1n, 1n), 0)).toThrow();
  });
});

describe('all engines', () => {
  it('agree on random signatures, also on which have no key', async () => {
    const engines = await Promise.all(names.map((name) => pickRecover(name)));
    fc.assert(
      fc.property(bytes32, bytes32, bytes32, fc.nat(3), (hash, r, s, recoveryId) => {
        const [expected, ...others] = engines.map(({ recover }) =>
          keyOrNone(() => recover(hash, join(r, s), recoveryId)),
        );
        for (const other of others) expect(other).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('agree where r plus the order is still the x of a point (recovery ids 2 and 3)', async () => {
    const engines = await Promise.all(names.map((name) => pickRecover(name)));
    // Field and order differ by about 2^128.4, so only such small r can be meant.
    fc.assert(
      fc.property(
        bytes32,
        fc.bigInt({ min: 1n, max: 2n ** 128n }),
        fc.integer({ min: 2, max: 3 }),
        (hash, r, recoveryId) => {
          const [expected, ...others] = engines.map(({ recover }) =>
            keyOrNone(() => recover(hash, compact(r, 3n), recoveryId)),
          );
          for (const other of others) expect(other).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('pickRecover', () => {
  it('prefers WebAssembly where it can run', async () => expect((await pickRecover()).name).toBe('libauth'));

  it('loads each engine once', async () => expect(await pickRecover('noble')).toBe(await pickRecover('noble')));

  it('falls back to JavaScript where WebAssembly may not be compiled', async () => {
    await withoutWebAssembly(async (pick) => {
      expect((await pick('auto')).name).toBe('noble');
      await expect(pick('libauth')).rejects.toMatchObject({ code: 'invalid_configuration', field: 'recover' });
    });
  });

  it('refuses the native package without its machine code, instead of taking its slow fallback', async () => {
    vi.resetModules();
    vi.doMock('secp256k1/bindings.js', () => {
      throw new Error('No native build was found');
    });
    const { pickRecover: pick } = await import('./recover.js');
    await expect(pick('native')).rejects.toMatchObject({ code: 'invalid_configuration', field: 'recover' });
    vi.doUnmock('secp256k1/bindings.js');
  });

  it('refuses an engine that recovers a wrong key', async () => {
    vi.resetModules();
    vi.doMock('secp256k1/bindings.js', () => ({ default: { ecdsaRecover: () => new Uint8Array(33).fill(2) } }));
    const { pickRecover: pick } = await import('./recover.js');
    await expect(pick('native')).rejects.toMatchObject({ code: 'invalid_configuration', field: 'recover' });
    vi.doUnmock('secp256k1/bindings.js');
  });

  it('refuses an engine that it does not know', async () => {
    await expect(pickRecover('openssl' as 'noble')).rejects.toMatchObject({ code: 'invalid_configuration' });
  });
});

async function withoutWebAssembly(run: (pick: typeof pickRecover) => Promise<void>): Promise<void> {
  vi.resetModules();
  const forbidden = () => Promise.reject(new WebAssembly.CompileError('Wasm code generation disallowed by embedder'));
  vi.spyOn(WebAssembly, 'instantiate').mockImplementation(forbidden);
  vi.spyOn(WebAssembly, 'compile').mockImplementation(forbidden);
  try {
    await run((await import('./recover.js')).pickRecover);
  } finally {
    vi.restoreAllMocks();
  }
}

function keyOrNone(recover: () => Uint8Array): string | undefined {
  try {
    return Buffer.from(recover()).toString('hex');
  } catch {
    return undefined;
  }
}

function compact(r: bigint, s: bigint): Uint8Array {
  return Buffer.from(r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0'), 'hex');
}

function join(r: Uint8Array, s: Uint8Array): Uint8Array {
  return Uint8Array.of(...r, ...s);
}

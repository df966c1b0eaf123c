/** Engines that recover a public key on secp256k1: nearly all the work of a verification, so each place can use its fastest. */

import { bytesFromHex, equalBytes, type Recover, X402Error } from '../src/stacks.js';

/** Who does the arithmetic: JavaScript, WebAssembly, or machine code. */
export type RecoverName = 'noble' | 'libauth' | 'native';

/** An engine that has passed its test, and its name for logs and metrics. */
export interface RecoverEngine {
  readonly name: RecoverName;
  readonly recover: Recover;
}

/** The optional peer's machine code alone: its front door falls back to slow JavaScript without a word. */
const NATIVE_ADDON: string = 'secp256k1/bindings.js';

/** Loaded once for a process; a failure is not kept. */
const loaded = new Map<RecoverName, Promise<RecoverEngine>>();

/**
 * The engine to verify with. `auto` is WebAssembly where that can run and pure JavaScript elsewhere; `native` is never chosen by itself.
 * Nothing is loaded before this is called.
 *
 * @throws `invalid_configuration` when the one engine that was asked for cannot be loaded here
 * @example
 * ```ts
 * import { pickRecover } from 'x402pay/verifier';
 * const engine = await pickRecover('noble');
 * console.assert(engine.name === 'noble');
 * ```
 */
export async function pickRecover(preference: 'auto' | RecoverName = 'auto'): Promise<RecoverEngine> {
  if (preference === 'noble') return engine('noble', loadNobleRecover);
  if (preference === 'libauth') return engine('libauth', loadLibauthRecover);
  if (preference === 'native') return engine('native', loadNativeRecover);
  if (preference === 'auto') {
    return engine('libauth', loadLibauthRecover).catch(() => engine('noble', loadNobleRecover));
  }
  throw new X402Error(
    'invalid_configuration',
    'The recovery engine is "auto", "noble", "libauth" or "native"; leave it out for "auto".',
    { field: 'recover' },
  );
}

/** Pure JavaScript: runs everywhere. */
async function loadNobleRecover(): Promise<Recover> {
  const { secp256k1 } = await import('@noble/curves/secp256k1.js');
  return (hash, compactSignature, recoveryId) => {
    const signature = new Uint8Array(65);
    signature[0] = recoveryId;
    signature.set(compactSignature, 1);
    return secp256k1.recoverPublicKey(signature, hash, { prehash: false });
  };
}

/** WebAssembly, about eight times as fast. Fails where the package is missing or WebAssembly may not be compiled (some edge hosts). */
async function loadLibauthRecover(): Promise<Recover> {
  const { instantiateSecp256k1 } = await import('@bitauth/libauth');
  const { recoverPublicKeyCompressed } = await instantiateSecp256k1();
  return (hash, compactSignature, recoveryId) => {
    const publicKey = recoverPublicKeyCompressed(compactSignature, recoveryId as 0 | 1 | 2 | 3, hash);
    if (typeof publicKey === 'string') throw new TypeError(publicKey);
    return publicKey;
  };
}

/** Machine code from the optional peer `secp256k1`. Fails where its addon has not been built for this machine. */
async function loadNativeRecover(): Promise<Recover> {
  const { default: addon } = (await import(/* @vite-ignore */ NATIVE_ADDON)) as { default: NativeAddon };
  return (hash, compactSignature, recoveryId) => addon.ecdsaRecover(compactSignature, recoveryId, hash, true);
}

interface NativeAddon {
  ecdsaRecover(signature: Uint8Array, recoveryId: number, hash: Uint8Array, compressed: boolean): Uint8Array;
}

function engine(name: RecoverName, load: () => Promise<Recover>): Promise<RecoverEngine> {
  const known = loaded.get(name);
  if (known) return known;
  const loading = start(name, load);
  loaded.set(name, loading);
  loading.catch(() => loaded.delete(name));
  return loading;
}

async function start(name: RecoverName, load: () => Promise<Recover>): Promise<RecoverEngine> {
  try {
    const recover = guarded(await load());
    assertRecovers(recover);
    return { name, recover };
  } catch (cause) {
    throw new X402Error('invalid_configuration', `The recovery engine "${name}" cannot be used here: ${REMEDY[name]}`, {
      cause,
      field: 'recover',
    });
  }
}

/** Engines read as many bytes as they expect, whatever they get: one of them takes a short hash, another a short signature. */
function guarded(recover: Recover): Recover {
  return (hash, compactSignature, recoveryId) => {
    if (hash.length !== 32 || compactSignature.length !== 64) {
      throw new TypeError('A hash has 32 bytes, a compact signature 64.');
    }
    return recover(hash, compactSignature, recoveryId);
  };
}

const REMEDY: Readonly<Record<RecoverName, string>> = {
  noble: 'reinstall x402pay; this engine runs everywhere.',
  libauth: 'install @bitauth/libauth and allow WebAssembly, or use "auto".',
  native: 'install secp256k1 with a C compiler at hand, or use "auto".',
};

/** A signature with a known key: an engine that computes wrongly must not judge payments. */
const KNOWN = {
  hash: bytesFromHex('6e2ce332b8da0f90f7b240d334d887360aba193505c5d2f1bdb90304a71fee23'),
  signature: bytesFromHex(
    '13390ea04329739325a7f5a12055765755a58d47845f348000be9b5851f00b29776b128a1c88f561712874bc9d5ea7c20e337606d949eda8ed8b34b57c010485',
  ),
  recoveryId: 0,
  publicKey: bytesFromHex('027358e8073c2bd5f4d6e9454064cefbe4a861726f63e1a1953705ce491a1eeaee'),
};

function assertRecovers(recover: Recover): void {
  const publicKey = recover(KNOWN.hash, KNOWN.signature, KNOWN.recoveryId);
  if (!equalBytes(publicKey, KNOWN.publicKey)) throw new Error('It recovers a wrong key.');
}

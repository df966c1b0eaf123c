/** What a private key does: name an account, sign a transaction, sign a message. */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Network } from 'x402pay';
import { addressOfPublicKey, type StacksTransaction, signingHash, withSignature } from 'x402pay/stacks';

export interface KeyPair {
  readonly privateKey: Uint8Array;
  /** Compressed, 33 bytes. */
  readonly publicKey: Uint8Array;
}

/** Reads the usual hex of a key: 32 bytes, or 33 with a final `01` that says "compressed". */
export function keyPairOf(privateKeyHex: string): KeyPair {
  const privateKey = hexToBytes(privateKeyHex.slice(0, 64));
  return { privateKey, publicKey: secp256k1.getPublicKey(privateKey, true) };
}

export function randomPrivateKey(): string {
  return bytesToHex(secp256k1.utils.randomSecretKey());
}

export function addressOf({ publicKey }: KeyPair, network: Network): string {
  return addressOfPublicKey(publicKey, network);
}

export function signTransaction(transaction: StacksTransaction, { privateKey }: KeyPair): StacksTransaction {
  const signature = secp256k1.sign(signingHash(transaction), privateKey, { prehash: false, format: 'recovered' });
  return withSignature(transaction, signature);
}

/** Signature over a plain message as wallets make it: `r`, `s`, recovery id, in hex. */
export function signMessage(message: string, { privateKey }: KeyPair): string {
  const text = utf8ToBytes(message);
  const hash = sha256(concatBytes(utf8ToBytes('\x17Stacks Signed Message:\n'), variableLength(text.length), text));
  const [recoveryId = 0, ...compact] = secp256k1.sign(hash, privateKey, { prehash: false, format: 'recovered' });
  return bytesToHex(Uint8Array.from([...compact, recoveryId]));
}

/** Bitcoin's variable-length integer. */
function variableLength(length: number): Uint8Array {
  if (length < 0xfd) return Uint8Array.of(length);
  if (length <= 0xffff) return Uint8Array.of(0xfd, length & 0xff, length >> 8);
  return Uint8Array.of(0xfe, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff, length >>> 24);
}

/** Who signed a transaction: the origin's key is recovered from the signature, and must be the one that the transaction names. */

import { ripemd160 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { X402Error } from '../errors.js';
import { bytesFromHex, equalBytes } from '../lib/bytes.js';
import { type Network, networkInfo } from '../networks.js';
import { formatPrincipal, type Principal } from './principal.js';
import type { StacksTransaction, TransactionOrigin } from './transaction.js';
import { signingHash } from './transaction-hash.js';

/**
 * Recovers a public key on secp256k1. Pluggable, because it is nearly all the work of a verification.
 * Gets a 32-byte hash, r and s (64 bytes, in range, s low) and a recovery id from 0 to 3; gives the compressed key (33 bytes), or throws when there is none.
 */
export type Recover = (hash: Uint8Array, compactSignature: Uint8Array, recoveryId: number) => Uint8Array;

/** Order of the curve, and the largest low s: half of it. */
const ORDER: Uint8Array = bytesFromHex('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141');
const HALF_ORDER: Uint8Array = bytesFromHex('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0');
const ZERO: Uint8Array = new Uint8Array(32);

/**
 * Address of a single-signature account.
 *
 * @param publicKey compressed, 33 bytes
 * @throws `invalid_address` for any other key
 * @example
 * ```ts
 * import { addressOfPublicKey, bytesFromHex } from 'x402pay/stacks';
 * const publicKey = bytesFromHex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798');
 * console.assert(addressOfPublicKey(publicKey, 'stacks:1') === 'SP1THWXQ8368SDN2MJGE4BMDKMCHZ2GSVTS1X0BPM');
 * ```
 */
export function addressOfPublicKey(publicKey: Uint8Array, network: Network): string {
  return formatPrincipal({
    version: networkInfo(network).singleSignatureVersion,
    hash160: signerOfPublicKey(publicKey, 'p2pkh'),
  });
}

/** The 20 bytes by which a transaction names the holder of a key. */
export function signerOfPublicKey(publicKey: Uint8Array, hashMode: TransactionOrigin['hashMode']): Uint8Array {
  if (!isCompressedKey(publicKey)) {
    throw new X402Error('invalid_address', 'A public key has 33 bytes here: the compressed form.');
  }
  const keyHash = hash160(publicKey);
  if (hashMode === 'p2pkh') return keyHash;
  // The hash of the script of a SegWit key: version 0, push 20 bytes.
  const script = new Uint8Array(22);
  script[1] = 20;
  script.set(keyHash, 2);
  return hash160(script);
}

/** The principal that the transaction names as its origin. It is proven only by {@link originPublicKey}. */
export function originPrincipal(transaction: StacksTransaction): Principal {
  const testnet = (transaction.transactionVersion & 0x80) !== 0;
  const network = networkInfo(testnet ? 'stacks:2147483648' : 'stacks:1');
  const { hashMode, signer } = transaction.origin;
  return {
    // stacks-core gives every hash mode but P2PKH the version of multi-signature addresses.
    version: hashMode === 'p2pkh' ? network.singleSignatureVersion : network.multiSignatureVersion,
    hash160: signer,
  };
}

/**
 * Address of the account that the transaction names as its origin. Proven only by {@link originPublicKey}.
 *
 * @example
 * ```ts
 * import { addressOfPublicKey, buildPaymentTransaction, bytesFromHex, originAddress } from 'x402pay/stacks';
 * const publicKey = bytesFromHex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798');
 * const payTo = 'SP000000000000000000002Q6VF78';
 * const transaction = buildPaymentTransaction({
 *   network: 'stacks:1',
 *   offer: { scheme: 'exact', network: 'stacks:1', amount: '1', asset: 'STX', payTo, maxTimeoutSeconds: 600 },
 *   asset: { id: 'STX', symbol: 'STX', decimals: 6 },
 *   publicKey,
 *   nonce: 0n,
 *   fee: 200n,
 *   resourceUrl: 'https://blog.example/article',
 * });
 * console.assert(originAddress(transaction) === addressOfPublicKey(publicKey, 'stacks:1'));
 * ```
 */
export function originAddress(transaction: StacksTransaction): string {
  return formatPrincipal(originPrincipal(transaction));
}

/**
 * The public key that signed, after all checks of PROTOCOL section 4, check 6: r and s in range, s low (the chain refuses the other form, which
 * would give the same payment a second id), and the key is the one that the transaction names.
 *
 * @throws `invalid_exact_stacks_payload_signature`
 * @example
 * ```ts
 * import { bytesFromHex, decodeTransaction, hexFromBytes, originPublicKey, X402Error } from 'x402pay/stacks';
 * import { pickRecover } from 'x402pay/verifier';
 * const { recover } = await pickRecover('noble');
 * const unsigned = decodeTransaction(bytesFromHex(`80800000000400${'00'.repeat(102)}0302000000000005${'1a'.repeat(21)}${'00'.repeat(42)}`));
 * try {
 *   console.log(hexFromBytes(originPublicKey(unsigned, recover)));
 * } catch (error) {
 *   console.assert(error instanceof X402Error && error.code === 'invalid_exact_stacks_payload_signature');
 * }
 * ```
 */
export function originPublicKey(transaction: StacksTransaction, recover: Recover): Uint8Array {
  const { signature, signer, hashMode } = transaction.origin;
  const recoveryId = signature[0] as number;
  const r = signature.subarray(1, 33);
  const s = signature.subarray(33, 65);
  if (recoveryId === 0 && isZero(r) && isZero(s)) refuse('The transaction is not signed; sign it first.');
  if (recoveryId > 3 || isZero(r) || isZero(s) || compare(r, ORDER) >= 0 || compare(s, ORDER) >= 0) {
    refuse('The signature is not one of secp256k1; sign the transaction again.');
  }
  if (!isLowSignature(signature.subarray(1)))
    refuse('The signature is in its high-S form, which the chain refuses; send the low-S form.');
  const publicKey = recoverOrRefuse(recover, signingHash(transaction), signature.subarray(1), recoveryId);
  if (!equalBytes(signerOfPublicKey(publicKey, hashMode), signer)) {
    refuse('The signature does not belong to this transaction and account; sign the transaction again.');
  }
  return publicKey;
}

/** Whether r and s (64 bytes) are in range, and s is low: what an engine is given. */
export function isLowSignature(compactSignature: Uint8Array): boolean {
  const r = compactSignature.subarray(0, 32);
  const s = compactSignature.subarray(32);
  return !isZero(r) && !isZero(s) && compare(r, ORDER) < 0 && compare(s, HALF_ORDER) <= 0;
}

function recoverOrRefuse(recover: Recover, hash: Uint8Array, signature: Uint8Array, recoveryId: number): Uint8Array {
  try {
    const publicKey = recover(hash, signature, recoveryId);
    if (!isCompressedKey(publicKey)) throw new TypeError('The recovery engine gave something that is not a key.');
    return publicKey;
  } catch (cause) {
    throw new X402Error(
      'invalid_exact_stacks_payload_signature',
      'No public key belongs to this signature; sign the transaction again.',
      { cause },
    );
  }
}

function isCompressedKey(publicKey: Uint8Array): boolean {
  return publicKey.length === 33 && (publicKey[0] === 2 || publicKey[0] === 3);
}

function refuse(message: string): never {
  throw new X402Error('invalid_exact_stacks_payload_signature', message);
}

function hash160(bytes: Uint8Array): Uint8Array {
  return ripemd160(sha256(bytes));
}

function isZero(bytes: Uint8Array): boolean {
  return equalBytes(bytes, ZERO);
}

/** Orders two numbers of the same length, most significant byte first. */
function compare(left: Uint8Array, right: Uint8Array): number {
  for (let index = 0; index < left.length; index++) {
    const difference = (left[index] as number) - (right[index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

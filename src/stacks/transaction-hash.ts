/** What identifies a transaction, and what its origin signs (SIP-005, "Transaction signing"). */

import { sha512_256 } from '@noble/hashes/sha2.js';
import { X402Error } from '../errors.js';
import { hexFromBytes } from '../lib/bytes.js';
import { encodeTransaction } from './encode-transaction.js';
import { ORIGIN_OFFSET, SIGNATURE_LENGTH, type StacksTransaction } from './transaction.js';

/**
 * Id of a transaction by its bytes: 64 hexadecimal digits without `0x`.
 *
 * @example
 * ```ts
 * import { transactionId } from 'x402pay/stacks';
 * console.assert(transactionId(new Uint8Array(180)).length === 64);
 * ```
 */
export function transactionId(bytes: Uint8Array): string {
  return hexFromBytes(sha512_256(bytes));
}

/**
 * The 32 bytes that the origin signs: the hash of the transaction with an empty authorization, then of that hash with fee and nonce.
 *
 * @throws `invalid_transaction` when the transaction cannot be written.
 */
export function signingHash(transaction: StacksTransaction): Uint8Array {
  const bytes = encodeTransaction(transaction);
  const presign = new Uint8Array(32 + 1 + 8 + 8);
  presign[32] = bytes[ORIGIN_OFFSET.authorization] as number;
  presign.set(bytes.subarray(ORIGIN_OFFSET.fee, ORIGIN_OFFSET.fee + 8), 33);
  presign.set(bytes.subarray(ORIGIN_OFFSET.nonce, ORIGIN_OFFSET.nonce + 8), 41);
  bytes.fill(0, ORIGIN_OFFSET.nonce, ORIGIN_OFFSET.keyEncoding);
  bytes.fill(0, ORIGIN_OFFSET.signature, ORIGIN_OFFSET.end);
  presign.set(sha512_256(bytes));
  return sha512_256(presign);
}

/**
 * A copy of the transaction that carries this signature. Nothing is checked but the length.
 *
 * @param signature 65 bytes: recovery id (0 to 3), r, s, each big-endian, as libraries call `recovered` or VRS
 * @throws `invalid_transaction` for another length.
 * @example
 * ```ts
 * import { bytesFromHex, decodeTransaction, signingHash, withSignature } from 'x402pay/stacks';
 * const unsigned = decodeTransaction(bytesFromHex(`80800000000400${'00'.repeat(102)}0302000000000005${'1a'.repeat(21)}${'00'.repeat(42)}`));
 * const sign = (hash: Uint8Array): Uint8Array => new Uint8Array(65).fill(hash.length);
 * console.assert(withSignature(unsigned, sign(signingHash(unsigned))).origin.signature[0] === 32);
 * ```
 */
export function withSignature(transaction: StacksTransaction, signature: Uint8Array): StacksTransaction {
  if (signature.length !== SIGNATURE_LENGTH) {
    throw new X402Error('invalid_transaction', 'A signature has 65 bytes: recovery id, r, s.');
  }
  return { ...transaction, origin: { ...transaction.origin, signature: new Uint8Array(signature) } };
}

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/transactions.json' with { type: 'json' };
import type { Asset } from '../assets.js';
import { bytesFromHex, hexFromBytes } from '../lib/bytes.js';
import type { Offer } from '../wire.js';
import { checkPaymentTransaction, type PaymentTerms } from './check-payment.js';
import { decodeTransaction } from './decode-transaction.js';
import { encodeTransaction } from './encode-transaction.js';
import { originAddress, originPublicKey, type Recover } from './origin.js';
import { signingHash, transactionId } from './transaction-hash.js';

const recover: Recover = (hash, compactSignature, recoveryId) =>
  secp256k1.recoverPublicKey(Uint8Array.of(recoveryId, ...compactSignature), hash, { prehash: false });

describe('transactions as payments', () => {
  it.each(vectors.accepted)('accepts $name', (vector) => {
    const bytes = bytesFromHex(vector.bytes);
    const transaction = decodeTransaction(bytes);
    expect(plain(transaction)).toEqual(vector.transaction);
    expect(hexFromBytes(encodeTransaction(transaction))).toBe(vector.bytes);
    expect(transactionId(bytes)).toBe(vector.txid);
    expect(hexFromBytes(signingHash(transaction))).toBe(vector.signingHash);
    expect(hexFromBytes(originPublicKey(transaction, recover))).toBe(vector.publicKey);
    expect(originAddress(transaction)).toBe(vector.payer);
    expect(() => checkPaymentTransaction(transaction, termsOf(vector.terms, vector.payer))).not.toThrow();
  });

  it.each(vectors.refused)('refuses $name, $terms: $code', (vector) => {
    const judge = () => {
      const transaction = decodeTransaction(bytesFromHex(vector.bytes));
      originPublicKey(transaction, recover);
      checkPaymentTransaction(transaction, termsOf(vector.terms));
    };
    expect(judge).toThrow(expect.objectContaining({ name: 'X402Error', code: vector.code }));
  });
});

function termsOf(name: string, payer?: string): PaymentTerms {
  const { network, asset, offer, ...rest } = vectors.terms[name as keyof typeof vectors.terms];
  return {
    ...rest,
    network: network as PaymentTerms['network'],
    asset: asset as Asset,
    offer: offer as Offer,
    ...(payer !== undefined && { payer }),
  };
}

/** JSON form of the vectors: bytes as hexadecimal, numbers as decimal text. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, member) => {
      if (typeof member === 'bigint') return member.toString();
      return member instanceof Uint8Array ? hexFromBytes(member) : member;
    }),
  );
}

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { ripemd160 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  createAddress,
  deserializeCV,
  encodeStructuredDataBytes,
  getAddressFromPublicKey,
  serializeCVBytes,
  TransactionSigner,
  type TupleCV,
} from '@stacks/transactions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressOfPublicKey,
  bytesFromHex,
  decodeClarity,
  decodeTransaction,
  encodeClarity,
  encodeTransaction,
  formatPrincipal,
  hexFromBytes,
  originAddress,
  originPublicKey,
  parsePrincipal,
  type Recover,
  type StacksTransaction,
  signingHash,
  structuredDataHash,
  transactionId,
  withSignature,
} from 'x402pay/stacks';
import { account, clarityValue, principal, transaction } from './stacks-arbitraries.js';
import { oracleAddress, oracleTransaction, oracleValue, oracleVerdict } from './stacks-oracle.js';

const privateKey = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .filter((key) => secp256k1.utils.isValidSecretKey(key));

describe('addresses, against @stacks/transactions', () => {
  it('gives every principal the same text', () => {
    fc.assert(
      fc.property(principal, (value) => {
        expect(formatPrincipal(value)).toBe(oracleAddress(value));
      }),
      { numRuns: 500 },
    );
  });

  it('reads the text of every account like it', () => {
    fc.assert(
      fc.property(account, (value) => {
        const text = oracleAddress(value);
        expect(parsePrincipal(text)).toEqual(value);
        const oracle = createAddress(text);
        expect(oracle.version).toBe(value.version);
        expect(oracle.hash160).toBe(hexFromBytes(value.hash160));
      }),
      { numRuns: 500 },
    );
  });

  it('gives every public key the same address', () => {
    fc.assert(
      fc.property(privateKey, (key) => {
        const publicKey = secp256k1.getPublicKey(key, true);
        expect(addressOfPublicKey(publicKey, 'stacks:1')).toBe(getAddressFromPublicKey(publicKey, 'mainnet'));
        expect(addressOfPublicKey(publicKey, 'stacks:2147483648')).toBe(getAddressFromPublicKey(publicKey, 'testnet'));
      }),
      { numRuns: 50 },
    );
  });
});

describe('Clarity values, against @stacks/transactions', () => {
  it('writes the same bytes', () => {
    fc.assert(
      fc.property(clarityValue, (value) => {
        expect(encodeClarity(value)).toEqual(serializeCVBytes(oracleValue(value)));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the bytes that it writes', () => {
    fc.assert(
      fc.property(clarityValue, (value) => {
        const bytes = serializeCVBytes(oracleValue(value));
        expect(decodeClarity(bytes)).toEqual(value);
        expect(deserializeCV(encodeClarity(value))).toEqual(oracleValue(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('hashes structured data alike (SIP-018)', () => {
    const texts = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    fc.assert(
      fc.property(texts, texts, fc.constantFrom(1n, 2147483648n), clarityValue, (name, version, chainId, message) => {
        const domain = {
          type: 'tuple',
          value: {
            name: { type: 'string-ascii', value: name },
            version: { type: 'string-ascii', value: version },
            'chain-id': { type: 'uint', value: chainId },
          },
        } as const;
        const preimage = encodeStructuredDataBytes({
          domain: oracleValue(domain) as TupleCV,
          message: oracleValue(message),
        });
        expect(structuredDataHash(domain, message)).toEqual(sha256(preimage));
      }),
      { numRuns: 300 },
    );
  });
});

describe('transactions, against @stacks/transactions', () => {
  it('writes, hashes and signs alike, and the oracle verifies what we signed', () => {
    fc.assert(
      fc.property(transaction, privateKey, (shape, key) => {
        const signed = signedByUs(shape, key);
        const bytes = encodeTransaction(signed);
        const oracle = oracleTransaction(shape, secp256k1.getPublicKey(key, true));
        new TransactionSigner(oracle).signOrigin(`${hexFromBytes(key)}01`);
        expect(hexFromBytes(bytes)).toBe(oracle.serialize());
        expect(transactionId(bytes)).toBe(oracle.txid());
        expect(oracleVerdict(bytes)?.signed).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('reads what the oracle wrote and signed, to the last field', () => {
    fc.assert(
      fc.property(transaction, privateKey, (shape, key) => {
        const oracle = oracleTransaction(shape, secp256k1.getPublicKey(key, true));
        new TransactionSigner(oracle).signOrigin(`${hexFromBytes(key)}01`);
        const decoded = decodeTransaction(oracle.serializeBytes(), MAX_BYTES);
        expect(decoded).toEqual(signedByUs(shape, key));
        expect(encodeTransaction(decoded)).toEqual(oracle.serializeBytes());
        expect(originPublicKey(decoded, recover)).toEqual(secp256k1.getPublicKey(key, true));
        if (decoded.origin.hashMode === 'p2pkh') {
          const network = decoded.chainId === 1 ? 'mainnet' : 'testnet';
          expect(originAddress(decoded)).toBe(getAddressFromPublicKey(secp256k1.getPublicKey(key, true), network));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('comes to the same verdict about a transaction with one bit flipped', () => {
    fc.assert(
      fc.property(transaction, privateKey, fc.nat(), (shape, key, where) => {
        const bytes = encodeTransaction(signedByUs(shape, key));
        const bit = where % (bytes.length * 8);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        const oracle = oracleVerdict(bytes);
        expect(ourVerdict(bytes)).toBe((oracle?.signed ?? false) && isLowS(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses the high-S twin of a signature, which the oracle accepts', () => {
    fc.assert(
      fc.property(transaction, privateKey, (shape, key) => {
        const bytes = encodeTransaction(signedByUs(shape, key));
        bytes[44]! ^= 1;
        const s = secp256k1.Point.Fn.ORDER - BigInt(`0x${hexFromBytes(bytes.subarray(77, 109))}`);
        bytes.set(bytesFromHex(s.toString(16).padStart(64, '0')), 77);
        expect(oracleVerdict(bytes)?.signed).toBe(true);
        expect(() => originPublicKey(decodeTransaction(bytes, MAX_BYTES), recover)).toThrow(
          expect.objectContaining({ code: 'invalid_exact_stacks_payload_signature' }),
        );
      }),
      { numRuns: 20 },
    );
  });
});

/** Random shapes are larger than payments. */
const MAX_BYTES = 100_000;

const recover: Recover = (hash, compactSignature, recoveryId) =>
  secp256k1.recoverPublicKey(Uint8Array.of(recoveryId, ...compactSignature), hash, { prehash: false });

/** The shape with its signer and signature filled in, all by our own code. */
function signedByUs(shape: StacksTransaction, key: Uint8Array): StacksTransaction {
  const publicKey = secp256k1.getPublicKey(key, true);
  const keyHash = parsePrincipal(addressOfPublicKey(publicKey, 'stacks:1')).hash160;
  const signer = shape.origin.hashMode === 'p2pkh' ? keyHash : hash160(Uint8Array.of(0, 20, ...keyHash));
  const unsigned = { ...shape, origin: { ...shape.origin, signer } };
  return withSignature(unsigned, secp256k1.sign(signingHash(unsigned), key, { prehash: false, format: 'recovered' }));
}

function ourVerdict(bytes: Uint8Array): boolean {
  try {
    originPublicKey(decodeTransaction(bytes, MAX_BYTES), recover);
    return true;
  } catch (error) {
    expect(error).toHaveProperty('name', 'X402Error');
    return false;
  }
}

function isLowS(bytes: Uint8Array): boolean {
  return BigInt(`0x${hexFromBytes(bytes.subarray(77, 109))}`) <= secp256k1.Point.Fn.ORDER / 2n;
}

function hash160(bytes: Uint8Array): Uint8Array {
  return ripemd160(sha256(bytes));
}

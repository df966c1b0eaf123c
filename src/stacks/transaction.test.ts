import { describe, expect, it } from 'vitest';
import vectors from '../../test/vectors/transactions.json' with { type: 'json' };
import { bytesFromHex } from '../lib/bytes.js';
import { MAX_POST_CONDITIONS, MAX_TRANSACTION_BYTES } from '../limits.js';
import { decodeTransaction } from './decode-transaction.js';
import { encodeTransaction } from './encode-transaction.js';
import { originPublicKey } from './origin.js';
import type { PostCondition } from './post-condition.js';
import type { StacksTransaction } from './transaction.js';
import { withSignature } from './transaction-hash.js';

const good = decodeTransaction(bytesFromHex(vectors.accepted[0]!.bytes));
const publicKey = bytesFromHex(vectors.accepted[0]!.publicKey);
const refusal = (code: string) => expect.objectContaining({ name: 'X402Error', code });

describe('decodeTransaction', () => {
  it(`reads ${MAX_TRANSACTION_BYTES} bytes, and not one more unless told so`, () => {
    const largest = encodeTransaction(deploymentOf(MAX_TRANSACTION_BYTES));
    expect(largest.length).toBe(MAX_TRANSACTION_BYTES);
    expect(decodeTransaction(largest)).toEqual(deploymentOf(MAX_TRANSACTION_BYTES));
    const larger = encodeTransaction(deploymentOf(MAX_TRANSACTION_BYTES + 1));
    expect(() => decodeTransaction(larger)).toThrow(refusal('invalid_exact_stacks_payload_transaction'));
    expect(decodeTransaction(larger, larger.length)).toEqual(deploymentOf(MAX_TRANSACTION_BYTES + 1));
  });

  it(`reads ${MAX_POST_CONDITIONS} post-conditions, and not one more`, () => {
    const condition: PostCondition = { type: 'stx', principal: 'origin', code: 'equal', amount: 1n };
    const withConditions = (count: number) =>
      encodeTransaction({ ...good, postConditions: Array.from({ length: count }, () => condition) });
    expect(decodeTransaction(withConditions(MAX_POST_CONDITIONS)).postConditions).toHaveLength(MAX_POST_CONDITIONS);
    expect(() => decodeTransaction(withConditions(MAX_POST_CONDITIONS + 1))).toThrow(
      refusal('invalid_exact_stacks_payload_transaction'),
    );
  });

  it.each([
    ['sponsored', 'Sponsored'],
    ['two signatures of three', 'Multi-signature'],
    ['uncompressed', 'uncompressed'],
  ])('says what to do instead of %s', (name, word) => {
    const vector = vectors.refused.find((candidate) => candidate.name.includes(name))!;
    expect(() => decodeTransaction(bytesFromHex(vector.bytes))).toThrow(new RegExp(`${word}.*; pay`));
  });

  it('keeps what it read when the caller changes the bytes later', () => {
    const bytes = Buffer.from(vectors.accepted[0]!.bytes, 'hex');
    const transaction = decodeTransaction(bytes);
    bytes.fill(0);
    expect(transaction).toEqual(good);
  });

  it('still reads after a transaction that could not be read', () => {
    for (let length = 0; length < 180; length++) {
      expect(() => decodeTransaction(bytesFromHex(vectors.accepted[0]!.bytes).subarray(0, length))).toThrow();
      expect(decodeTransaction(bytesFromHex(vectors.accepted[0]!.bytes))).toEqual(good);
    }
  });
});

describe('encodeTransaction', () => {
  it.each<[string, object]>([
    ['a version of two bytes', { transactionVersion: 256 }],
    ['a chain id of five bytes', { chainId: 2 ** 32 }],
    ['a short signer', { origin: { ...good.origin, signer: new Uint8Array(19) } }],
    ['a short signature', { origin: { ...good.origin, signature: new Uint8Array(64) } }],
    ['a short memo', { payload: { ...good.payload, memo: new Uint8Array(33) } }],
    ['a call of an account', { payload: call({ contract: { version: 22, hash160: new Uint8Array(20) } }) }],
    ['a function without a name', { payload: call({ functionName: '' }) }],
    ['Clarity 0', { payload: deployment({ clarityVersion: 0 }) }],
    ['Clarity 7', { payload: deployment({ clarityVersion: 7 }) }],
    ['a contract without a name', { payload: deployment({ name: '' }) }],
    ['a source that is not ASCII', { payload: deployment({ code: ';; ü' }) }],
    ['a token without a name', { postConditions: [conditionOn('')] }],
  ])('does not write %s', (_, change) => {
    expect(() => encodeTransaction({ ...good, ...change } as StacksTransaction)).toThrow(
      refusal('invalid_transaction'),
    );
  });
});

describe('the origin', () => {
  it('signs with 65 bytes', () => {
    expect(() => withSignature(good, new Uint8Array(64))).toThrow(refusal('invalid_transaction'));
  });

  it('keeps its signature when the signer reuses the bytes', () => {
    const signature = new Uint8Array(65).fill(1);
    const signed = withSignature(good, signature);
    signature.fill(2);
    expect(signed.origin.signature).toEqual(new Uint8Array(65).fill(1));
  });

  it.each<[string, () => Uint8Array]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['gives a long key', () => new Uint8Array(65).fill(4)],
    ['gives nothing', () => undefined as never],
    ['gives the key of somebody else', () => Uint8Array.of(2, ...publicKey.subarray(1).toReversed())],
  ])('is not proven by an engine that %s', (_, recover) => {
    expect(() => originPublicKey(good, recover)).toThrow(refusal('invalid_exact_stacks_payload_signature'));
  });

  it('is refused before the engine is asked when the signature cannot be one', () => {
    const asked = () => expect.fail('the engine was asked');
    for (const vector of vectors.refused.filter(({ name }) =>
      /of zero|order of the curve|high-S|id 4|no signature/.test(name),
    )) {
      const transaction = decodeTransaction(bytesFromHex(vector.bytes));
      expect(() => originPublicKey(transaction, asked)).toThrow(refusal('invalid_exact_stacks_payload_signature'));
    }
  });
});

function conditionOn(name: string) {
  const contract = { version: 22, hash160: new Uint8Array(20), contractName: 'x' };
  return { type: 'fungible', principal: 'origin', token: { contract, name }, code: 'equal', amount: 1n };
}

function call(change: object) {
  const contract = { version: 22, hash160: new Uint8Array(20), contractName: 'x' };
  return { type: 'contract-call', contract, functionName: 'x', functionArguments: [], ...change };
}

function deployment(change: object) {
  return { type: 'smart-contract', clarityVersion: 5, name: 'x', code: '(ok true)', ...change };
}

/** A deployment whose source fills the transaction to this many bytes. */
function deploymentOf(bytes: number): StacksTransaction {
  const bare = encodeTransaction({ ...good, payload: deployment({ code: '' }) } as StacksTransaction).length;
  return { ...good, payload: deployment({ code: ' '.repeat(bytes - bare) }) } as StacksTransaction;
}

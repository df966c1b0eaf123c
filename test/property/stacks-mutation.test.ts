import { instantiateSecp256k1 } from '@bitauth/libauth';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { X402Error } from 'x402pay';
import {
  checkPaymentTransaction,
  decodeClarity,
  decodeTransaction,
  encodeClarity,
  encodeTransaction,
  formatPrincipal,
  originPublicKey,
  type PaymentTerms,
  type PostCondition,
  parsePrincipal,
  type Recover,
  type StacksTransaction,
} from 'x402pay/stacks';
import { clarityValue } from './stacks-arbitraries.js';
import { examples } from './stacks-payments.js';

const { recoverPublicKeyCompressed } = await instantiateSecp256k1();
const recover: Recover = (hash, compactSignature, recoveryId) => {
  const publicKey = recoverPublicKeyCompressed(compactSignature, recoveryId as 0, hash);
  if (typeof publicKey === 'string') throw new Error(publicKey);
  return publicKey;
};

describe.each(examples)('$name', ({ bytes, terms }) => {
  it('is accepted as it is', () => {
    expect(refusalOf(bytes, terms)).toBeUndefined();
  });

  it('is refused with any bit flipped', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = new Uint8Array(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(refusalOf(changed, terms), `bit ${bit}`).toBeInstanceOf(X402Error);
    }
  });

  it('is refused with any bit flipped before it was signed, unless it still pays the same', () => {
    for (let bit = AUTHORIZATION_END * 8; bit < bytes.length * 8; bit++) {
      const changed = new Uint8Array(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      try {
        const transaction = decodeTransaction(changed);
        checkPaymentTransaction(transaction, terms);
        expect(encodeTransaction(asBuilt(transaction)), `bit ${bit}`).toEqual(bytes);
      } catch (error) {
        expect(error, `bit ${bit}`).toBeInstanceOf(X402Error);
      }
    }
  });

  it('is refused when cut anywhere, or with anything added', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(refusalOf(bytes.subarray(0, length), terms), `first ${length} bytes`).toBeInstanceOf(X402Error);
      expect(refusalOf(bytes.subarray(length + 1), terms), `from byte ${length + 1}`).toBeInstanceOf(X402Error);
    }
    for (let byte = 0; byte < 256; byte++) {
      expect(refusalOf(Uint8Array.of(...bytes, byte), terms)).toBeInstanceOf(X402Error);
    }
  });

  it('is refused after any random change of bytes', () => {
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(edits, (changes) => {
        const changed = new Uint8Array(bytes);
        for (const [at, difference] of changes) changed[at] = (changed[at]! + difference) & 0xff;
        fc.pre(changed.some((byte, index) => byte !== bytes[index]));
        expect(refusalOf(changed, terms)).toBeInstanceOf(X402Error);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('random input', () => {
  it('in place of a transaction is refused, or read in its one form', () => {
    const start = fc
      .constantFrom(...examples)
      .chain(({ bytes }) => fc.nat(bytes.length).map((end) => bytes.slice(0, end)));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, tail) => {
        onlyOurErrors(Uint8Array.of(...head, ...tail), decodeTransaction, encodeTransaction);
      }),
      { numRuns: 5000 },
    );
  });

  it('in place of a Clarity value is refused, or read in its one form', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.uint8Array({ maxLength: 60 }).map((rest) => rest.map((byte) => byte % 15)),
      fc.tuple(clarityValue, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
        const changed = encodeClarity(value);
        changed[at % changed.length] = byte;
        return changed;
      }),
    );
    fc.assert(
      fc.property(bytes, (input) => onlyOurErrors(input, decodeClarity, encodeClarity)),
      { numRuns: 10_000 },
    );
  });

  it('in place of an address is refused, or is the one text of its principal', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 90 }),
      fc
        .string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), maxLength: 41 })
        .map((rest) => `S${rest}`),
      fc.tuple(fc.nat(), fc.string({ minLength: 1, maxLength: 1 })).map(([at, letter]) => {
        const address = examples[0]!.terms.payer;
        const index = at % address.length;
        return address.slice(0, index) + letter + address.slice(index + 1);
      }),
    );
    fc.assert(
      fc.property(text, (input) => onlyOurErrors(input, parsePrincipal, formatPrincipal)),
      { numRuns: 5000 },
    );
  });
});

/** Where the authorization ends, and what is signed as it stands begins. */
const AUTHORIZATION_END = 109;

/** With the three fields as we build them that others may choose differently: where it is mined, and how it is protected. */
function asBuilt(transaction: StacksTransaction): StacksTransaction {
  const postConditions = transaction.postConditions.map(
    (condition): PostCondition => (condition.type === 'non-fungible' ? condition : { ...condition, code: 'equal' }),
  );
  return { ...transaction, anchorMode: 'any', postConditionMode: 'deny', postConditions };
}

/** All checks of a payment that need neither store nor network; undefined when it passes. */
function refusalOf(bytes: Uint8Array, terms: PaymentTerms): unknown {
  try {
    const transaction = decodeTransaction(bytes);
    originPublicKey(transaction, recover);
    checkPaymentTransaction(transaction, terms);
    return undefined;
  } catch (error) {
    return error;
  }
}

function onlyOurErrors<Input, Value>(
  input: Input,
  decode: (input: Input) => Value,
  encode: (value: Value) => Input,
): void {
  let value: Value;
  try {
    value = decode(input);
  } catch (error) {
    expect(error).toBeInstanceOf(X402Error);
    return;
  }
  expect(encode(value)).toEqual(input);
}

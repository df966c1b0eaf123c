/** Random Stacks values in our own terms: principals, Clarity values, transactions. */

import fc from 'fast-check';
import { networkInfo } from 'x402pay';
import type {
  ClarityValue,
  PostCondition,
  Principal,
  StacksTransaction,
  TokenName,
  TransactionPayload,
} from 'x402pay/stacks';

const hash160 = fc.oneof(
  fc.uint8Array({ minLength: 20, maxLength: 20 }),
  // Leading zeros are where base 32 texts differ in length.
  fc
    .tuple(fc.nat(20), fc.uint8Array({ minLength: 20, maxLength: 20 }))
    .map(([zeros, bytes]) => bytes.fill(0, 0, zeros)),
);
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const contractName = name(fc.constantFrom(...letters()), fc.constantFrom(...letters(), ...'0123456789-_'), 40);
const clarityName = fc.oneof(
  {
    weight: 9,
    arbitrary: name(fc.constantFrom(...letters()), fc.constantFrom(...letters(), ...'0123456789-_!?+<>=/*'), 128),
  },
  { weight: 1, arbitrary: fc.constantFrom('constructor', 'toString', '-', '+', '=', '/', '*', '<', '>', '<=', '>=') },
);

/** Lower case and digits: only of these does the oracle, which sorts by locale, know the chain's order. */
const memberName = name(
  fc.constantFrom(...letters().slice(0, 26)),
  fc.constantFrom(...letters().slice(0, 26), ...'0123456789'),
  128,
);

/** An account of any version that an address can have. */
export const account: fc.Arbitrary<Principal> = fc.record({ version: fc.nat(31), hash160 });
const contract: fc.Arbitrary<Principal & { contractName: string }> = fc.record({
  version: fc.nat(31),
  hash160,
  contractName,
});
export const principal: fc.Arbitrary<Principal> = fc.oneof(account, contract);

const asciiText = fc.string({ unit: fc.constantFrom(...printable(), '\t', '\n', '\f', '\r'), maxLength: 40 });
/** Without a byte order mark in front, which the oracle drops. */
const unicodeText = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !text.startsWith('\ufeff'));

export const clarityValue: fc.Arbitrary<ClarityValue> = fc.letrec<{ value: ClarityValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }).map((value): ClarityValue => ({ type: 'int', value })),
    fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((value): ClarityValue => ({ type: 'uint', value })),
    fc.uint8Array({ maxLength: 40 }).map((value): ClarityValue => ({ type: 'buffer', value })),
    fc.boolean().map((value): ClarityValue => ({ type: 'bool', value })),
    fc.constant<ClarityValue>({ type: 'none' }),
    principal.map((value): ClarityValue => ({ type: 'principal', value })),
    asciiText.map((value): ClarityValue => ({ type: 'string-ascii', value })),
    unicodeText.map((value): ClarityValue => ({ type: 'string-utf8', value })),
    fc
      .tuple(fc.constantFrom('some' as const, 'ok' as const, 'err' as const), tie('value'))
      .map(([type, value]): ClarityValue => ({ type, value })),
    fc.array(tie('value'), { maxLength: 4 }).map((value): ClarityValue => ({ type: 'list', value })),
    fc.dictionary(memberName, tie('value'), { maxKeys: 4 }).map((value): ClarityValue => ({ type: 'tuple', value })),
  ),
})).value;

const token: fc.Arbitrary<TokenName> = fc.record({ contract, name: clarityName });
const amountCode = fc.constantFrom(
  'equal' as const,
  'greater' as const,
  'greater-or-equal' as const,
  'less' as const,
  'less-or-equal' as const,
);
const conditionPrincipal = fc.oneof(fc.constant('origin' as const), principal);

const postCondition: fc.Arbitrary<PostCondition> = fc.oneof(
  fc.record({ type: fc.constant('stx' as const), principal: conditionPrincipal, code: amountCode, amount: uint64 }),
  fc.record({
    type: fc.constant('fungible' as const),
    principal: conditionPrincipal,
    token,
    code: amountCode,
    amount: uint64,
  }),
  fc.record({
    type: fc.constant('non-fungible' as const),
    principal: conditionPrincipal,
    token,
    value: clarityValue,
    code: fc.constantFrom('sent' as const, 'not-sent' as const, 'maybe-sent' as const),
  }),
);

/** A memo as the oracle can hold it: UTF-8 text, no zero at its end, no byte order mark. */
const memo = fc
  .string({ unit: 'binary', maxLength: 34 })
  .map((text) => new TextEncoder().encode(text))
  .filter((bytes) => bytes.length <= 34 && bytes.at(-1) !== 0 && bytes[0] !== 0xef)
  .map((bytes) => {
    const padded = new Uint8Array(34);
    padded.set(bytes);
    return padded;
  });

const payload: fc.Arbitrary<TransactionPayload> = fc.oneof(
  fc.record({ type: fc.constant('token-transfer' as const), recipient: principal, amount: uint64, memo }),
  fc.record({
    type: fc.constant('contract-call' as const),
    contract,
    functionName: clarityName,
    functionArguments: fc.array(clarityValue, { maxLength: 5 }),
  }),
  fc.record({
    type: fc.constant('smart-contract' as const),
    clarityVersion: fc.integer({ min: 1, max: 6 }),
    name: contractName,
    code: asciiText,
  }),
);

/** An unsigned transaction. `signer` is a placeholder: who signs must replace it. */
export const transaction: fc.Arbitrary<StacksTransaction> = fc
  .record({
    network: fc.constantFrom('stacks:1' as const, 'stacks:2147483648' as const),
    hashMode: fc.constantFrom('p2pkh' as const, 'p2wpkh' as const),
    nonce: uint64,
    fee: uint64,
    postConditionMode: fc.constantFrom('allow' as const, 'deny' as const, 'originator' as const),
    postConditions: fc.array(postCondition, { maxLength: 4 }),
    payload,
  })
  .map(({ network, hashMode, nonce, fee, ...rest }) => ({
    transactionVersion: networkInfo(network).transactionVersion,
    chainId: networkInfo(network).chainId,
    origin: { hashMode, signer: new Uint8Array(20), nonce, fee, signature: new Uint8Array(65) },
    anchorMode: 'any' as const,
    ...rest,
  }));

function name(first: fc.Arbitrary<string>, rest: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.tuple(first, fc.string({ unit: rest, maxLength: maxLength - 1 })).map(([head, tail]) => head + tail);
}

function letters(): string[] {
  return [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
}

function printable(): string[] {
  return Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
}

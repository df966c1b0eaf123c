/** Reads a signed transaction with `@stacks/transactions`, so that the embedded chain judges our own codec instead of sharing its mistakes. */

import { sha512_256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import {
  AddressVersion,
  AuthType,
  addressFromPublicKeys,
  addressFromVersionHash,
  addressHashModeToVersion,
  addressToString,
  type ClarityValue,
  cvToString,
  deserializeTransaction,
  intoInitialSighashAuth,
  isSingleSig,
  nextVerification,
  PayloadType,
  type PostConditionMode,
  type PostConditionWire,
  type SpendingCondition,
  type StacksTransactionWire,
  serializeAuthorizationBytes,
  serializeTransactionBytes,
  verifyOrigin,
} from '@stacks/transactions';
import { isPrincipal } from './principals.js';

/** Half of secp256k1's order: a signature above it is malleable, and consensus refuses it from epoch 4.0 on. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

const MEMO_BYTES = 34;

export interface Signer {
  readonly address: string;
  readonly nonce: bigint;
}

export type Payload =
  | {
      readonly kind: 'token_transfer';
      readonly recipient: string;
      readonly amount: bigint;
      /** All 34 bytes, in hex. */
      readonly memo: string;
    }
  | {
      readonly kind: 'contract_call';
      readonly contract: string;
      readonly functionName: string;
      readonly functionArguments: readonly ClarityValue[];
    }
  | {
      readonly kind: 'smart_contract';
      readonly name: string;
      readonly contract: string;
      readonly source: string;
      readonly clarityVersion: number | undefined;
    }
  /** Coinbase, tenure change and poison microblock: never taken from outside. */
  | { readonly kind: 'other'; readonly payloadType: number };

export interface SignedTransaction {
  /** 64 hex digits. */
  readonly txid: string;
  readonly bytes: Uint8Array;
  readonly wire: StacksTransactionWire;
  readonly version: number;
  readonly chainId: number;
  readonly anchorMode: number;
  readonly origin: Signer;
  readonly sponsor: Signer | undefined;
  readonly fee: bigint;
  readonly payload: Payload;
  readonly postConditionMode: PostConditionMode;
  readonly postConditions: readonly PostConditionWire[];
}

/** Who pays the fee. */
export function payerOf(transaction: SignedTransaction): Signer {
  return transaction.sponsor ?? transaction.origin;
}

/**
 * Takes a transaction's bytes apart; checks nothing that needs the chain or a key.
 *
 * @throws Error with the reason, when the bytes are not exactly one transaction.
 */
export function readTransaction(bytes: Uint8Array): SignedTransaction {
  const wire = deserializeTransaction(bytes);
  checkEveryByteRead(bytes, wire);
  const { auth } = wire;
  const sponsored = auth.authType === AuthType.Sponsored;
  const origin = signer(auth.spendingCondition, wire.transactionVersion);
  return {
    txid: bytesToHex(sha512_256(bytes)),
    bytes,
    wire,
    version: wire.transactionVersion,
    chainId: wire.chainId,
    anchorMode: wire.anchorMode,
    origin,
    sponsor: sponsored ? signer(auth.sponsorSpendingCondition, wire.transactionVersion) : undefined,
    fee: (sponsored ? auth.sponsorSpendingCondition : auth.spendingCondition).fee,
    payload: payload(wire, bytes, origin.address),
    postConditionMode: wire.postConditionMode,
    postConditions: wire.postConditions.values,
  };
}

/**
 * Checks every signature of the transaction.
 *
 * @throws Error with the reason.
 */
export function checkSignatures({ bytes, wire }: SignedTransaction): void {
  const { auth } = wire;
  const conditions: SpendingCondition[] = [auth.spendingCondition];
  if (auth.authType === AuthType.Sponsored) conditions.push(auth.sponsorSpendingCondition);
  for (const signature of conditions.flatMap(signaturesOf)) {
    if (BigInt(`0x${signature.slice(66)}`) > HALF_ORDER) throw new Error('signature has a high S value');
  }
  const afterOrigin = verifyOrigin(auth, initialSignatureHash(bytes, wire));
  if (auth.authType === AuthType.Sponsored) checkSponsor(auth.sponsorSpendingCondition, afterOrigin);
}

function checkSponsor(condition: SpendingCondition, signatureHash: string): void {
  if (!isSingleSig(condition)) throw new Error('multi-signature sponsors are not supported by the embedded chain');
  const { pubKey } = nextVerification(
    signatureHash,
    AuthType.Sponsored,
    condition.fee,
    condition.nonce,
    condition.keyEncoding,
    condition.signature.data,
  );
  const { hash160 } = addressFromPublicKeys(AddressVersion.TestnetSingleSig, condition.hashMode, 1, [pubKey]);
  if (hash160 !== condition.signer) {
    throw new Error('signer hash does not equal hash of public key(s)');
  }
}

/**
 * The hash that signing starts from: the bytes with the authorization cleared. Cut from the bytes instead of serialised again,
 * because the library reads a memo as UTF-8 text, and a memo is any 34 bytes.
 */
function initialSignatureHash(bytes: Uint8Array, wire: StacksTransactionWire): string {
  const authLength = serializeAuthorizationBytes(wire.auth).length;
  const cleared = serializeAuthorizationBytes(intoInitialSighashAuth(wire.auth));
  return bytesToHex(sha512_256(concatBytes(bytes.subarray(0, 5), cleared, bytes.subarray(5 + authLength))));
}

/** The library ignores what follows a transaction, and changes memos that are not text. */
function checkEveryByteRead(bytes: Uint8Array, wire: StacksTransactionWire): void {
  const { payload } = wire;
  const transfer = payload.payloadType === PayloadType.TokenTransfer;
  if (transfer) wire.payload = { ...payload, memo: { ...payload.memo, content: '' } };
  const again = serializeTransactionBytes(wire);
  const compared = again.length - (transfer ? MEMO_BYTES : 0);
  if (again.length !== bytes.length) {
    throw new Error(`${bytes.length} bytes given, but the transaction has ${again.length}`);
  }
  for (let index = 0; index < compared; index++) {
    if (again[index] !== bytes[index]) throw new Error(`not canonical at byte ${index}`);
  }
}

function signer(condition: SpendingCondition, transactionVersion: number): Signer {
  const network = transactionVersion === 0 ? 'mainnet' : 'testnet';
  const version = addressHashModeToVersion(condition.hashMode, network);
  return { address: addressToString(addressFromVersionHash(version, condition.signer)), nonce: condition.nonce };
}

function signaturesOf(condition: SpendingCondition): string[] {
  if (isSingleSig(condition)) return [condition.signature.data];
  return condition.fields.flatMap(({ contents }) =>
    'data' in contents && typeof contents.data === 'string' ? [contents.data] : [],
  );
}

function payload({ payload }: StacksTransactionWire, bytes: Uint8Array, origin: string): Payload {
  switch (payload.payloadType) {
    case PayloadType.TokenTransfer:
      return {
        kind: 'token_transfer',
        recipient: principal(cvToString(payload.recipient)),
        amount: payload.amount,
        memo: bytesToHex(bytes.subarray(bytes.length - MEMO_BYTES)),
      };
    case PayloadType.ContractCall:
      return {
        kind: 'contract_call',
        contract: principal(`${addressToString(payload.contractAddress)}.${payload.contractName.content}`),
        functionName: functionName(payload.functionName.content),
        functionArguments: payload.functionArgs,
      };
    case PayloadType.SmartContract:
    case PayloadType.VersionedSmartContract:
      return {
        kind: 'smart_contract',
        name: payload.contractName.content,
        contract: principal(`${origin}.${payload.contractName.content}`),
        source: payload.codeBody.content,
        clarityVersion: payload.payloadType === PayloadType.VersionedSmartContract ? payload.clarityVersion : undefined,
      };
    default:
      return { kind: 'other', payloadType: payload.payloadType };
  }
}

/** The library reads any bytes as a name; the chain does not, and the VM is given some names inside of Clarity text. */
function principal(text: string): string {
  if (!isPrincipal(text)) throw new Error('not a principal');
  return text;
}

function functionName(text: string): string {
  if (!/^[a-zA-Z][a-zA-Z0-9_!?+<>=/*-]{0,127}$/.test(text)) throw new Error('not a name of a function');
  return text;
}

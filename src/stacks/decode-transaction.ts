/** Reads a transaction strictly: one signature, no sponsor, one encoding for each meaning, nothing after the end. */

import { X402Error } from '../errors.js';
import { MAX_TRANSACTION_BYTES } from '../limits.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import type { ClarityValue } from './clarity-value.js';
import { isClarityVersion, isSource, writeTransaction } from './encode-transaction.js';
import { isClarityName, isContractName } from './names.js';
import type { PostConditionMode } from './post-condition.js';
import type { Principal } from './principal.js';
import { readClarity } from './read-clarity.js';
import { readPostConditions } from './read-post-conditions.js';
import { readAddress, readContract } from './read-principal.js';
import {
  MEMO_LENGTH,
  SIGNATURE_LENGTH,
  type StacksTransaction,
  type TransactionOrigin,
  type TransactionPayload,
  WIRE,
} from './transaction.js';

const CODE = 'invalid_exact_stacks_payload_transaction';
/** Hash modes of several signatures: P2SH, P2WSH, and both without an order. */
const MULTISIG_HASH_MODES: readonly number[] = [0x01, 0x03, 0x05, 0x07];

/**
 * The transaction that the bytes stand for. PROTOCOL section 4, check 5: canonical, so writing it again gives the same bytes and the same id.
 * Says nothing about the signature (see `originPublicKey`) nor about the network.
 *
 * @param maxBytes larger input is refused unread; the default is ample for a payment, a deployment may need more
 * @throws `invalid_exact_stacks_payload_transaction`, also for sponsored and multi-signature transactions, which cannot be judged here
 * @example
 * ```ts
 * import { decodeTransaction, X402Error } from 'x402pay/stacks';
 * try {
 *   decodeTransaction(new Uint8Array([0x80]));
 * } catch (error) {
 *   console.assert(error instanceof X402Error && error.code === 'invalid_exact_stacks_payload_transaction');
 * }
 * ```
 */
export function decodeTransaction(bytes: Uint8Array, maxBytes: number = MAX_TRANSACTION_BYTES): StacksTransaction {
  if (bytes.length > maxBytes) throw new X402Error(CODE, `The transaction is larger than ${maxBytes} bytes.`);
  const reader = new ByteReader(bytes, CODE);
  const transaction: StacksTransaction = {
    transactionVersion: reader.uint8(),
    chainId: reader.uint32(),
    origin: readOrigin(reader),
    anchorMode: readAnchorMode(reader),
    postConditionMode: readPostConditionMode(reader),
    postConditions: readPostConditions(reader),
    payload: readPayload(reader),
  };
  reader.end();
  if (!isCanonical(transaction, bytes)) reader.fail('The transaction is not in its canonical form.');
  return transaction;
}

/** Making a buffer costs more than filling it, so one is kept for the size that payments have. */
const KEPT_WRITER: ByteWriter = new ByteWriter(CODE);

function isCanonical(transaction: StacksTransaction, bytes: Uint8Array): boolean {
  const writer = bytes.length <= MAX_TRANSACTION_BYTES ? KEPT_WRITER : new ByteWriter(CODE);
  writer.restart();
  writeTransaction(writer, transaction);
  return writer.wrote(bytes);
}

function readOrigin(reader: ByteReader): TransactionOrigin {
  const authorization = reader.uint8();
  if (authorization === WIRE.sponsoredAuthorization) {
    reader.fail('Sponsored transactions are not accepted; pay with a transaction that pays its own fee.');
  }
  if (authorization !== WIRE.standardAuthorization) reader.fail('The transaction has an unknown authorization.');
  const hashMode = readHashMode(reader);
  const signer = reader.take(20);
  const nonce = reader.uint64();
  const fee = reader.uint64();
  if (reader.uint8() !== WIRE.compressedKey) {
    reader.fail('The signer uses an uncompressed key; pay from an account with a compressed key.');
  }
  return { hashMode, signer, nonce, fee, signature: reader.take(SIGNATURE_LENGTH) };
}

function readHashMode(reader: ByteReader): 'p2pkh' | 'p2wpkh' {
  const hashMode = reader.uint8();
  if (hashMode === WIRE.hashMode.p2pkh) return 'p2pkh';
  if (hashMode === WIRE.hashMode.p2wpkh) return 'p2wpkh';
  return reader.fail(
    MULTISIG_HASH_MODES.includes(hashMode)
      ? 'Multi-signature accounts are not accepted; pay from an account with one signature.'
      : 'The transaction has an unknown hash mode.',
  );
}

function readAnchorMode(reader: ByteReader): StacksTransaction['anchorMode'] {
  const mode = reader.uint8();
  if (mode === WIRE.anchorMode.any) return 'any';
  if (mode === WIRE.anchorMode['on-chain-only']) return 'on-chain-only';
  if (mode === WIRE.anchorMode['off-chain-only']) return 'off-chain-only';
  return reader.fail('The transaction has an unknown anchor mode.');
}

function readPostConditionMode(reader: ByteReader): PostConditionMode {
  const mode = reader.uint8();
  if (mode === WIRE.postConditionMode.deny) return 'deny';
  if (mode === WIRE.postConditionMode.allow) return 'allow';
  if (mode === WIRE.postConditionMode.originator) return 'originator';
  return reader.fail('The transaction has an unknown post-condition mode.');
}

function readPayload(reader: ByteReader): TransactionPayload {
  switch (reader.uint8()) {
    case WIRE.payload['token-transfer']:
      return {
        type: 'token-transfer',
        recipient: readRecipient(reader),
        amount: reader.uint64(),
        memo: reader.take(MEMO_LENGTH),
      };
    case WIRE.payload['contract-call']:
      return {
        type: 'contract-call',
        contract: readContract(reader),
        functionName: readFunctionName(reader),
        functionArguments: readArguments(reader),
      };
    case WIRE.payload['smart-contract']:
      return {
        type: 'smart-contract',
        clarityVersion: readClarityVersion(reader),
        name: readContractName(reader),
        code: readSource(reader),
      };
    default:
      return reader.fail('The transaction is neither a transfer nor a contract call.');
  }
}

function readRecipient(reader: ByteReader): Principal {
  const kind = reader.uint8();
  if (kind === WIRE.principal.account) return readAddress(reader);
  if (kind === WIRE.principal.contract) return readContract(reader);
  return reader.fail('The recipient is not a principal.');
}

function readFunctionName(reader: ByteReader): string {
  const name = reader.latin1(reader.uint8());
  return isClarityName(name) ? name : reader.fail('The function has an impossible name.');
}

function readArguments(reader: ByteReader): ClarityValue[] {
  const count = reader.uint32();
  if (count > reader.remaining) reader.fail('There are fewer arguments than it says.');
  const values: ClarityValue[] = [];
  for (let index = 0; index < count; index++) values.push(readClarity(reader));
  return values;
}

function readClarityVersion(reader: ByteReader): number {
  const version = reader.uint8();
  return isClarityVersion(version) ? version : reader.fail('The contract has an unknown Clarity version.');
}

function readContractName(reader: ByteReader): string {
  const name = reader.latin1(reader.uint8());
  return isContractName(name) ? name : reader.fail('The contract has an impossible name.');
}

function readSource(reader: ByteReader): string {
  const code = reader.latin1(reader.uint32());
  return isSource(code) ? code : reader.fail('The source of the contract is not ASCII text.');
}

/** Writes a transaction as the chain reads it. */

import { ByteWriter } from './byte-writer.js';
import { isClarityName, isContractName } from './names.js';
import { writePostConditions } from './post-condition.js';
import { writePrincipal } from './principal.js';
import { MEMO_LENGTH, SIGNATURE_LENGTH, type StacksTransaction, type TransactionPayload, WIRE } from './transaction.js';
import { writeClarity } from './write-clarity.js';

const MAX_CLARITY_VERSION = 6;

/**
 * The bytes of a transaction, signed or not.
 *
 * @throws `invalid_transaction` or `invalid_clarity` for parts that the wire format cannot hold.
 * @example
 * ```ts
 * import { decodeTransaction, encodeTransaction, type StacksTransaction } from 'x402pay/stacks';
 * const account = { version: 26, hash160: new Uint8Array(20) };
 * const transaction: StacksTransaction = {
 *   transactionVersion: 0x80,
 *   chainId: 0x80000000,
 *   origin: { hashMode: 'p2pkh', signer: new Uint8Array(20), nonce: 0n, fee: 180n, signature: new Uint8Array(65) },
 *   anchorMode: 'any',
 *   postConditionMode: 'deny',
 *   postConditions: [],
 *   payload: { type: 'token-transfer', recipient: account, amount: 1000000n, memo: new Uint8Array(34) },
 * };
 * const bytes = encodeTransaction(transaction);
 * console.assert(bytes.length === 180 && decodeTransaction(bytes).origin.fee === 180n);
 * ```
 */
export function encodeTransaction(transaction: StacksTransaction): Uint8Array {
  const writer = new ByteWriter('invalid_transaction');
  writeTransaction(writer, transaction);
  return writer.finish();
}

/** The bytes of a payload alone: what a node estimates fees by. */
export function encodePayload(payload: TransactionPayload): Uint8Array {
  const writer = new ByteWriter('invalid_transaction');
  writePayload(writer, payload);
  return writer.finish();
}

/** Writes a whole transaction. */
export function writeTransaction(writer: ByteWriter, transaction: StacksTransaction): void {
  const { transactionVersion, chainId, origin } = transaction;
  if (!isInteger(transactionVersion, 0xff)) writer.fail('The transaction version is not one byte.');
  if (!isInteger(chainId, 0xffffffff)) writer.fail('The chain id does not fit into 32 bits.');
  if (origin.signer.length !== 20) writer.fail('The hash of the signer does not have 20 bytes.');
  if (origin.signature.length !== SIGNATURE_LENGTH) writer.fail('The signature does not have 65 bytes.');
  writer.uint8(transactionVersion);
  writer.uint32(chainId);
  writer.uint8(WIRE.standardAuthorization);
  writer.uint8(WIRE.hashMode[origin.hashMode]);
  writer.put(origin.signer);
  writer.uint64(origin.nonce);
  writer.uint64(origin.fee);
  writer.uint8(WIRE.compressedKey);
  writer.put(origin.signature);
  writer.uint8(WIRE.anchorMode[transaction.anchorMode]);
  writer.uint8(WIRE.postConditionMode[transaction.postConditionMode]);
  writePostConditions(writer, transaction.postConditions);
  writePayload(writer, transaction.payload);
}

function writePayload(writer: ByteWriter, payload: TransactionPayload): void {
  writer.uint8(WIRE.payload[payload.type]);
  switch (payload.type) {
    case 'token-transfer':
      if (payload.memo.length !== MEMO_LENGTH) writer.fail(`A memo has exactly ${MEMO_LENGTH} bytes.`);
      writer.uint8(WIRE.principal[payload.recipient.contractName === undefined ? 'account' : 'contract']);
      writePrincipal(writer, payload.recipient);
      writer.uint64(payload.amount);
      writer.put(payload.memo);
      break;
    case 'contract-call':
      if (payload.contract.contractName === undefined) writer.fail('A contract call needs the name of the contract.');
      if (!isClarityName(payload.functionName)) writer.fail('A contract call needs the name of a function.');
      writePrincipal(writer, payload.contract);
      writer.uint8(payload.functionName.length);
      writer.latin1(payload.functionName);
      writer.uint32(payload.functionArguments.length);
      for (const argument of payload.functionArguments) writeClarity(writer, argument);
      break;
    case 'smart-contract':
      if (!isClarityVersion(payload.clarityVersion)) {
        writer.fail(`The Clarity version is a whole number from 1 to ${MAX_CLARITY_VERSION}.`);
      }
      if (!isContractName(payload.name)) writer.fail('The contract cannot have this name.');
      if (!isSource(payload.code)) writer.fail('The source of a contract is ASCII text.');
      writer.uint8(payload.clarityVersion);
      writer.uint8(payload.name.length);
      writer.latin1(payload.name);
      writer.uint32(payload.code.length);
      writer.latin1(payload.code);
      break;
  }
}

/** True for a version that a contract can name. */
export function isClarityVersion(version: number): boolean {
  return isInteger(version, MAX_CLARITY_VERSION) && version > 0;
}

/** True for text that the chain takes as the source of a contract. */
export function isSource(code: string): boolean {
  return /^[\x20-\x7e\t\n\f\r]*$/.test(code);
}

function isInteger(value: number, maximum: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= maximum;
}

/**
 * What the script tag's bundle uses in the place of `src/stacks/encode-transaction.ts`, `transaction.ts` and their like (the build puts it there): unsigned
 * payments and their parts, and nothing else that a transaction can be. A third of the bytes; held against the originals by the tests.
 */

import {
  bytesFromHex,
  type ClarityValue,
  hexFromBytes,
  type PostCondition,
  type Principal,
  type StacksTransaction,
  type TransactionPayload,
  X402Error,
} from '../../src/stacks.js';

/** Bytes. */
export const MEMO_LENGTH = 34;
export const SIGNATURE_LENGTH = 65;

/** @throws `invalid_transaction` for what no payment has */
export function encodeTransaction({
  transactionVersion,
  chainId,
  origin,
  anchorMode,
  postConditionMode,
  postConditions,
  payload,
}: StacksTransaction): Uint8Array {
  const { signer, nonce, fee, signature } = origin;
  if (origin.hashMode !== 'p2pkh' || anchorMode !== 'any' || postConditionMode !== 'deny') refuse();
  return bytesFromHex(
    [
      digits(transactionVersion, 1) + digits(chainId, 4),
      // A single signature of a plain account.
      `0400${hexFromBytes(signer)}${digits(nonce, 8)}${digits(fee, 8)}00${hexFromBytes(signature)}`,
      // Any block, and nothing but what the conditions name.
      `0302${digits(postConditions.length, 4)}`,
      ...postConditions.map(conditionHex),
      payloadHex(payload),
    ].join(''),
  );
}

export function encodePayload(payload: TransactionPayload): Uint8Array {
  return bytesFromHex(payloadHex(payload));
}

export function encodePostCondition(condition: PostCondition): Uint8Array {
  return bytesFromHex(conditionHex(condition));
}

export function encodeClarity(value: ClarityValue): Uint8Array {
  return bytesFromHex(clarityHex(value));
}

function payloadHex(payload: TransactionPayload): string {
  if (payload.type === 'token-transfer')
    return `00${typed(payload.recipient, 5)}${digits(payload.amount, 8)}${hexFromBytes(payload.memo)}`;
  if (payload.type !== 'contract-call') refuse();
  const { contract, functionName, functionArguments } = payload;
  return [
    `02${principalHex(contract)}${nameHex(functionName)}${digits(functionArguments.length, 4)}`,
    ...functionArguments.map(clarityHex),
  ].join('');
}

/** The payer sends exactly so much of a token, or of STX to a revenue split. */
function conditionHex(condition: PostCondition): string {
  const { type, principal, code } = condition;
  if (type === 'non-fungible' || principal === 'origin' || code !== 'equal') refuse();
  const token = type === 'stx' ? '' : principalHex(condition.token.contract) + nameHex(condition.token.name);
  return `${digits(Number(token !== ''), 1)}${typed(principal, 2)}${token}01${digits(condition.amount, 8)}`;
}

function clarityHex(value: ClarityValue): string {
  switch (value.type) {
    case 'uint':
      return `01${digits(value.value, 16)}`;
    case 'buffer':
      return `02${digits(value.value.length, 4)}${hexFromBytes(value.value)}`;
    case 'principal':
      return typed(value.value, 5);
    case 'some':
      return `0a${clarityHex(value.value)}`;
    case 'none':
      return '09';
    default:
      return refuse();
  }
}

/** With a type in front: one for accounts, and the next for contracts. */
function typed(principal: Principal, account: number): string {
  return digits(principal.contractName === undefined ? account : account + 1, 1) + principalHex(principal);
}

function principalHex({ version, hash160, contractName }: Principal): string {
  const name = contractName === undefined ? '' : nameHex(contractName);
  return digits(version, 1) + hexFromBytes(hash160) + name;
}

function nameHex(name: string): string {
  return digits(name.length, 1) + hexFromBytes(new TextEncoder().encode(name));
}

/** Big-endian; what does not fit is no payment. */
function digits(value: number | bigint, bytes: number): string {
  const hex = value.toString(16).padStart(2 * bytes, '0');
  return /^[\da-f]+$/.test(hex) && hex.length === 2 * bytes ? hex : refuse();
}

function refuse(): never {
  throw new X402Error('invalid_transaction', 'This is no payment that can be written.');
}

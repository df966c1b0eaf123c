/** The same values in the terms of `@stacks/transactions`, the library that the chain's own team keeps. */

import {
  AddressHashMode,
  type AddressVersion,
  addressToString,
  Cl,
  createContractCallPayload,
  createLPList,
  createSingleSigSpendingCondition,
  createSmartContractPayload,
  createStandardAuth,
  createTokenTransferPayload,
  deserializeTransaction,
  type FungibleComparator,
  type PostCondition as OracleCondition,
  type ClarityValue as OracleValue,
  PostConditionMode,
  postConditionToWire,
  StacksTransactionWire,
  StacksWireType,
} from '@stacks/transactions';
import type { ClarityValue, PostCondition, Principal, StacksTransaction } from 'x402pay/stacks';
import { hexFromBytes } from 'x402pay/stacks';

export function oracleAddress({ version, hash160, contractName }: Principal): string {
  const address = addressToString({
    type: StacksWireType.Address,
    version: version as AddressVersion,
    hash160: hexFromBytes(hash160),
  });
  return contractName === undefined ? address : `${address}.${contractName}`;
}

export function oracleValue(value: ClarityValue): OracleValue {
  switch (value.type) {
    case 'int':
      return Cl.int(value.value);
    case 'uint':
      return Cl.uint(value.value);
    case 'buffer':
      return Cl.buffer(value.value);
    case 'bool':
      return Cl.bool(value.value);
    case 'none':
      return Cl.none();
    case 'some':
      return Cl.some(oracleValue(value.value));
    case 'ok':
      return Cl.ok(oracleValue(value.value));
    case 'err':
      return Cl.error(oracleValue(value.value));
    case 'principal':
      return Cl.principal(oracleAddress(value.value));
    case 'list':
      return Cl.list(value.value.map(oracleValue));
    case 'tuple':
      return Cl.tuple(
        Object.fromEntries(Object.entries(value.value).map(([key, member]) => [key, oracleValue(member)])),
      );
    case 'string-ascii':
      return Cl.stringAscii(value.value);
    case 'string-utf8':
      return Cl.stringUtf8(value.value);
  }
}

/** Unsigned; the signer is made from the key. */
export function oracleTransaction(transaction: StacksTransaction, publicKey: Uint8Array): StacksTransactionWire {
  const { origin } = transaction;
  return new StacksTransactionWire({
    transactionVersion: transaction.transactionVersion,
    chainId: transaction.chainId,
    auth: createStandardAuth(
      createSingleSigSpendingCondition(
        origin.hashMode === 'p2pkh' ? AddressHashMode.P2PKH : AddressHashMode.P2WPKH,
        hexFromBytes(publicKey),
        origin.nonce,
        origin.fee,
      ),
    ),
    postConditionMode: MODES[transaction.postConditionMode],
    postConditions: createLPList(transaction.postConditions.map(oracleCondition).map(postConditionToWire)),
    payload: oraclePayload(transaction.payload),
  });
}

/** What the oracle says to bytes: undefined when it cannot read them or writes them differently, otherwise whether the signature holds. */
export function oracleVerdict(bytes: Uint8Array): { transaction: StacksTransactionWire; signed: boolean } | undefined {
  try {
    const transaction = deserializeTransaction(hexFromBytes(bytes));
    if (transaction.serialize() !== hexFromBytes(bytes)) return undefined;
    return { transaction, signed: isSigned(transaction) };
  } catch {
    return undefined;
  }
}

function isSigned(transaction: StacksTransactionWire): boolean {
  try {
    transaction.verifyOrigin();
    return true;
  } catch {
    return false;
  }
}

const MODES = {
  allow: PostConditionMode.Allow,
  deny: PostConditionMode.Deny,
  originator: PostConditionMode.Originator,
};

const COMPARATORS: Record<string, FungibleComparator> = {
  equal: 'eq',
  greater: 'gt',
  'greater-or-equal': 'gte',
  less: 'lt',
  'less-or-equal': 'lte',
};

function oracleCondition(condition: PostCondition): OracleCondition {
  const address = condition.principal === 'origin' ? 'origin' : oracleAddress(condition.principal);
  if (condition.type === 'stx') {
    const { code, amount } = condition;
    return { type: 'stx-postcondition', address, condition: COMPARATORS[code]!, amount };
  }
  const asset =
    `${oracleAddress(condition.token.contract)}::${condition.token.name}` as `${string}.${string}::${string}`;
  return condition.type === 'fungible'
    ? {
        type: 'ft-postcondition',
        address,
        condition: COMPARATORS[condition.code]!,
        amount: condition.amount,
        asset,
      }
    : {
        type: 'nft-postcondition',
        address,
        condition: condition.code,
        asset,
        assetId: oracleValue(condition.value),
      };
}

function oraclePayload(payload: StacksTransaction['payload']) {
  switch (payload.type) {
    case 'token-transfer':
      return createTokenTransferPayload(
        oracleAddress(payload.recipient),
        payload.amount,
        new TextDecoder().decode(payload.memo).replace(/\0+$/, ''),
      );
    case 'contract-call': {
      const { contractName, ...address } = payload.contract;
      return createContractCallPayload(
        oracleAddress(address),
        contractName!,
        payload.functionName,
        payload.functionArguments.map(oracleValue),
      );
    }
    case 'smart-contract':
      return createSmartContractPayload(payload.name, payload.code, payload.clarityVersion);
  }
}

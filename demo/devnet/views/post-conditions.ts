/** Post-conditions as the API shows them. */

import {
  addressToString,
  FungibleConditionCode,
  NonFungibleConditionCode,
  PostConditionMode,
  PostConditionPrincipalId,
  type PostConditionPrincipalWire,
  PostConditionType,
  type PostConditionWire,
} from '@stacks/transactions';
import { shownValue } from '../clarity-text.js';
import type { SignedTransaction } from '../transactions.js';

const MODES: Readonly<Record<PostConditionMode, string>> = {
  [PostConditionMode.Allow]: 'allow',
  [PostConditionMode.Deny]: 'deny',
  [PostConditionMode.Originator]: 'originator',
};

const AMOUNT_CODES: Readonly<Record<FungibleConditionCode, string>> = {
  [FungibleConditionCode.Equal]: 'sent_equal_to',
  [FungibleConditionCode.Greater]: 'sent_greater_than',
  [FungibleConditionCode.GreaterEqual]: 'sent_greater_than_or_equal_to',
  [FungibleConditionCode.Less]: 'sent_less_than',
  [FungibleConditionCode.LessEqual]: 'sent_less_than_or_equal_to',
};

const NFT_CODES: Readonly<Record<NonFungibleConditionCode, string>> = {
  [NonFungibleConditionCode.Sends]: 'sent',
  [NonFungibleConditionCode.DoesNotSend]: 'not_sent',
  [NonFungibleConditionCode.MaybeSent]: 'maybe_sent',
};

export function postConditionsView(transaction: SignedTransaction): Record<string, unknown> {
  return {
    post_condition_mode: MODES[transaction.postConditionMode],
    post_conditions: transaction.postConditions.map(conditionView),
  };
}

function conditionView(condition: PostConditionWire): Record<string, unknown> {
  const principal = principalView(condition.principal);
  switch (condition.conditionType) {
    case PostConditionType.STX:
      return {
        type: 'stx',
        condition_code: AMOUNT_CODES[condition.conditionCode],
        amount: condition.amount.toString(),
        principal,
      };
    case PostConditionType.Fungible:
      return {
        type: 'fungible',
        condition_code: AMOUNT_CODES[condition.conditionCode],
        amount: condition.amount.toString(),
        principal,
        asset: assetView(condition.asset),
      };
    case PostConditionType.NonFungible:
      return {
        type: 'non_fungible',
        condition_code: NFT_CODES[condition.conditionCode],
        principal,
        asset_value: shownValue(condition.assetName),
        asset: assetView(condition.asset),
      };
    default:
      return { type: 'unknown', principal };
  }
}

function principalView(principal: PostConditionPrincipalWire): Record<string, unknown> {
  switch (principal.prefix) {
    case PostConditionPrincipalId.Origin:
      return { type_id: 'principal_origin' };
    case PostConditionPrincipalId.Standard:
      return { type_id: 'principal_standard', address: addressToString(principal.address) };
    case PostConditionPrincipalId.Contract:
      return {
        type_id: 'principal_contract',
        contract_name: principal.contractName.content,
        address: addressToString(principal.address),
      };
  }
}

function assetView(asset: Extract<PostConditionWire, { asset: unknown }>['asset']): Record<string, unknown> {
  return {
    asset_name: asset.assetName.content,
    contract_address: addressToString(asset.address),
    contract_name: asset.contractName.content,
  };
}

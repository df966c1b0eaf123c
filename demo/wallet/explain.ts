/** What a transaction means, in words, read from the very bytes that will be signed and from nothing else. */

import { type Asset, assetsOf, formatDecimalAmount, type Network } from 'x402pay';
import {
  type ClarityValue,
  formatPrincipal,
  originAddress,
  type PostCondition,
  type StacksTransaction,
} from 'x402pay/stacks';

export interface Explanation {
  /** `0.5 STX`, or what is called when no amount can be told. */
  readonly headline: string;
  readonly payee: string | undefined;
  /** `contract.function`, for calls. */
  readonly call: string | undefined;
  readonly memo: string | undefined;
  /** Decimal STX. */
  readonly fee: string;
  readonly nonce: string;
  /** What the chain will enforce, one sentence each. */
  readonly conditions: readonly string[];
  /** True when nothing beyond the conditions can leave the account. */
  readonly limited: boolean;
  /** What the account must hold, atomic, by asset id. */
  readonly needs: ReadonlyMap<string, bigint>;
}

export function explain(transaction: StacksTransaction, network: Network): Explanation {
  const assets = assetsOf(network);
  const action = actionOf(transaction, assets);
  const origin = originAddress(transaction);
  const isPlain = transaction.payload.type === 'token-transfer';
  const needs = new Map([['STX', transaction.origin.fee]]);
  if (action.asset) needs.set(action.asset.id, (needs.get(action.asset.id) ?? 0n) + action.amount);
  return {
    headline: action.asset ? amountText(action.amount, action.asset) : action.title,
    payee: action.payee,
    call: action.call,
    memo: action.memo,
    fee: formatDecimalAmount(transaction.origin.fee, 6),
    nonce: transaction.origin.nonce.toString(),
    conditions: [
      ...(isPlain && action.asset
        ? [`A plain transfer: this account sends exactly ${amountText(action.amount, action.asset)}.`]
        : []),
      ...transaction.postConditions.map((condition) => conditionText(condition, origin, assets)),
    ],
    // A plain transfer of STX moves what it says and cannot move anything else, which is why it may not have conditions.
    limited: transaction.postConditionMode !== 'allow' || isPlain,
    needs,
  };
}

interface Action {
  readonly title: string;
  readonly asset?: Asset | undefined;
  readonly amount: bigint;
  readonly payee?: string;
  readonly call?: string;
  readonly memo?: string | undefined;
}

function actionOf({ payload }: StacksTransaction, assets: readonly Asset[]): Action {
  if (payload.type === 'token-transfer') {
    const payee = formatPrincipal(payload.recipient);
    return {
      title: 'Send STX',
      asset: assetOf('STX', assets),
      amount: payload.amount,
      payee,
      memo: memoText(payload.memo),
    };
  }
  if (payload.type === 'smart-contract') return { title: `Publish the contract ${payload.name}`, amount: 0n };
  const contract = formatPrincipal(payload.contract);
  const call = `${payload.contract.contractName}.${payload.functionName}`;
  const [first, second, third, fourth] = payload.functionArguments;
  if (payload.functionName === 'transfer' && first?.type === 'uint' && third?.type === 'principal') {
    const payee = formatPrincipal(third.value);
    return { title: call, asset: assetOf(contract, assets), amount: first.value, payee, call, memo: memoOf(fourth) };
  }
  if (payload.functionName === 'pay' && second?.type === 'uint') {
    const token =
      first?.type === 'some' && first.value.type === 'principal' ? formatPrincipal(first.value.value) : 'STX';
    return {
      title: call,
      asset: assetOf(token, assets),
      amount: second.value,
      payee: contract,
      call,
      memo: memoOf(fourth),
    };
  }
  return { title: `Call ${call}`, amount: 0n, call };
}

function assetOf(id: string, assets: readonly Asset[]): Asset | undefined {
  return assets.find((asset) => asset.id === id);
}

function memoOf(value: ClarityValue | undefined): string | undefined {
  const inner = value?.type === 'some' ? value.value : value;
  return inner?.type === 'buffer' ? memoText(inner.value) : undefined;
}

function memoText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes).replace(/\0+$/, '');
  return text || undefined;
}

function amountText(amount: bigint, asset: Asset): string {
  return `${formatDecimalAmount(amount, asset.decimals)} ${asset.symbol}`;
}

const COMPARISON = {
  equal: 'exactly',
  greater: 'more than',
  'greater-or-equal': 'at least',
  less: 'less than',
  'less-or-equal': 'at most',
} as const;

function conditionText(condition: PostCondition, origin: string, assets: readonly Asset[]): string {
  const principal = condition.principal === 'origin' ? origin : formatPrincipal(condition.principal);
  const who = principal === origin ? 'This account' : principal;
  if (condition.type === 'non-fungible') return `${who}: a condition on the token ${condition.token.name}.`;
  const asset =
    condition.type === 'stx' ? assetOf('STX', assets) : assetOf(formatPrincipal(condition.token.contract), assets);
  const amount = asset
    ? amountText(condition.amount, asset)
    : `${condition.amount} units of ${condition.type === 'fungible' ? condition.token.name : 'STX'}`;
  return `${who} sends ${COMPARISON[condition.code]} ${amount}.`;
}

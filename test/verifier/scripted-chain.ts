/** A chain whose every answer is written by the test. By default it takes each transaction and mines it at once, with the transfers that it asks for. */

import type { StacksTransaction } from 'x402pay/stacks';
import { decodeTransaction, formatPrincipal, originAddress, transactionId } from 'x402pay/stacks';
import {
  type BroadcastOutcome,
  type ChainClient,
  type ChainTransaction,
  type TransferEvent,
  X402Error,
} from 'x402pay/verifier';

export interface ScriptedChain extends ChainClient {
  /** Ids that were broadcast, in order. */
  readonly broadcasts: string[];
  /** What the next broadcasts come to; `mine` is the default. `lie` accepts and forgets. */
  behaviour: 'mine' | 'pending' | 'lie' | 'unknown' | 'arrives-without-answer' | BroadcastOutcome;
  /** Nodes that answer no question. */
  isDown: boolean;
  /** What is known of transactions. */
  readonly transactions: Map<string, ChainTransaction>;
  readonly raw: Map<string, Uint8Array>;
  readonly events: Map<string, readonly TransferEvent[]>;
  /** Ids of transactions whose nonce another one took. */
  readonly replaced: Set<string>;
  /** Ids of transactions that wait behind a missing nonce. */
  readonly outOfLine: Set<string>;
  burnHeight: number;
  /** Puts a signed transaction into a block. */
  mine(bytes: Uint8Array, facts?: Partial<ChainTransaction>): string;
}

export function scriptedChain(clock: () => number): ScriptedChain {
  const answering =
    <Answer>(answer: () => Answer) =>
    async (): Promise<Answer> => {
      if (chain.isDown) throw new X402Error('node_unreachable', 'Down.');
      return answer();
    };
  const chain: ScriptedChain = {
    broadcasts: [],
    behaviour: 'mine',
    isDown: false,
    transactions: new Map(),
    raw: new Map(),
    events: new Map(),
    replaced: new Set(),
    outOfLine: new Set(),
    burnHeight: 100,
    mine: (bytes, facts = {}) => {
      const txid = transactionId(bytes);
      const blockTime = Math.floor(clock() / 1000);
      chain.transactions.set(txid, { status: 'success', txid, blockTime, burnBlockHeight: chain.burnHeight, ...facts });
      chain.raw.set(txid, bytes);
      if (!chain.events.has(txid)) chain.events.set(txid, transfersOf(decodeTransaction(bytes)));
      return txid;
    },
    broadcast: async (bytes, txid) => {
      chain.broadcasts.push(txid);
      const { behaviour } = chain;
      if (chain.isDown || behaviour === 'unknown') return { status: 'unknown' };
      if (typeof behaviour === 'object') return behaviour;
      if (behaviour === 'lie') return { status: 'accepted' };
      const known = chain.transactions.get(txid);
      if (known?.status === 'success' || known?.status === 'aborted')
        return { status: 'rejected', reason: 'BadNonce', expected: 1n, actual: 0n };
      if (behaviour === 'mine') chain.mine(bytes);
      else {
        chain.transactions.set(txid, { status: 'pending', txid });
        chain.raw.set(txid, bytes);
      }
      return { status: behaviour === 'arrives-without-answer' ? 'unknown' : 'accepted' };
    },
    transaction: (txid) => answering(() => chain.transactions.get(txid) ?? ({ status: 'not_found', txid } as const))(),
    transfers: (txid) => answering(() => chain.events.get(txid) ?? [])(),
    rawTransaction: (txid) => answering(() => chain.raw.get(txid))(),
    account: answering(() => ({ nonce: 0n, balance: 10n ** 12n })),
    isReplaced: ({ txid }) => answering(() => chain.replaced.has(txid))(),
    isInLine: ({ txid }) => answering(() => !chain.outOfLine.has(txid))(),
    burnBlockHeight: answering(() => chain.burnHeight),
  };
  return chain;
}

/** What an honest chain would record. Calls of `pay` are shared 80 to 20. */
function transfersOf(transaction: StacksTransaction): readonly TransferEvent[] {
  const { payload } = transaction;
  const sender = originAddress(transaction);
  if (payload.type === 'token-transfer') {
    return [{ asset: 'STX', sender, recipient: formatPrincipal(payload.recipient), amount: payload.amount }];
  }
  if (payload.type !== 'contract-call') return [];
  const condition = transaction.postConditions.find((one) => one.type === 'fungible');
  const token =
    condition?.type === 'fungible'
      ? { asset: formatPrincipal(condition.token.contract), tokenName: condition.token.name }
      : { asset: 'STX' };
  const [first, second, third] = payload.functionArguments;
  if (payload.functionName === 'transfer' && first?.type === 'uint' && third?.type === 'principal') {
    return [{ ...token, sender, recipient: formatPrincipal(third.value), amount: first.value }];
  }
  if (second?.type !== 'uint') return [];
  const share = (second.value * 4n) / 5n;
  return [
    { ...token, sender, recipient: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC', amount: share },
    { ...token, sender, recipient: 'ST2NEB84ASENDXKYGJPQW86YXQCEFEX2ZQPG87ND', amount: second.value - share },
  ];
}

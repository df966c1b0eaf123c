/** What a payer has to know of the chain: nonce, balance, fee. Reads only; it trusts the node with nothing but these numbers. */

import type { Asset } from './assets.js';
import { X402Error } from './errors.js';
import { hexFromBytes } from './lib/bytes.js';
import { isObject } from './lib/is-object.js';
import { askNode, type Fields, type NodeAddress, nodeAddress } from './lib/node-request.js';
import { MAX_FEE_ATOMIC } from './limits.js';
import type { Fetch } from './paying-fetch.js';
import { encodeClarity } from './stacks/encode-clarity.js';
import { encodePayload, encodeTransaction } from './stacks/encode-transaction.js';
import { formatPrincipal, parsePrincipal } from './stacks/principal.js';
import type { StacksTransaction } from './stacks/transaction.js';
import type { Json } from './wire.js';

export interface NodeReaderOptions {
  /** Address of a Stacks node or API, `https://api.hiro.so`. */
  readonly url: string;
  /** Default: the platform's. */
  readonly fetch?: Fetch;
  /** Sent as `x-api-key`. */
  readonly apiKey?: string;
  /** Longest wait for one answer. Default 10,000. */
  readonly timeoutMilliseconds?: number;
  /** Highest fee of one transaction, in atomic STX. Default 100,000 (0.1 STX). */
  readonly maxFeeAtomic?: bigint;
}

/** The nonces of an account, as far as the node sees. */
export interface AccountNonces {
  /** For the next transaction, after those that wait in the mempool. */
  readonly next: bigint;
  /** The first that no mined transaction has used. */
  readonly confirmed: bigint;
  /** Gaps between those two: what waits behind them cannot be mined. */
  readonly missing: readonly bigint[];
}

/** Every method throws `node_unreachable` or `invalid_node_answer`, `invalid_address` for what is not an address, or what its signal throws. */
export interface NodeReader {
  /** The account's next nonce. */
  nonce(address: string, signal?: AbortSignal): Promise<bigint>;
  nonces(address: string, signal?: AbortSignal): Promise<AccountNonces>;
  /** Spendable STX of confirmed blocks, atomic. */
  stxBalance(address: string, signal?: AbortSignal): Promise<bigint>;
  /** Balance of any asset, atomic. */
  tokenBalance(address: string, asset: Asset, signal?: AbortSignal): Promise<bigint>;
  /** Fee for this transaction, atomic: the node's estimate, at least 1 per byte, at most `maxFeeAtomic`. @throws `fee_too_low` when that is below the least */
  fee(transaction: StacksTransaction, signal?: AbortSignal): Promise<bigint>;
}

/**
 * Reads from one Stacks node or API, in the newest way that it knows (API v3, then v1, then the node's own routes).
 *
 * @throws `invalid_configuration` for an address that is not http or https
 * @example
 * ```ts
 * import { createNodeReader } from 'x402pay';
 * const node = createNodeReader({
 *   url: 'https://api.hiro.so',
 *   fetch: async () => Response.json({ next_nonce: 7, last_confirmed_nonce: 6, mempool: { missing_nonces: [] } }),
 * });
 * console.assert((await node.nonce('SP000000000000000000002Q6VF78')) === 7n);
 * ```
 */
export function createNodeReader(options: NodeReaderOptions): NodeReader {
  const node = nodeAddress(options);
  const maxFeeAtomic = options.maxFeeAtomic ?? MAX_FEE_ATOMIC;
  const nonces: NodeReader['nonces'] = (address, signal) => readNonces(node, account(address), signal);
  const stxBalance: NodeReader['stxBalance'] = (address, signal) =>
    askNode(
      node,
      [{ path: `v2/accounts/${account(address)}?proof=0`, read: ({ balance }) => hexNumber(balance) }],
      signal,
    );
  return {
    nonces,
    nonce: async (address, signal) => (await nonces(address, signal)).next,
    stxBalance,
    tokenBalance: (address, asset, signal) =>
      asset.id === 'STX' ? stxBalance(address, signal) : readTokenBalance(node, account(address), asset, signal),
    fee: (transaction, signal) => readFee(node, transaction, maxFeeAtomic, signal),
  };
}

function readNonces(node: NodeAddress, address: string, signal: AbortSignal | undefined): Promise<AccountNonces> {
  return askNode(
    node,
    [
      {
        path: `extended/v3/principals/${address}/nonces`,
        read: ({ next_nonce, last_confirmed_nonce, mempool }) =>
          accountNonces(next_nonce, last_confirmed_nonce, isObject(mempool) ? mempool.missing_nonces : undefined),
      },
      {
        path: `extended/v1/address/${address}/nonces`,
        read: ({ possible_next_nonce, last_executed_tx_nonce, detected_missing_nonces }) =>
          accountNonces(possible_next_nonce, last_executed_tx_nonce, detected_missing_nonces),
      },
      {
        path: `v2/accounts/${address}?proof=0`,
        read: ({ nonce }) => ({ next: wholeNumber(nonce), confirmed: wholeNumber(nonce), missing: [] }),
      },
    ],
    signal,
  );
}

function accountNonces(next: Json | undefined, last: Json | undefined, missing: Json | undefined): AccountNonces {
  if (!Array.isArray(missing)) throw new TypeError();
  const confirmed = last === null ? 0n : wholeNumber(last) + 1n;
  return { next: atLeast(wholeNumber(next), confirmed), confirmed, missing: missing.map(wholeNumber) };
}

/** The token's own word first: one short question, to any node. The lists of the APIs can be long. */
function readTokenBalance(
  node: NodeAddress,
  address: string,
  asset: Asset,
  signal: AbortSignal | undefined,
): Promise<bigint> {
  const token = formatPrincipal(parsePrincipal(asset.id));
  const holder = encodeClarity({ type: 'principal', value: parsePrincipal(address) });
  return askNode(
    node,
    [
      {
        path: `v2/contracts/call-read/${token.replace('.', '/')}/get-balance`,
        body: { sender: address, arguments: [`0x${hexFromBytes(holder)}`] },
        read: ({ result }) => {
          // Consensus form of `(ok uint)`: nothing but 16 bytes can differ, so that nothing has to be decoded.
          const digits = /^0x0701([\da-f]{32})$/.exec(String(result))?.[1];
          if (digits === undefined) throw new TypeError();
          return BigInt(`0x${digits}`);
        },
      },
      {
        path: `extended/v1/address/${address}/balances`,
        read: ({ fungible_tokens: tokens }) => {
          if (!isObject(tokens)) throw new TypeError();
          const name = `${token}::${asset.tokenName}`;
          const holding = Object.hasOwn(tokens, name) ? tokens[name] : { balance: '0' };
          return decimalNumber((holding as Fields).balance);
        },
      },
    ],
    signal,
  );
}

async function readFee(
  node: NodeAddress,
  transaction: StacksTransaction,
  maxFeeAtomic: bigint,
  signal: AbortSignal | undefined,
): Promise<bigint> {
  const length = encodeTransaction(transaction).length;
  const payload = hexFromBytes(encodePayload(transaction.payload));
  const estimate = await askNode(
    node,
    [
      {
        path: 'v2/fees/transaction',
        body: { transaction_payload: payload, estimated_len: length },
        // A young node has no estimates: 400 `NoEstimateAvailable`.
        absent: 400,
        read: ({ estimations }) => {
          const [, middle] = Array.isArray(estimations) ? estimations : [];
          return wholeNumber((middle as Fields).fee);
        },
      },
      { path: 'v2/fees/transfer', read: (_, rate) => wholeNumber(rate) * BigInt(length) },
    ],
    signal,
  );
  const least = BigInt(length);
  if (maxFeeAtomic < least) {
    throw new X402Error(
      'fee_too_low',
      `The chain takes at least ${least} atomic STX for this transaction; raise maxFeeAtomic.`,
    );
  }
  const fee = atLeast(estimate, least);
  return fee < maxFeeAtomic ? fee : maxFeeAtomic;
}

/** Nothing but an address ever becomes part of a path. */
function account(address: string): string {
  return formatPrincipal(parsePrincipal(address));
}

function wholeNumber(value: Json | undefined): bigint {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new TypeError();
  return BigInt(value as number);
}

function decimalNumber(value: Json | undefined): bigint {
  if (typeof value !== 'string' || !/^\d{1,39}$/.test(value)) throw new TypeError();
  return BigInt(value);
}

function hexNumber(value: Json | undefined): bigint {
  if (typeof value !== 'string' || !/^0x[\da-f]{1,32}$/.test(value)) throw new TypeError();
  return BigInt(value);
}

function atLeast(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

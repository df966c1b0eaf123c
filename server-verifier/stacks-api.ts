/** The routes of a Stacks node and of the API in front of it, and strict readers of their answers. Version 3 first; version 1 is being switched off. */

import type { BroadcastOutcome, ChainTransaction, TransferEvent } from './chain-client.js';

type JsonObject = { readonly [name: string]: unknown };

/** Answer of `/extended/v3/transactions/:id`, mined or pending. `undefined` when it cannot be understood. */
export function readTransactionV3(body: unknown, txid: string): ChainTransaction | undefined {
  if (!isObject(body) || !isId(body.tx_id, txid)) return undefined;
  const block = isObject(body.block) ? body.block : {};
  const bitcoin = isObject(body.bitcoin_block) ? body.bitcoin_block : {};
  const result = isObject(body.result) ? body.result.repr : body.vm_error;
  return transactionOf(txid, body.status, { time: block.time, burnHeight: bitcoin.height, result, canonical: true });
}

/** Answer of `/extended/v1/tx/:id`. */
export function readTransactionV1(body: unknown, txid: string): ChainTransaction | undefined {
  if (!isObject(body) || !isId(body.tx_id, txid)) return undefined;
  const result = isObject(body.tx_result) ? body.tx_result.repr : undefined;
  const time = body.block_time ?? body.burn_block_time;
  return transactionOf(txid, body.tx_status, {
    time,
    burnHeight: body.burn_block_height,
    result,
    canonical: body.canonical,
  });
}

interface BlockFacts {
  readonly time: unknown;
  readonly burnHeight: unknown;
  readonly result: unknown;
  readonly canonical: unknown;
}

function transactionOf(txid: string, status: unknown, facts: BlockFacts): ChainTransaction | undefined {
  if (typeof status !== 'string') return undefined;
  const words = typeof facts.result === 'string' ? { result: facts.result.slice(0, 200) } : {};
  if (status === 'pending') return { status: 'pending', txid };
  if (status.startsWith('dropped_')) return { status: 'dropped', txid, result: status.slice(0, 60) };
  const isAborted = status.startsWith('abort_') || status === 'problematic_skipped';
  if (!isAborted && status !== 'success') return undefined;
  // On another fork it is as if it were not mined yet.
  if (facts.canonical === false) return { status: 'pending', txid };
  return {
    status: isAborted ? 'aborted' : 'success',
    txid,
    ...words,
    ...(isCount(facts.time) && { blockTime: facts.time }),
    ...(isCount(facts.burnHeight) && { burnBlockHeight: facts.burnHeight }),
  };
}

/** One page of `/extended/v3/transactions/:id/events`, and the cursor of the next. */
export function readEventsV3(body: unknown): { transfers: TransferEvent[]; next: string | undefined } | undefined {
  if (!isObject(body) || !Array.isArray(body.results)) return undefined;
  const transfers: TransferEvent[] = [];
  for (const event of body.results) {
    if (!isObject(event)) return undefined;
    const { type } = event;
    if (type !== 'stx_asset' && type !== 'ft_asset') continue;
    const details = event[type];
    if (!isObject(details)) return undefined;
    if (details.type !== 'transfer') continue;
    const transfer = transferOf(details, type === 'stx_asset' ? 'STX' : details.asset_identifier);
    if (!transfer) return undefined;
    transfers.push(transfer);
  }
  const next = isObject(body.cursor) ? body.cursor.next : body.next_cursor;
  return { transfers, next: typeof next === 'string' ? next : undefined };
}

/** The events in an answer of `/extended/v1/tx/:id`. */
export function readEventsV1(body: unknown): { transfers: TransferEvent[]; count: number; total: number } | undefined {
  if (!isObject(body) || !Array.isArray(body.events)) return undefined;
  const transfers: TransferEvent[] = [];
  for (const event of body.events) {
    if (!isObject(event)) return undefined;
    if (event.event_type !== 'stx_asset' && event.event_type !== 'fungible_token_asset') continue;
    if (!isObject(event.asset)) return undefined;
    if (event.asset.asset_event_type !== 'transfer') continue;
    const transfer = transferOf(event.asset, event.event_type === 'stx_asset' ? 'STX' : event.asset.asset_id);
    if (!transfer) return undefined;
    transfers.push(transfer);
  }
  const total = isCount(body.event_count) ? body.event_count : body.events.length;
  return { transfers, count: body.events.length, total };
}

/** @param identifier `STX`, or `contract::token` */
function transferOf(details: JsonObject, identifier: unknown): TransferEvent | undefined {
  const { sender, recipient } = details;
  const amount = bigintOf(details.amount);
  if (typeof sender !== 'string' || typeof recipient !== 'string' || amount === undefined) return undefined;
  if (identifier === 'STX') return { asset: 'STX', sender, recipient, amount };
  const [asset, tokenName, ...rest] = typeof identifier === 'string' ? identifier.split('::') : [];
  if (!asset || !tokenName || rest.length > 0) return undefined;
  return { asset, tokenName, sender, recipient, amount };
}

/** The bytes in an answer of `/extended/v1/tx/:id/raw` (`raw_tx`, not deprecated) or of the node's `/v3/transaction/:id` (`tx`). */
export function readRawTransaction(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  const hex = body.raw_tx ?? body.tx;
  const [, digits] = typeof hex === 'string' ? (/^(?:0x)?((?:[\da-f]{2})+)$/.exec(hex) ?? []) : [];
  return digits;
}

/** Nonces of an account, of which -1 is none. */
export interface AccountNonces {
  /** Of the last transaction that was mined. */
  readonly executed: bigint;
  /** The highest that waits in the mempool. */
  readonly waiting: bigint;
  /** Those between the two that nobody has sent; `undefined` when the index does not tell. */
  readonly missing: readonly bigint[] | undefined;
}

/** Of `/extended/v3/principals/:p/nonces`, or of version 1. `undefined` when not understood. */
export function readNonces(body: unknown): AccountNonces | undefined {
  if (!isObject(body)) return undefined;
  const isV3 = 'last_confirmed_nonce' in body;
  const mempool = isV3 && isObject(body.mempool) ? body.mempool : {};
  const executed = nonceOf(isV3 ? body.last_confirmed_nonce : body.last_executed_tx_nonce);
  const waiting = nonceOf(isV3 ? mempool.last_nonce : body.last_mempool_tx_nonce);
  const gaps = isV3 ? mempool.missing_nonces : body.detected_missing_nonces;
  const missing = Array.isArray(gaps) ? gaps.map(bigintOf) : [undefined];
  if (executed === undefined) return undefined;
  const isTold = waiting !== undefined && missing.every((gap) => gap !== undefined);
  return { executed, waiting: waiting ?? -1n, missing: isTold ? (missing as bigint[]) : undefined };
}

function nonceOf(value: unknown): bigint | undefined {
  return value === null ? -1n : bigintOf(value);
}

/** Answer of the node's `/v2/accounts/:p`. */
export function readAccount(body: unknown): { nonce: bigint; balance: bigint } | undefined {
  if (!isObject(body)) return undefined;
  const nonce = bigintOf(body.nonce);
  const balance =
    typeof body.balance === 'string' && /^0x[\da-f]{1,32}$/.test(body.balance) ? BigInt(body.balance) : undefined;
  return nonce === undefined || balance === undefined ? undefined : { nonce, balance };
}

/** Answer of the node's `/v2/info`. */
export function readBurnBlockHeight(body: unknown): number | undefined {
  return isObject(body) && isCount(body.burn_block_height) ? body.burn_block_height : undefined;
}

/** Answer of `POST /v2/transactions`: the id as JSON text. */
export function isAcceptance(body: unknown, txid: string): boolean {
  return isId(body, txid);
}

/** A refusal of `POST /v2/transactions`. `undefined` when the answer is not one of the node's own. */
export function readRejection(body: unknown): BroadcastOutcome | undefined {
  if (!isObject(body) || typeof body.reason !== 'string' || !/^\w{1,64}$/.test(body.reason)) return undefined;
  const data = isObject(body.reason_data) ? body.reason_data : {};
  const expected = bigintOf(data.expected);
  const actual = bigintOf(data.actual);
  return {
    status: 'rejected',
    reason: body.reason,
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  };
}

function isId(value: unknown, txid: string): boolean {
  return typeof value === 'string' && value.replace(/^0x/, '').toLowerCase() === txid;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whole numbers as nodes write them: JSON number, decimal text, or hexadecimal text. */
function bigintOf(value: unknown): bigint | undefined {
  if (isCount(value)) return BigInt(value);
  return typeof value === 'string' && /^(?:\d{1,39}|0x[\da-f]{1,32})$/.test(value) ? BigInt(value) : undefined;
}

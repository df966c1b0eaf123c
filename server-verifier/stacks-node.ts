/** One Stacks node with the API in front of it: version 3 of each route first, then version 1, and a circuit breaker around both. */

import type { BroadcastOutcome, ChainTransaction, TransactionSlot, TransferEvent } from './chain-client.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { type NodeAnswer, type NodeRequestOptions, requestNode } from './node-request.js';
import {
  type AccountNonces,
  isAcceptance,
  readAccount,
  readBurnBlockHeight,
  readEventsV1,
  readEventsV3,
  readNonces,
  readRawTransaction,
  readRejection,
  readTransactionV1,
  readTransactionV3,
} from './stacks-api.js';

/** What a broadcast came to at this node. `unsure`: the transaction may have arrived. `untouched`: it did not. */
export type NodeBroadcast = BroadcastOutcome | { readonly status: 'unsure' | 'untouched' };

/** Events of a page, and most pages that are read: a payment has a handful. */
const EVENTS_PER_PAGE = 100;
const MAX_EVENT_PAGES = 10;

/** Every question answers `undefined` when this node gave no answer that can be understood. */
export class StacksNode {
  readonly #url: string;
  readonly #options: NodeRequestOptions;
  readonly #breaker: CircuitBreaker;
  /** Known once version 3 has answered: from then on its 404 is the node's last word. */
  #hasV3 = false;

  constructor(url: string, options: NodeRequestOptions, clock: () => number) {
    this.#url = url;
    this.#options = options;
    this.#breaker = new CircuitBreaker(clock);
  }

  /** Whether to ask this node now. */
  mayTry(): boolean {
    return this.#breaker.mayTry();
  }

  async broadcast(transaction: Uint8Array, txid: string): Promise<NodeBroadcast> {
    const headers = { 'Content-Type': 'application/octet-stream' };
    const body = transaction as Uint8Array<ArrayBuffer>;
    const answer = await this.#request('/v2/transactions', { method: 'POST', headers, body });
    if (answer.kind === 'json') return { status: isAcceptance(answer.body, txid) ? 'accepted' : 'unsure' };
    if (answer.kind === 'throttled') return { status: 'untouched' };
    if (answer.kind === 'failed') return { status: 'unsure' };
    const rejection = readRejection(answer.body);
    if (rejection?.status === 'rejected' && rejection.reason.startsWith('ServerFailure')) return { status: 'unsure' };
    return rejection ?? { status: 'untouched' };
  }

  async transaction(txid: string): Promise<ChainTransaction | undefined> {
    const answer = await this.#get(`/extended/v3/transactions/0x${txid}?include=result`);
    if (answer.kind === 'json') {
      const found = readTransactionV3(answer.body, txid);
      if (found) this.#hasV3 = true;
      return found;
    }
    if (answer.kind !== 'refused') return undefined;
    if (this.#hasV3 && answer.status === 404) return { status: 'not_found', txid };
    const older = await this.#get(`/extended/v1/tx/0x${txid}`);
    if (older.kind === 'json') return readTransactionV1(older.body, txid);
    return older.kind === 'refused' ? { status: 'not_found', txid } : undefined;
  }

  async transfers(txid: string): Promise<readonly TransferEvent[] | undefined> {
    return (await this.#transfersV3(txid)) ?? (this.#hasV3 ? undefined : await this.#transfersV1(txid));
  }

  async rawTransaction(txid: string): Promise<string | 'not_found' | undefined> {
    let isUnknown = true;
    for (const path of [`/extended/v1/tx/0x${txid}/raw`, `/v3/transaction/${txid}`]) {
      const answer = await this.#get(path);
      const hex = answer.kind === 'json' ? readRawTransaction(answer.body) : undefined;
      if (hex !== undefined) return hex;
      isUnknown &&= answer.kind === 'refused';
    }
    return isUnknown ? 'not_found' : undefined;
  }

  async account(address: string): Promise<{ nonce: bigint; balance: bigint } | undefined> {
    const answer = await this.#get(`/v2/accounts/${address}?proof=0`);
    return answer.kind === 'json' ? readAccount(answer.body) : undefined;
  }

  /** The nonce is asked for first: an index only grows, so it had executed the nonce before it was asked for the transaction. */
  async isReplaced({ txid, payer, nonce }: TransactionSlot): Promise<boolean | undefined> {
    const executed = (await this.#nonces(payer))?.executed;
    if (executed === undefined) return undefined;
    if (executed < nonce) return false;
    const found = await this.transaction(txid);
    return found && (found.status === 'not_found' || found.status === 'dropped');
  }

  async isInLine({ payer, nonce }: TransactionSlot): Promise<boolean | undefined> {
    const nonces = await this.#nonces(payer);
    if (nonces?.missing === undefined) return undefined;
    const { executed, waiting, missing } = nonces;
    if (nonce <= executed + 1n) return nonce > executed;
    // What is missing is listed up to the last one that waits.
    return waiting >= nonce - 1n && !missing.some((gap) => gap < nonce);
  }

  async burnBlockHeight(): Promise<number | undefined> {
    const answer = await this.#get('/v2/info');
    return answer.kind === 'json' ? readBurnBlockHeight(answer.body) : undefined;
  }

  async #nonces(payer: string): Promise<AccountNonces | undefined> {
    let answer = await this.#get(`/extended/v3/principals/${payer}/nonces`);
    if (answer.kind === 'refused') answer = await this.#get(`/extended/v1/address/${payer}/nonces`);
    return answer.kind === 'json' ? readNonces(answer.body) : undefined;
  }

  async #transfersV3(txid: string): Promise<readonly TransferEvent[] | undefined> {
    const transfers: TransferEvent[] = [];
    let cursor = '';
    for (let page = 0; page < MAX_EVENT_PAGES; page++) {
      const answer = await this.#get(`/extended/v3/transactions/0x${txid}/events?limit=${EVENTS_PER_PAGE}${cursor}`);
      const read = answer.kind === 'json' ? readEventsV3(answer.body) : undefined;
      if (!read) return undefined;
      transfers.push(...read.transfers);
      if (read.next === undefined) return transfers;
      cursor = `&cursor=${encodeURIComponent(read.next)}`;
    }
    return undefined;
  }

  async #transfersV1(txid: string): Promise<readonly TransferEvent[] | undefined> {
    const transfers: TransferEvent[] = [];
    let read = 0;
    for (let page = 0; page < MAX_EVENT_PAGES; page++) {
      const query = `event_limit=${EVENTS_PER_PAGE}&event_offset=${read}`;
      const answer = await this.#get(`/extended/v1/tx/0x${txid}?${query}`);
      const events = answer.kind === 'json' ? readEventsV1(answer.body) : undefined;
      if (!events) return undefined;
      transfers.push(...events.transfers);
      read += events.count;
      if (read >= events.total || events.count === 0) return transfers;
    }
    return undefined;
  }

  #get(path: string): Promise<NodeAnswer> {
    return this.#request(path, { method: 'GET' });
  }

  async #request(path: string, init: RequestInit): Promise<NodeAnswer> {
    const answer = await requestNode(this.#url + path, init, this.#options);
    if (answer.kind === 'failed') this.#breaker.failed();
    else if (answer.kind === 'throttled') this.#breaker.pauseFor(answer.retryAfterMilliseconds ?? 1000);
    else this.#breaker.succeeded();
    return answer;
  }
}

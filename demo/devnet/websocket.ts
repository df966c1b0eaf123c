/** `/extended/v1/ws`: JSON-RPC subscriptions as the API has them, for `@stacks/blockchain-api-client` and the demo's live strip. */

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Chain } from './chain.js';
import { concerned } from './history.js';
import type { Block, TransactionRecord } from './records.js';
import { addressTransactionView, stxView } from './views/address.js';
import { blockV1 } from './views/block.js';
import { transactionV1 } from './views/transaction-v1.js';

const PATH = '/extended/v1/ws';
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_TOPICS = 1000;

/** What a client may subscribe to, and which of its parameters names the topic. */
const EVENTS: Readonly<Record<string, 'tx_id' | 'address' | undefined>> = {
  tx_update: 'tx_id',
  address_tx_update: 'address',
  address_balance_update: 'address',
  block: undefined,
  mempool: undefined,
  microblock: undefined,
};

export class Subscriptions {
  readonly #chain: Chain;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  /** Topics by client: `block`, `tx_update 0x…`. */
  readonly #topics = new Map<WebSocket, Set<string>>();

  constructor(server: Server, chain: Chain) {
    this.#chain = chain;
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    chain.on('transaction', (record) => this.#tellTransaction(record));
    chain.on('block', (block) => this.#tellBlock(block));
  }

  close(): void {
    for (const client of this.#topics.keys()) client.terminate();
    this.#server.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?')[0] !== PATH) {
      socket.destroy();
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#topics.set(client, new Set());
      client.on('message', (data) => client.send(JSON.stringify(this.#answer(client, String(data)))));
      client.on('close', () => this.#topics.delete(client));
      client.on('error', () => client.terminate());
    });
  }

  #answer(client: WebSocket, text: string): Record<string, unknown> {
    let request: { id?: unknown; method?: unknown; params?: unknown } | null;
    try {
      request = JSON.parse(text);
    } catch {
      return refusal(null, -32700, 'Parse error');
    }
    const id = request?.id ?? null;
    const { method } = request ?? {};
    if (method !== 'subscribe' && method !== 'unsubscribe') return refusal(id, -32601, 'Method not found');
    const { event, ...params } = (request?.params ?? {}) as Record<string, unknown>;
    if (typeof event !== 'string' || !Object.hasOwn(EVENTS, event)) {
      return refusal(id, -32602, 'subscription request must use a valid event name');
    }
    const name = EVENTS[event];
    const subject = name === undefined ? '' : params[name];
    if (typeof subject !== 'string' || subject.length > 200) return refusal(id, -32602, `invalid ${name}`);
    const normalised = name === 'tx_id' ? `0x${subject.replace(/^0x/, '').toLowerCase()}` : subject;
    if (!this.#change(client, topicOf(event, normalised), method)) return refusal(id, -32000, 'too many subscriptions');
    return { jsonrpc: '2.0', id, result: name === undefined ? {} : { [name]: normalised } };
  }

  #change(client: WebSocket, topic: string, method: 'subscribe' | 'unsubscribe'): boolean {
    const topics = this.#topics.get(client) ?? new Set();
    if (method === 'unsubscribe') topics.delete(topic);
    else if (topics.size >= MAX_TOPICS) return false;
    else topics.add(topic);
    return true;
  }

  #tellTransaction(record: TransactionRecord): void {
    if (this.#topics.size === 0) return;
    const view = transactionV1(record, (contract) => this.#chain.contractInterface(contract));
    this.#tell('tx_update', `0x${record.transaction.txid}`, () => view);
    if (record.status === 'pending') this.#tell('mempool', '', () => view);
    if (!record.mined) return;
    for (const address of concerned(record)) {
      this.#tell('address_tx_update', address, () => ({
        address,
        tx_id: view.tx_id,
        tx_status: view.tx_status,
        tx_type: view.tx_type,
        ...addressTransactionView(this.#chain, record, address),
      }));
      this.#tell('address_balance_update', address, () => ({ address, ...stxView(this.#chain, address) }));
    }
  }

  #tellBlock(block: Block): void {
    this.#tell('block', '', () => blockV1(block));
  }

  #tell(event: string, subject: string, params: () => unknown): void {
    const topic = topicOf(event, subject);
    let text: string | undefined;
    for (const [client, topics] of this.#topics) {
      if (!topics.has(topic)) continue;
      text ??= JSON.stringify({ jsonrpc: '2.0', method: event, params: params() });
      client.send(text);
    }
  }
}

function topicOf(event: string, subject: string): string {
  return `${event} ${subject}`;
}

function refusal(id: unknown, code: number, message: string): Record<string, unknown> {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

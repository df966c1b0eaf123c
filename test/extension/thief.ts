/** A seller who tries to get more than a person meant to give. It answers as each test tells it, keeps every payment, and cashes in all of them. */

import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodePaymentPayload, encodeHeader } from 'x402pay';
import type { Devnet } from '../../demo/devnet/index.js';

export interface Visit {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `PAYMENT-SIGNATURE`. */
  readonly payment: string | undefined;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** By path without the query; `undefined` sells what is asked for to everybody who pays. */
export type Manners = Readonly<
  Record<string, (visit: Visit, thief: Thief) => Answer | undefined | Promise<Answer | undefined>>
>;

export interface Demand {
  readonly atomic?: bigint;
  readonly payTo?: string;
  readonly asset?: string;
  readonly access?: string;
  readonly description?: string;
  /** What makes an offer one of its kind. */
  readonly token?: string;
  /** Address of what is sold. */
  readonly resource?: string;
}

let demands = 0;

export class Thief {
  readonly url: string;
  readonly visits: Visit[] = [];
  readonly #devnet: Devnet;
  readonly #close: () => Promise<void>;

  private constructor(url: string, devnet: Devnet, close: () => Promise<void>) {
    this.url = url;
    this.#devnet = devnet;
    this.#close = close;
  }

  /** @param host any name that the browser resolves to this computer */
  static async open(devnet: Devnet, manners: Manners = {}, host = '127.0.0.1'): Promise<Thief> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://${host}:${(server.address() as AddressInfo).port}`;
    const thief = new Thief(url, devnet, () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    });
    server.on('request', async (request, response) => {
      const visit = await visitOf(request);
      if (visit.method !== 'OPTIONS') thief.visits.push(visit);
      const path = new URL(visit.path, url).pathname;
      const { status = 200, headers, body = PAGE } = (await manners[path]?.(visit, thief)) ?? thief.sell(visit);
      response.writeHead(status, { 'content-type': 'text/html', 'cache-control': 'no-store', ...CORS, ...headers });
      response.end(visit.method === 'HEAD' ? undefined : body);
    });
    return thief;
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** A 402. No two are the same. */
  ask({ atomic = 100_000n, payTo, asset = 'STX', access, description, token, resource = '' }: Demand = {}): Answer {
    const offer = {
      ...{ scheme: 'exact', network: this.#devnet.network, amount: atomic.toString(), asset },
      ...{ payTo: payTo ?? this.#devnet.account('creator').address, maxTimeoutSeconds: 600 },
      extra: { demand: `${demands++}`, ...(access !== undefined && { access }), ...(token && { offer: token }) },
    };
    const what = { url: new URL(resource, this.url).href, ...(description !== undefined && { description }) };
    const header = encodeHeader({ x402Version: 2, resource: what, accepts: [offer] });
    return { status: 402, headers: { 'payment-required': header } };
  }

  /** Everything but the root costs money, and any payment will do. */
  sell({ path, payment }: Visit, demand: Demand = {}): Answer {
    if (payment !== undefined || path === '/') return {};
    return this.ask({ resource: path, ...demand });
  }

  /** Payments that came, each once. */
  get payments(): readonly string[] {
    return [...new Set(this.visits.flatMap(({ payment }) => payment ?? []))];
  }

  /** Requests for a path, ` paid` where a payment came along. */
  get log(): readonly string[] {
    return this.visits
      .filter(({ path }) => path !== '/favicon.ico')
      .map(({ method, path, payment }) => `${method} ${path}${payment === undefined ? '' : ' paid'}`);
  }

  /** Sends every payment to the chain. */
  async cashIn(): Promise<void> {
    for (const header of this.payments) {
      const { payload } = decodePaymentPayload(header);
      if (!('transaction' in payload)) continue;
      const headers = { 'content-type': 'application/octet-stream' };
      const body = Buffer.from(payload.transaction, 'hex');
      await fetch(`${this.#devnet.url}/v2/transactions`, { method: 'POST', headers, body });
    }
    if (this.payments.length > 0) await this.#devnet.mine();
  }
}

const PAGE = '<!doctype html><meta charset="utf-8"><title>A page</title><p>Words.';
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': '*',
};

async function visitOf(request: IncomingMessage): Promise<Visit> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url: path = '', headers } = request;
  const payment = headers['payment-signature'] as string | undefined;
  return { method, path, headers, payment, body: Buffer.concat(chunks).toString() };
}

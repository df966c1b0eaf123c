/** Servers that sell the same three things, each in its own way, on loopback. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { x402Facilitator } from '@x402/core/facilitator';
import { HTTPFacilitatorClient, x402ResourceServer } from '@x402/core/server';
import { paymentMiddleware as officialExpress } from '@x402/express';
import { paymentMiddleware as officialHono } from '@x402/hono';
import express, { type Express } from 'express';
import { Hono } from 'hono';
import { paymentMiddleware as peerExpress } from 'x402-stacks';
import { createFacilitator, type Facilitator } from 'x402pay/facilitator';
import { createExactStacksFacilitator, createExactStacksServer } from 'x402pay/mechanism';
import { createMemoryClaims, createVerifier, type Terms, type VerifierConfig } from 'x402pay/verifier';
import { nodeListener } from 'x402pay/verifier/node';
import type { Devnet } from '../../demo/devnet/index.js';
import { loopTime } from '../suites/loop-time.js';

const NETWORK = 'stacks:2147483648';
const SECRET = 'a secret of these tests, and of no other';
/** What is sold for a payment each: the first two at 1000 atomic units of STX, the third at as many of USDCx. */
const PATHS = ['/stx', '/other', '/usdcx'] as const;
export const PRICE_ATOMIC = 1000n;

/** A server on loopback. */
export interface Shop {
  readonly url: string;
  /** How often a handler has run. */
  runs(): number;
  /** The next run of a handler throws. */
  failOnce(): void;
  /** Payment headers of all requests so far. */
  readonly seen: { readonly path: string; readonly name: string; readonly value: string }[];
  close(): Promise<void>;
}

export const SERVERS = [
  'x402pay verifier',
  'x402pay verifier + facilitator',
  '@x402/express + mechanism',
  '@x402/hono + mechanism',
  'x402-stacks paymentMiddleware + facilitator',
] as const;
export type ServerName = (typeof SERVERS)[number];

/** One second is long enough for a block that comes at once, however busy the machine. */
const TIME = loopTime();

/** A facilitator of ours over HTTP, as a peer would run it. */
export async function openFacilitator(
  devnet: Devnet,
  waitSeconds: number = 20,
): Promise<{ url: string; close(): Promise<void> }> {
  const facilitator: Facilitator = createFacilitator({
    networks: NETWORK,
    chain: { url: devnet.url },
    claims: createMemoryClaims(),
    waitSeconds,
    ...TIME,
  });
  const server = createServer(nodeListener(facilitator));
  return { url: await listening(server), close: () => closed(server) };
}

/** What an operator has in front of a server, such as CORS. True when it has answered by itself. */
export type Front = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

export async function openShop(
  name: ServerName,
  devnet: Devnet,
  facilitatorUrl: string,
  waitSeconds: number = 20,
  front: Front = () => false,
): Promise<Shop> {
  const seen: Shop['seen'] = [];
  let runs = 0;
  let fails = false;
  const content = (path: string) => {
    runs += 1;
    if (fails) {
      fails = false;
      throw new Error('The handler fails, as this test wants it to.');
    }
    return `content of ${path}`;
  };
  const failOnce = () => {
    fails = true;
  };
  const server = createServer();
  // The verifier must know its own address, and that is known only now.
  const url = await listening(server);
  const listener = listenerOf(name, { url, devnet, facilitatorUrl, content, waitSeconds });
  server.on('request', (incoming, outgoing) => {
    for (const header of ['payment-signature', 'x-payment']) {
      const value = incoming.headers[header];
      if (typeof value === 'string') seen.push({ path: incoming.url ?? '', name: header, value });
    }
    if (!front(incoming, outgoing)) listener(incoming, outgoing);
  });
  return { url, seen, runs: () => runs, failOnce, close: () => closed(server) };
}

interface Ground {
  readonly url: string;
  readonly devnet: Devnet;
  readonly facilitatorUrl: string;
  readonly waitSeconds: number;
  /** Called by the handler. */
  readonly content: (path: string) => string;
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

function listenerOf(name: ServerName, ground: Ground): Listener {
  switch (name) {
    case 'x402pay verifier':
      return ours(ground, {});
    case 'x402pay verifier + facilitator':
      return ours(ground, { facilitator: { url: ground.facilitatorUrl } });
    case '@x402/express + mechanism':
      return officialExpressOn(ground);
    case '@x402/hono + mechanism':
      return officialHonoOn(ground);
    case 'x402-stacks paymentMiddleware + facilitator':
      return peerExpressOn(ground);
  }
}

function ours({ url, devnet, content, waitSeconds }: Ground, config: Partial<VerifierConfig>): Listener {
  const verifier = createVerifier({
    network: NETWORK,
    payTo: devnet.account('creator').address,
    secret: SECRET,
    origin: url,
    chain: { url: devnet.url },
    waitSeconds,
    claims: createMemoryClaims(),
    page: false,
    ...TIME,
    ...config,
  });
  const terms = (price: Terms['price']): Terms => ({ price, access: 'once', v1: true });
  const guards = {
    '/stx': verifier.protect(terms({ STX: '0.001' })),
    '/other': verifier.protect(terms({ STX: '0.001' })),
    '/usdcx': verifier.protect(terms({ USDCx: '0.001' })),
  };
  return nodeListener(async (request) => {
    const { pathname } = new URL(request.url);
    const guarded = guards[pathname as keyof typeof guards];
    return guarded ? guarded(request, () => new Response(content(pathname))) : new Response('nothing', { status: 404 });
  });
}

/** Routes as the official middleware wants them. */
function officialRoutes({ url, devnet }: Ground) {
  const option = (price: string) => ({
    scheme: 'exact',
    network: NETWORK,
    payTo: devnet.account('creator').address,
    price,
  });
  const prices = { '/stx': '0.001 STX', '/other': '0.001 STX', '/usdcx': '$0.001' };
  return Object.fromEntries(
    Object.entries(prices).map(([path, price]) => [`GET ${path}`, { accepts: option(price), resource: url + path }]),
  ) as Parameters<typeof officialExpress>[0];
}

function officialExpressOn(ground: Ground): Listener {
  const app = express();
  const resources = new x402ResourceServer(new HTTPFacilitatorClient({ url: ground.facilitatorUrl }));
  resources.register('stacks:*', createExactStacksServer({ secret: SECRET }));
  app.use(officialExpress(officialRoutes(ground), resources));
  serveOn(app, ground);
  return app as Listener;
}

function officialHonoOn(ground: Ground): Listener {
  const { devnet, content, waitSeconds } = ground;
  const config = {
    networks: NETWORK,
    chain: { url: devnet.url },
    claims: createMemoryClaims(),
    waitSeconds,
    ...TIME,
  } as const;
  const facilitator = new x402Facilitator().register(NETWORK, createExactStacksFacilitator(config));
  const local = {
    verify: facilitator.verify.bind(facilitator),
    settle: facilitator.settle.bind(facilitator),
    getSupported: async () => facilitator.getSupported(),
  };
  const resources = new x402ResourceServer(local as never);
  resources.register('stacks:*', createExactStacksServer({ secret: SECRET }));
  const app = new Hono();
  app.use(officialHono(officialRoutes(ground) as never, resources));
  for (const path of PATHS) app.get(path, (context) => context.text(content(path)));
  return nodeListener((request) => app.fetch(request), { origin: ground.url });
}

function peerExpressOn(ground: Ground): Listener {
  const { devnet, facilitatorUrl } = ground;
  const app = express();
  const pay = (asset: string) =>
    peerExpress({
      amount: PRICE_ATOMIC.toString(),
      payTo: devnet.account('creator').address,
      network: 'testnet',
      asset,
      facilitatorUrl,
    } as never) as never;
  app.get('/stx', pay('STX'));
  app.get('/other', pay('STX'));
  app.get('/usdcx', pay(devnet.tokens.USDCx));
  serveOn(app, ground);
  return app as Listener;
}

function serveOn(app: Express, { content }: Ground): void {
  for (const path of PATHS) {
    app.get(path, (_request, response) => {
      response.type('text/plain').send(content(path));
    });
  }
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

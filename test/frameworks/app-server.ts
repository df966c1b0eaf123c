/** Serves the built example apps beside what they sell, on the embedded chain, with the development wallet in every page. */

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { createVerifier } from 'x402pay/verifier';
import { nodeListener } from 'x402pay/verifier/node';
import { DEMO_FACTS_PATH, type DemoFacts } from '../../demo/demo-facts.js';
import type { Devnet } from '../../demo/devnet/index.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export interface AppServer {
  readonly url: string;
  /** Paths that were paid for, in order: one for each time that a payment was accepted. */
  readonly sold: readonly string[];
  close(): void;
}

/** @param folder has the apps, and `page.js` with the wallet */
export async function serveApps(folder: string, devnet: Devnet): Promise<AppServer> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sold: string[] = [];
  const sell = shopOf(url, devnet, sold);
  const { network, tokens, contracts, accounts } = devnet;
  const facts: DemoFacts = { devnet: devnet.url, network, tokens, contracts, accounts, resources: [] };
  server.on(
    'request',
    nodeListener((request) => {
      const { pathname } = new URL(request.url);
      if (pathname === DEMO_FACTS_PATH) return Promise.resolve(Response.json(facts));
      return pathname.startsWith('/paid/') ? sell(request) : file(folder, pathname);
    }),
  );
  return { url, sold, close: () => closeAtOnce(server) };
}

function shopOf(origin: string, devnet: Devnet, sold: string[]): (request: Request) => Promise<Response> {
  const verifier = createVerifier({
    network: devnet.network,
    payTo: devnet.account('creator').address,
    secret: 'a secret of these tests, and of no other',
    origin,
    chain: { url: devnet.url },
    page: false,
  });
  const protect = verifier.protect({ price: { STX: '0.001' }, access: '30d' });
  return (request) =>
    protect(request, () => {
      const { pathname } = new URL(request.url);
      if (request.headers.has('payment-signature')) sold.push(pathname);
      return new Response(`<p>What stands at ${pathname}.</p>`, { headers: { 'Content-Type': 'text/html' } });
    });
}

async function file(folder: string, pathname: string): Promise<Response> {
  const path = join(folder, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
  const type = TYPES[extname(path)];
  const body = type && (await readFile(path, 'utf8').catch(() => undefined));
  if (!body) return new Response(null, { status: 404 });
  const page = body.replace('<head>', '<head><script type="module" src="/page.js"></script>');
  return new Response(type.startsWith('text/html') ? page : body, { headers: { 'Content-Type': type } });
}

function closeAtOnce(server: Server): void {
  server.close();
  server.closeAllConnections();
}

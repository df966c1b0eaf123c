/** A page of somebody's site, with the script tag and the development wallet on it, and paywalls whose content is sold at another origin. */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { DEMO_FACTS_PATH, type DemoFacts } from '../../demo/demo-facts.js';
import type { Devnet } from '../../demo/devnet/index.js';

/**
 * @param bundles folder of `x402pay.js`, its chunks and `page.js`
 * @returns the page's server, and `pageFor`: the address of a page with a paywall for this resource
 */
export async function openForeignPage(
  bundles: string,
  devnet: Devnet,
): Promise<{ readonly server: Server; pageFor(resource: string): string }> {
  const { url, network, tokens, contracts, accounts } = devnet;
  const facts: DemoFacts = { devnet: url, network, tokens, contracts, accounts, resources: [] };
  const server = createServer((request, response) => void serve(request, response, bundles, facts));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, pageFor: (resource) => `${origin}/?${new URLSearchParams({ resource })}` };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  bundles: string,
  facts: DemoFacts,
): Promise<unknown> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === DEMO_FACTS_PATH)
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(facts));
  if (pathname === '/') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(page(searchParams.get('resource') ?? '', facts.devnet));
  }
  const script =
    pathname.endsWith('.js') && (await readFile(join(bundles, normalize(pathname))).catch(() => undefined));
  if (!script) return response.writeHead(404).end();
  return response.setHeader('content-type', 'text/javascript').end(script);
}

function page(resource: string, nodeUrl: string): string {
  return `<!doctype html><html lang="en"><title>Somebody's page</title>
    <link rel="icon" href="data:,">
    <script async src="/x402pay.js"></script><script type="module" src="/page.js"></script>
    <main><x402-paywall src="${resource}" node-url="${nodeUrl}"><p>The beginning is free.</p></x402-paywall></main>`;
}

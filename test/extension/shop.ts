/** A seller with bad manners, on a port of its own: for what happens between two origins, and for sellers who do not deliver. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemoryClaims, createVerifier } from 'x402pay/verifier';
import { nodeListener } from 'x402pay/verifier/node';
import type { Devnet } from '../../demo/devnet/index.js';

const SECRET = 'a secret of the tests, longer than thirty-two bytes';

export interface Shop {
  readonly url: string;
  /** `GET /article` for each request, with ` paid` where a payment came with it. */
  readonly visits: readonly string[];
  close(): Promise<void>;
}

/**
 * | path | |
 * |---|---|
 * | `/` | a page |
 * | `/article`, `/quote` | sold, for an hour and once |
 * | `/plain/article` | sold, to a browser that is told nothing of CORS but that anybody may read |
 * | `/never` | asks for money, whatever it is sent |
 * | `/held` | takes the payment, does not send it, and does not answer it |
 * | `/refuses` | takes the payment, and says that it will not have it |
 * | `/away?to=` | redirects |
 */
export async function openShop(devnet: Devnet, host: '127.0.0.1' | 'localhost' = '127.0.0.1'): Promise<Shop> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const visits: string[] = [];
  const answer = answers(devnet, url);
  server.on(
    'request',
    nodeListener(
      async (request) => {
        const { pathname } = new URL(request.url);
        const paid = request.headers.has('payment-signature');
        if (request.method !== 'OPTIONS') visits.push(`${request.method} ${pathname}${paid ? ' paid' : ''}`);
        return answer(request, pathname, paid);
      },
      { origin: url },
    ),
  );
  return {
    url,
    visits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answers(devnet: Devnet, origin: string) {
  const verifier = createVerifier({
    network: devnet.network,
    payTo: devnet.account('creator').address,
    secret: SECRET,
    origin,
    chain: { urls: [devnet.url] },
    claims: createMemoryClaims(),
  });
  const sell = (resource: string, access: string) => verifier.protect({ price: { STX: '0.1' }, access, resource });
  const [article, plain, never, held, refuses] = ['/article', '/plain/article', '/never', '/held', '/refuses'].map(
    (path) => sell(path, '1h'),
  );
  const quote = sell('/quote', 'once');
  const goods = () => new Response('<!doctype html><title>Goods</title><p>What was paid for.', HTML);
  return async (request: Request, pathname: string, paid: boolean): Promise<Response> => {
    if (pathname === '/article') return article!(request, goods);
    if (pathname === '/quote') return quote(request, goods);
    if (pathname === '/plain/article') return onlyReadable(await plain!(request, goods));
    if (pathname === '/never') return never!(withoutPayment(request), goods);
    if (pathname === '/held') return paid ? new Response('later', { status: 503 }) : held!(request, goods);
    if (pathname === '/refuses') return paid ? refusal(devnet.network) : refuses!(request, goods);
    if (pathname === '/away') return Response.redirect(new URL(request.url).searchParams.get('to') ?? '', 302);
    return new Response('<!doctype html><title>Shop</title><p>A page.', HTML);
  };
}

const HTML = { headers: { 'content-type': 'text/html' } };

function onlyReadable(response: Response): Response {
  const headers = new Headers([...response.headers].filter(([name]) => !name.startsWith('access-control-')));
  headers.set('access-control-allow-origin', '*');
  return new Response(response.body, { status: response.status, headers });
}

function withoutPayment(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.delete('payment-signature');
  return new Request(request.url, { method: request.method, headers });
}

function refusal(network: string): Response {
  const said = { success: false, errorReason: 'invalid_offer', transaction: '', network };
  const header = Buffer.from(JSON.stringify(said)).toString('base64');
  return new Response('no', { status: 402, headers: { 'payment-response': header } });
}

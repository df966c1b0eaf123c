/** What a seller's handler says to shared caches must not give one reader's content to all others. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import expressApp, { type RequestHandler } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import type { PaidAccess } from 'x402pay/verifier';
import { express } from 'x402pay/verifier/express';
import { buys, ORIGIN, offerOf, openShop, presents, signed, TERMS } from '../verifier/shop.js';

/** RFC 9213, and what single networks and servers call it. Each outweighs Cache-Control where it is understood. */
const TARGETED = [
  'CDN-Cache-Control',
  'Cloudflare-CDN-Cache-Control',
  'Vercel-CDN-Cache-Control',
  'Netlify-CDN-Cache-Control',
  'Surrogate-Control',
  'Edge-Control',
  'X-Accel-Expires',
];
const OPEN = 'public, max-age=3600';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function answerOfExpress(handler: RequestHandler): Promise<Response> {
  const { verifier } = openShop();
  const guarded = verifier.protect(TERMS);
  const app = expressApp();
  app.get('/a', express(guarded), handler);
  const server = createServer(app);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const offer = await offerOf(guarded);
  const headers = presents(offer, signed(offer, { resource: `${ORIGIN}/a` }));
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a`, { headers });
}

function expectPrivate(response: Response): void {
  expect(response.status).toBe(200);
  expect(response.headers.get('Cache-Control')).toBe('private, max-age=3600');
  expect(TARGETED.filter((name) => response.headers.has(name))).toEqual([]);
}

describe('what was paid for is for no shared cache', () => {
  it('whatever the handler says to those of one network', async () => {
    const headers = Object.fromEntries(['Cache-Control', ...TARGETED].map((name) => [name, OPEN]));
    const handler = () => new Response('content', { headers });
    const { response } = await buys(openShop().verifier.protect(TERMS), { handler });
    expectPrivate(response);
  });

  it.each<[string, RequestHandler]>([
    [
      'set',
      (_, response) => {
        for (const name of ['Cache-Control', ...TARGETED]) response.setHeader(name, OPEN);
        response.end('content');
      },
    ],
    [
      'written as an object',
      (_, response) => {
        response.writeHead(200, Object.fromEntries(['Cache-Control', ...TARGETED].map((name) => [name, OPEN]))).end();
      },
    ],
    [
      'written as a list',
      (_, response) => {
        const list = ['Cache-Control', ...TARGETED].flatMap((name) => [name, OPEN]);
        response.writeHead(200, [...list, 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']).end();
      },
    ],
  ])('behind Express, where they are %s', async (how, handler) => {
    const response = await answerOfExpress(handler);
    expectPrivate(response);
    if (how.includes('list')) expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('and the handler knows until when the access lasts, also where the payer gets no pass', async () => {
    let access: PaidAccess | undefined;
    const guarded = openShop().verifier.protect({ ...TERMS, pass: { bound: true } });
    const handler = (_: Request, given: PaidAccess) => {
      access = given;
      return new Response('content');
    };
    await buys(guarded, { handler });
    expect(access?.expiresAt).toBeGreaterThan(0);
  });
});

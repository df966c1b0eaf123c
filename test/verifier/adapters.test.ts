/** The adapters, over real sockets: streams both ways, clients that go away, paths as they stand on the wire. */

import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import expressServer, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { decodePaymentRequired, HEADER } from 'x402pay';
import type { Protection } from 'x402pay/verifier';
import { express } from 'x402pay/verifier/express';
import { fetchHandler } from 'x402pay/verifier/fetch';
import { hono, type PaidVariables } from 'x402pay/verifier/hono';
import { nodeListener } from 'x402pay/verifier/node';
import {
  ONCE,
  ORIGIN,
  offerOf,
  openShop,
  openShopWithClaims,
  presents,
  READER,
  serves,
  signed,
  TERMS,
  verdict,
} from './shop.js';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A request whose path is sent as it is written. */
function raw(
  url: string,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<IncomingMessage & { text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = httpRequest({ hostname, port, path, ...options }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(Object.assign(response, { text })));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

async function paidHeaders(guarded: Protection, options = {}, path = '/a'): Promise<Record<string, string>> {
  const offer = await offerOf(guarded, 'STX', new Request(ORIGIN + path));
  return presents(offer, signed(offer, { resource: ORIGIN + path, ...options }));
}

/** The claim behind an answer of Express is settled a moment after the answer is out. */
async function untilFree(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await ask();
    await response.text();
    if (response.status !== 409) return response;
  }
}

describe('the adapter for Node', () => {
  it('serves a 402 and the content', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const url = await listen(nodeListener((request) => guarded(request, serves)));
    const refused = await fetch(`${url}/a`);
    expect(refused.status).toBe(402);
    expect(decodePaymentRequired(refused.headers.get(HEADER.required) as string).resource.url).toBe(`${ORIGIN}/a`);
    const paid = await fetch(`${url}/a`, { headers: await paidHeaders(guarded) });
    expect([paid.status, await paid.text(), verdict(paid)]).toEqual([200, 'the content', '200 success']);
  });

  it.each(['/a/../b', '/./a', '/%2e%2e/b', '//a', '/a%2Fb', '/a\\b', '/a%zz', '/a%00'])(
    'refuses %s before a parser smooths it over',
    async (path) => {
      const guarded = openShop().verifier.protect(TERMS);
      const url = await listen(nodeListener((request) => guarded(request, serves)));
      expect((await raw(url, path)).statusCode).toBe(400);
    },
  );

  it('does not use the Host header, however it looks', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const url = await listen(nodeListener((request) => guarded(request, serves)));
    for (const Host of ['evil.example', 'evil.example/x?', 'a b', '']) {
      const response = await raw(url, '/a', { headers: { Host } });
      expect([response.statusCode, JSON.parse(response.text).resource.url]).toEqual([402, `${ORIGIN}/a`]);
    }
  });

  it('answers HEAD with headers only', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const url = await listen(nodeListener((request) => guarded(request, serves)));
    const headers = await paidHeaders(guarded);
    const response = await raw(url, '/a', { method: 'HEAD', headers });
    expect([response.statusCode, response.text, HEADER.response.toLowerCase() in response.headers]).toEqual([
      200,
      '',
      true,
    ]);
  });

  it('passes several cookies, bodies, and streams both ways', async () => {
    const listener = nodeListener(async (request) => {
      const headers = new Headers([
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['X-Method', request.method],
      ]);
      return new Response(request.body?.pipeThrough(new TransformStream()) ?? null, { status: 201, headers });
    });
    const url = await listen(listener);
    const response = await fetch(`${url}/a`, { method: 'POST', body: 'x'.repeat(300_000) });
    expect([response.status, response.headers.get('X-Method'), response.headers.getSetCookie()]).toEqual([
      201,
      'POST',
      ['a=1', 'b=2'],
    ]);
    expect((await response.text()).length).toBe(300_000);
  });

  it('sends the first part before the last one exists', async () => {
    let push: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        push = controller;
      },
    });
    const url = await listen(nodeListener(() => new Response(body)));
    const responding = fetch(`${url}/a`);
    push?.enqueue(new TextEncoder().encode('first'));
    const reader = (await responding).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
    push?.close();
    expect((await reader?.read())?.done).toBe(true);
  });

  it('stops the handler and its stream when the client has gone', async () => {
    let abort: (what: string) => void = () => {};
    let cancel: (what: string) => void = () => {};
    const aborted = new Promise<string>((resolve) => {
      abort = resolve;
    });
    const cancelled = new Promise<string>((resolve) => {
      cancel = resolve;
    });
    const endless = () =>
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1024)),
        cancel: () => cancel('cancelled'),
      });
    const url = await listen(
      nodeListener((request) => {
        request.signal.addEventListener('abort', () => abort('aborted'));
        return new Response(endless());
      }),
    );
    const client = new AbortController();
    const response = await fetch(`${url}/a`, { signal: client.signal });
    await response.body?.getReader().read();
    client.abort();
    expect(await Promise.all([aborted, cancelled])).toEqual(['aborted', 'cancelled']);
  });

  it('breaks the connection when a stream breaks, so that nobody takes half for the whole', async () => {
    const errors: unknown[] = [];
    const body = () =>
      new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(10)),
        pull: (controller) => controller.error(new Error('torn')),
      });
    const url = await listen(nodeListener(() => new Response(body()), { onError: (error) => errors.push(error) }));
    await expect(fetch(`${url}/a`).then((response) => response.text())).rejects.toThrow();
    expect(errors).toHaveLength(1);
  });

  it('answers 500 when the function throws, and tells only the operator why', async () => {
    const errors: unknown[] = [];
    const url = await listen(
      nodeListener(() => Promise.reject(new Error('secret internals')), { onError: (error) => errors.push(error) }),
    );
    const response = await fetch(`${url}/a`);
    expect([response.status, await response.text(), errors.length]).toEqual([500, '', 1]);
  });
});

describe('the adapter for Express', () => {
  const server = (guarded: Protection, ...handlers: RequestHandler[]) => {
    const app = expressServer();
    const router = expressServer.Router();
    router.get('/:id', express(guarded), ...handlers);
    router.post('/:id', expressServer.text(), express(guarded), ...handlers);
    app.use('/articles', router);
    const onError: ErrorRequestHandler = (error, _request, response, _next) => {
      response.status(500).send(String(error.message));
    };
    app.use(onError);
    return listen(app);
  };
  const answers: RequestHandler = (_request, response) => {
    response.setHeader('Cache-Control', 'public');
    response.send(`for ${response.locals.payment.payer}`);
  };

  it('guards what follows, with the whole path also in a router', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const url = await server(guarded, answers);
    const refused = await fetch(`${url}/articles/1`);
    expect([refused.status, (await refused.json()).resource.url]).toEqual([402, `${ORIGIN}/articles/1`]);
    const headers = await paidHeaders(guarded, {}, '/articles/1');
    const paid = await fetch(`${url}/articles/1`, { headers });
    expect([verdict(paid), await paid.text()]).toEqual(['200 success', `for ${READER.address}`]);
    expect(verdict(await fetch(`${url}/articles/2`, { headers }))).toBe('402 invalid_offer');
  });

  it('leaves the body to the handlers', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const url = await server(guarded, (request, response) => void response.send(request.body));
    const offer = await offerOf(guarded, 'STX', new Request(`${ORIGIN}/articles/1`, { method: 'POST' }));
    const headers = { ...presents(offer, signed(offer)), 'Content-Type': 'text/plain' };
    expect(await (await fetch(`${url}/articles/1`, { method: 'POST', headers, body: 'hello' })).text()).toBe('hello');
  });

  it.each(['/articles/a%2Fb', '/articles//1', '/articles/../articles/1'])('refuses %s', async (path) => {
    const url = await server(openShop().verifier.protect(TERMS), answers);
    const { statusCode } = await raw(url, path);
    expect([400, 404]).toContain(statusCode);
  });

  it('uses up an `once` payment with an answer below 500, and with nothing else', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    let status = 500;
    const url = await server(guarded, (_request, response) => void response.status(status).send('done'));
    const headers = await paidHeaders(guarded, {}, '/articles/1');
    const ask = () => untilFree(() => fetch(`${url}/articles/1`, { headers })).then(verdict);
    expect(await ask()).toBe('500 success');
    status = 404;
    expect(await ask()).toBe('404 success');
    expect(await ask()).toBe('402 payment_already_used');
  });

  it('gives a failed handler to Express, and the payment stays good', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    let isBroken = true;
    const url = await server(guarded, (_request, response) => {
      if (isBroken) throw new Error('no database');
      response.send('done');
    });
    const headers = await paidHeaders(guarded, {}, '/articles/1');
    const failed = await fetch(`${url}/articles/1`, { headers });
    expect([failed.status, await failed.text()]).toEqual([500, 'no database']);
    isBroken = false;
    expect((await untilFree(() => fetch(`${url}/articles/1`, { headers }))).status).toBe(200);
  });

  it('runs the handler of an `once` payment once when fifty come at once', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    let runs = 0;
    const url = await server(guarded, (_request, response) => {
      runs += 1;
      setTimeout(() => response.send('done'), 50);
    });
    const headers = await paidHeaders(guarded, {}, '/articles/1');
    const responses = await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/articles/1`, { headers })));
    expect([runs, responses.filter(({ status }) => status === 200).length]).toEqual([1, 1]);
  });
});

describe('the adapter for Hono', () => {
  it('guards what follows, and tells the handler who paid', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const app = new Hono<{ Variables: PaidVariables }>();
    app.use('/a', hono(guarded));
    app.get('/a', (c) => c.text(`for ${c.get('payment').payer}`, 200, { 'X-Mine': '1' }));
    const refused = await app.request('/a');
    expect([refused.status, refused.headers.has(HEADER.required)]).toEqual([402, true]);
    const paid = await app.request('/a', { headers: await paidHeaders(guarded) });
    expect([verdict(paid), await paid.text(), paid.headers.get('X-Mine')]).toEqual([
      '200 success',
      `for ${READER.address}`,
      '1',
    ]);
    expect(paid.headers.get('Vary')?.match(/PAYMENT-PASS/g)).toHaveLength(1);
  });

  it('keeps an `once` payment good when a handler throws', async () => {
    const guarded = openShopWithClaims().verifier.protect(ONCE);
    let isBroken = true;
    const app = new Hono<{ Variables: PaidVariables }>();
    app.use('/a', hono(guarded));
    app.get('/a', (c) => {
      if (isBroken) throw new Error('no database');
      return c.text('done');
    });
    app.onError((_error, c) => c.text('sorry', 500));
    const headers = await paidHeaders(guarded);
    expect(verdict(await app.request('/a', { headers }))).toBe('500 success');
    isBroken = false;
    expect(verdict(await app.request('/a', { headers }))).toBe('200 success');
    expect(verdict(await app.request('/a', { headers }))).toBe('402 payment_already_used');
  });
});

describe('the adapter for fetch servers', () => {
  const routes = (guardedPaths: string[], handler = serves) =>
    Object.fromEntries(guardedPaths.map((path) => [path, { terms: TERMS, handler }]));

  it('takes the longest route, exactly or below', async () => {
    const { verifier } = openShop();
    const handle = fetchHandler(verifier, {
      '/blog/*': { terms: { ...TERMS, description: 'below' }, handler: serves },
      '/blog/news/*': { terms: { ...TERMS, description: 'deeper' }, handler: serves },
      '/blog/news/today': { terms: { ...TERMS, description: 'exact' }, handler: serves },
    });
    const described = async (path: string) => {
      const response = await handle(new Request(ORIGIN + path));
      return response.status === 402 ? (await response.json()).resource.description : response.status;
    };
    expect(await Promise.all(['/blog/1', '/blog/news/1', '/blog/news/today', '/blog', '/'].map(described))).toEqual([
      'below',
      'deeper',
      'exact',
      404,
      404,
    ]);
  });

  it('does not let another spelling of a guarded path slip through to the fallback', async () => {
    const handle = fetchHandler(openShop().verifier, routes(['/secret', '/vault/*']), () => new Response('free'));
    for (const path of ['/%73ecret', '/secret?x', '/secret#x', '/vault/%61', '/vault/'])
      expect((await handle(new Request(ORIGIN + path))).status).toBe(402);
    for (const path of ['//secret', '/vault%2Fa', '/vault//a', '/vault%5Ca'])
      expect((await handle(new Request(ORIGIN + path))).status).toBe(400);
    expect(await (await handle(new Request(`${ORIGIN}/other`))).text()).toBe('free');
  });

  it('serves who has paid', async () => {
    const { verifier } = openShop();
    const handle = fetchHandler(verifier, routes(['/a']));
    const headers = await paidHeaders(verifier.protect(TERMS));
    expect(await (await handle(new Request(`${ORIGIN}/a`, { headers }))).text()).toBe('the content');
  });

  it.each(['a', '/a//b', '/a/../b', '/%61', '*', '/a*b/../*'])('refuses the route %s', (path) => {
    expect(() => fetchHandler(openShop().verifier, routes([path]))).toThrow(
      expect.objectContaining({ code: 'invalid_configuration', field: path }),
    );
  });
});

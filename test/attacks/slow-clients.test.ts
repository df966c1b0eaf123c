/** Clients that take their time, over real sockets: what they hold on to must not be served twice, kept by caches, or pile up. */

import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import expressServer, { type RequestHandler } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClaimStore, createMemoryClaims, type Protection } from 'x402pay/verifier';
import { express } from 'x402pay/verifier/express';
import { nodeListener } from 'x402pay/verifier/node';
import {
  asks,
  ONCE,
  offerOf,
  openShop,
  openShopWithClaims,
  presents,
  signed,
  TERMS,
  verdict,
} from '../verifier/shop.js';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}

function sells(guarded: Protection, ...handlers: RequestHandler[]): Promise<number> {
  const app = expressServer();
  app.all('/a', express(guarded), ...handlers);
  return listen(app);
}

/** The answer, of which nothing is read. */
function asksWithoutReading(port: number, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest({ port, path: '/a', headers }, resolve).on('error', reject).end();
  });
}

async function paid(guarded: Protection, method = 'GET'): Promise<Record<string, string>> {
  const offer = await offerOf(guarded, 'STX', asks('/a', {}, method));
  return presents(offer, signed(offer));
}

/** Something that a test waits for. */
class Happening {
  happens: () => void = () => {};
  readonly happened: Promise<void> = new Promise((resolve) => {
    this.happens = resolve;
  });
}

describe('a client of Express that reads slowly', () => {
  it('is not served again with one `once` payment when the lease has run out', async () => {
    const { verifier, time } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const port = await sells(guarded, (_request, response) => void response.send('x'.repeat(20_000_000)));
    const headers = await paid(guarded);
    const statuses: (number | undefined)[] = [];
    for (let times = 0; times < 3; times++) {
      statuses.push((await asksWithoutReading(port, headers)).statusCode);
      time.advance(121);
    }
    expect(statuses).toEqual([200, 402, 402]);
  });

  it('gets the whole of an answer that comes in parts', async () => {
    const guarded = openShopWithClaims().verifier.protect(ONCE);
    const port = await sells(guarded, (_request, response) => {
      response.writeHead(206, { 'Content-Type': 'text/plain', 'Cache-Control': 'public, max-age=600' });
      for (let part = 0; part < 100; part++) response.write(String(part % 10).repeat(100_000));
      response.end('.');
    });
    const answer = await asksWithoutReading(port, await paid(guarded));
    let text = '';
    for await (const chunk of answer) text += chunk;
    expect([answer.statusCode, text.length, text.at(-1)]).toEqual([206, 10_000_001, '.']);
    expect([answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      'text/plain',
      'private, max-age=600',
    ]);
  });

  it('gets nothing when it cannot be written down that the payment is used up', async () => {
    const claims = createMemoryClaims();
    const broken: ClaimStore = {
      hold: (request) => claims.hold(request),
      record: (...change) => claims.record(...change),
      renew: (...change) => claims.renew(...change),
      release: (...change) => claims.release(...change),
      forget: (...change) => claims.forget(...change),
      spend: () => Promise.reject(new Error('store down')),
    };
    const guarded = openShop({ claims: broken }).verifier.protect(ONCE);
    const port = await sells(guarded, (_request, response) => void response.send('the content'));
    await expect(asksWithoutReading(port, await paid(guarded))).rejects.toThrow('socket hang up');
  });

  it('and has gone meanwhile does no harm', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const [begun, answered] = [new Happening(), new Happening()];
    const port = await sells(guarded, (_request, response) => {
      response.once('close', () => {
        response.write('a part');
        response.end('the rest');
        answered.happens();
      });
      begun.happens();
    });
    const request = httpRequest({ port, path: '/a', headers: await paid(guarded) }).on('error', () => {});
    request.end();
    await begun.happened;
    request.destroy();
    await answered.happened;
    // What the listeners of an answer do comes after it.
    await new Promise((later) => setImmediate(later));
  });
});

describe('a client of Express that sends slowly', () => {
  it('gets one answer for one `once` payment, however many requests it keeps open', async () => {
    const { verifier, time } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    // A request has arrived when its body is waited for, or when it has an answer without that.
    let arrived = new Happening();
    const arrives: RequestHandler = (_request, _response, next) => {
      arrived.happens();
      next();
    };
    const answer: RequestHandler = (_request, response) => void response.send('the content');
    const port = await sells(guarded, arrives, expressServer.text(), answer);
    const headers = Object.entries({ ...(await paid(guarded, 'POST')), 'Content-Type': 'text/plain' });
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const clients: { socket: Socket; answered: Happening }[] = [];
    let answers = '';
    for (let times = 0; times < 3; times++) {
      const client = { socket: connect(port, '127.0.0.1'), answered: new Happening() };
      arrived = new Happening();
      client.socket.on('data', (chunk) => {
        answers += chunk;
        client.answered.happens();
      });
      clients.push(client);
      client.socket.write(`POST /a HTTP/1.1\r\nHost: x\r\n${lines}Content-Length: 2\r\n\r\n1`);
      await Promise.race([arrived.happened, client.answered.happened]);
      time.advance(121);
    }
    for (const { socket, answered } of clients) {
      socket.write('2');
      await answered.happened;
      socket.destroy();
    }
    expect(answers.match(/the content/g)).toHaveLength(1);
  });
});

describe('an answer of Express to somebody who paid', () => {
  it('is not for shared caches, whatever the handler says', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const port = await sells(guarded, (_request, response) => {
      response.set('Cache-Control', 'public, s-maxage=600, max-age=60');
      response.send('the content');
    });
    const { statusCode, headers } = await asksWithoutReading(port, await paid(guarded));
    expect([statusCode, headers['cache-control']]).toEqual([200, 'private, max-age=60']);
  });
});

describe('a client of Node’s server that reads slowly', () => {
  it('leaves no listeners behind', async () => {
    let most = 0;
    const port = await listen((incoming, outgoing) => {
      let parts = 0;
      const body = new ReadableStream({
        pull: (controller) => {
          most = Math.max(most, outgoing.listenerCount('close'), outgoing.listenerCount('error'));
          parts += 1;
          if (parts > 200) controller.close();
          else controller.enqueue(new Uint8Array(100_000));
        },
      });
      nodeListener(() => new Response(body))(incoming, outgoing);
    });
    let bytes = 0;
    for await (const chunk of await asksWithoutReading(port, {})) bytes += chunk.length;
    expect(bytes).toBe(20_000_000);
    expect(most).toBeLessThan(10);
  });
});

describe('a handler that has begun to read its own answer', () => {
  it('has failed: nothing is thrown, and the payment stays good', async () => {
    const guarded = openShopWithClaims().verifier.protect(ONCE);
    const headers = await paid(guarded);
    const broken = () => {
      const response = new Response('the content');
      response.body?.getReader();
      return response;
    };
    expect(verdict(await guarded(asks('/a', headers), broken))).toBe('500 success');
    expect(verdict(await guarded(asks('/a', headers), () => new Response('the content')))).toBe('200 success');
  });
});

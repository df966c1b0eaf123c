/** The HTTP side of the embedded chain: routes, bounded bodies, open CORS (it is a local development node). */

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type Answer, badRequest, HttpError } from './answer.js';
import type { Faults } from './faults.js';

const MAX_BODY_BYTES = 2 * 1024 * 1024;

export interface DevnetRequest {
  /** The parts of the path that a route named with `:`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
}

type Handler = (request: DevnetRequest) => Answer | Promise<Answer>;

/** `GET /extended/v1/tx/:txid` → what answers it. */
export type Routes = Readonly<Record<string, Handler>>;

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': '*',
  'access-control-allow-private-network': 'true',
  'access-control-max-age': '86400',
};

/** Answers every request on `server`, from when it is `ready`. `faults` may answer first, or nobody. */
export function serveRoutes(server: Server, routes: Routes, faults: Faults, ready: Promise<void>): void {
  const find = compile(routes);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void ready
      .then(() => answer(request, find, faults))
      .then((given) => given !== 'silence' && send(response, given))
      .catch(() => response.destroy());
  });
}

async function answer(request: IncomingMessage, find: FindRoute, faults: Faults): Promise<Answer | 'silence'> {
  const { method = 'GET', url: target = '/' } = request;
  if (method === 'OPTIONS') return { status: 204, text: '' };
  try {
    const { pathname: path, searchParams: query } = urlOf(target);
    const body = await readBody(request);
    const fault = await faults.meet(method, path);
    if (fault) return fault;
    const { handler, params } = find(method, path);
    const given = await handler({ params, query, contentType: request.headers['content-type'] ?? '', body });
    return faults.losesAnswer(method, path) ? 'silence' : given;
  } catch (error) {
    if (error instanceof HttpError) return error.answer;
    return { status: 500, json: { error: error instanceof Error ? error.message : String(error) } };
  }
}

function urlOf(target: string): URL {
  try {
    return new URL(target, 'http://devnet');
  } catch {
    throw badRequest('The request target is not a path.');
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new HttpError(413, { error: 'The body is too large.' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: Answer): void {
  const { status = 200, headers = {} } = answer;
  const [type, body] =
    answer.bytes !== undefined
      ? ['application/octet-stream', answer.bytes]
      : answer.text !== undefined
        ? ['text/plain; charset=utf-8', answer.text]
        : ['application/json; charset=utf-8', JSON.stringify(answer.json)];
  response.writeHead(status, { ...CORS, 'cache-control': 'no-store', 'content-type': type, ...headers });
  response.end(body);
}

type FindRoute = (method: string, path: string) => { handler: Handler; params: Record<string, string> };

/** @returns what finds a route, or throws 404 */
function compile(routes: Routes): FindRoute {
  const compiled = Object.entries(routes).map(([route, handler]) => {
    const [method = '', pattern = ''] = route.split(' ');
    const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    return { method, names, handler, expression: new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}/?$`) };
  });
  return (method, path) => {
    for (const { method: expected, names, handler, expression } of compiled) {
      const match = expected === method || (method === 'HEAD' && expected === 'GET') ? expression.exec(path) : null;
      if (!match) continue;
      const params = Object.fromEntries(names.map((name, index) => [name, decode(match[index + 1])]));
      return { handler, params };
    }
    const message = `Route ${method}:${path} not found`;
    throw new HttpError(404, { statusCode: 404, error: 'Not Found', message });
  };
}

function decode(part = ''): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest('The path has a bad escape.');
  }
}

/** For Node's `http`, `https` and `http2` servers: between their requests and answers and the Web's. Streams both ways. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { normalizePath, splitUrl } from '../path.js';

export interface NodeListenerOptions {
  /** Where requests are said to come to. Only the path of it counts for a guarded resource; default `http://localhost`. The `Host` header is not used. */
  readonly origin?: string;
  /** Gets what the handler threw; the client gets 500. */
  readonly onError?: (error: unknown) => void;
}

/**
 * A listener for `createServer` from a function on Web standards, such as a guarded handler or one of `x402pay/verifier/fetch`.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createVerifier } from 'x402pay/verifier';
 * import { nodeListener } from 'x402pay/verifier/node';
 * const verifier = createVerifier({
 *   network: 'stacks:2147483648',
 *   payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
 *   secret: 'an example only: use 32 random bytes',
 *   origin: 'https://api.example',
 * });
 * const quote = verifier.protect({ price: { STX: '0.01' }, access: '1h' });
 * const server = createServer(nodeListener((request) => quote(request, () => new Response('Numbers go up.'))));
 * console.assert(server.listening === false);
 * ```
 */
export function nodeListener(
  handle: (request: Request) => Response | Promise<Response>,
  options: NodeListenerOptions = {},
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return (incoming, outgoing) => {
    answer(handle, incoming, outgoing, options).catch((error) => {
      options.onError?.(error);
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500).end();
    });
  };
}

async function answer(
  handle: (request: Request) => Response | Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: NodeListenerOptions,
): Promise<void> {
  const request = webRequest(incoming, outgoing, { origin: options.origin });
  if (!request) {
    outgoing.writeHead(400, { 'Content-Type': 'text/plain' }).end('The path cannot be read.');
    return;
  }
  await sendResponse(await handle(request), incoming, outgoing);
}

/** How a request is to be seen. */
interface WebRequestOptions {
  readonly origin?: string | undefined;
  /** Path and query, where a framework has changed the request's own. */
  readonly url?: string;
  /** Left to somebody else to read. */
  readonly withoutBody?: boolean;
}

/** Methods whose requests have no body for the Web. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
/** Methods that no `Request` can have. */
const FORBIDDEN: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/**
 * The request as the Web has it. `undefined` when it cannot be served: the path is judged before a URL parser can smooth it over (PROTOCOL section 1).
 * Its signal is aborted when the client has gone before the answer was complete.
 */
export function webRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { origin = 'http://localhost', url = incoming.url ?? '/', withoutBody = false }: WebRequestOptions = {},
): Request | undefined {
  const { path, search } = splitUrl(url);
  const plain = plainPath(path);
  const method = incoming.method ?? 'GET';
  if (plain === undefined || FORBIDDEN.has(method.toUpperCase())) return undefined;
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const hasBody = !withoutBody && !BODILESS.has(method);
  const body = hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' } : {};
  return new Request(origin + plain + (search && `?${search}`), {
    method,
    headers: webHeaders(incoming),
    signal: gone.signal,
    ...body,
  });
}

function plainPath(path: string): string | undefined {
  try {
    return normalizePath(path);
  } catch {
    return undefined;
  }
}

function webHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    // Pseudo headers of HTTP/2 are not fields.
    if (!name.startsWith(':')) headers.append(name, rawHeaders[index + 1] as string);
  }
  return headers;
}

/** Sends a Web response, piece by piece, at the pace of the client. */
export async function sendResponse(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  setHeaders(outgoing, response.headers);
  outgoing.statusCode = response.status;
  if (response.statusText && incoming.httpVersionMajor < 2) outgoing.statusMessage = response.statusText;
  if (!response.body || incoming.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  await pipe(response.body, outgoing);
}

/** `Set-Cookie` may stand there several times; everything else is joined already. */
export function setHeaders(outgoing: ServerResponse, headers: Headers): void {
  const cookies = headers.getSetCookie();
  headers.forEach((value, name) => {
    if (name !== 'set-cookie') outgoing.setHeader(name, value);
  });
  if (cookies.length > 0) outgoing.setHeader('Set-Cookie', cookies);
}

async function pipe(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  outgoing.once('close', stop);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || outgoing.destroyed) break;
      if (!outgoing.write(value)) await drained(outgoing);
    }
    outgoing.end();
  } catch (error) {
    // A client must not take a cut answer for a whole one.
    outgoing.destroy();
    throw error;
  } finally {
    outgoing.off('close', stop);
  }
}

/** Resolves also when nothing will ever be drained any more. Leaves no listener behind: a long answer waits thousands of times. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });
}

/** Questions to a Stacks node: bounded in time and bytes, with one kind of error for each kind of trouble. */

import { X402Error } from '../errors.js';
import { MAX_NODE_ANSWER_BYTES } from '../limits.js';
import type { Json } from '../wire.js';
import { discard, retryAfterIn } from './answer.js';
import { readBounded } from './body.js';
import { isObject } from './is-object.js';

export type Fields = { readonly [name: string]: Json | undefined };

/** One way to ask. The next one is tried where the node does not have this route. */
export interface Route<Answer> {
  /** Below the node's address, without a slash in front. */
  readonly path: string;
  /** JSON for a `POST`; without it, a `GET`. */
  readonly body?: object;
  /** Statuses besides 404, 405, 410 and 501 that mean: ask in another way. */
  readonly absent?: number;
  /** @throws any error for an answer of another shape */
  readonly read: (answer: Fields, whole: Json) => Answer;
}

export interface NodeAddress {
  readonly url: URL;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly apiKey: string | undefined;
  readonly timeoutMilliseconds: number;
}

/** How a caller names a node. */
export interface NodeOptions {
  readonly url: string;
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly apiKey?: string;
  readonly timeoutMilliseconds?: number;
}

/** @throws `invalid_configuration` */
export function nodeAddress(options: NodeOptions): NodeAddress {
  const { url, fetch = globalThis.fetch, apiKey, timeoutMilliseconds = 10_000 } = options;
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (!base || !/^https?:$/.test(base.protocol) || base.search || base.hash) {
    throw new X402Error('invalid_configuration', 'Write the address of a Stacks node like "https://api.hiro.so".', {
      field: 'url',
    });
  }
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  // Not as a method: a platform's `fetch` refuses any other `this`.
  return { url: base, fetch: (request) => fetch(request), apiKey, timeoutMilliseconds };
}

const ABSENT: readonly number[] = [404, 405, 410, 501];

/** @throws `node_unreachable`, `invalid_node_answer`, or what `signal` throws */
export async function askNode<Answer>(
  node: NodeAddress,
  routes: readonly Route<Answer>[],
  signal: AbortSignal | undefined,
): Promise<Answer> {
  for (const route of routes) {
    const response = await send(node, route, signal);
    if (response.ok) return await readAnswer(response, route, signal);
    discard(response);
    if (response.status === 429 || response.status >= 500) throw refused(response);
    if (!ABSENT.includes(response.status) && response.status !== route.absent) {
      throw new X402Error(
        'invalid_node_answer',
        `The Stacks node answered ${response.status || 'a redirect'} to ${pathOf(route)}.`,
      );
    }
  }
  throw new X402Error('invalid_node_answer', `The Stacks node does not know ${routes.map(pathOf).join(' or ')}.`);
}

async function send(
  { url, fetch, apiKey, timeoutMilliseconds }: NodeAddress,
  { path, body }: Route<unknown>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (body) headers.set('content-type', 'application/json');
  if (apiKey !== undefined) headers.set('x-api-key', apiKey);
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  const request = new Request(new URL(path, url), {
    method: body ? 'POST' : 'GET',
    headers,
    body: body ? JSON.stringify(body) : null,
    // An API key must not follow a redirect to somebody else. Workers do not know `error`.
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  return await fetch(request).catch((cause) => {
    signal?.throwIfAborted();
    throw new X402Error('node_unreachable', 'The Stacks node cannot be reached; try again, or use another node.', {
      cause,
    });
  });
}

async function readAnswer<Answer>(
  response: Response,
  route: Route<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const bytes = await readBounded(response, MAX_NODE_ANSWER_BYTES).catch((cause) => {
    signal?.throwIfAborted();
    throw new X402Error('node_unreachable', 'The answer of the Stacks node broke off; try again.', { cause });
  });
  try {
    const whole: Json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? new Uint8Array()));
    return route.read(isObject(whole) ? whole : {}, whole);
  } catch {
    throw new X402Error('invalid_node_answer', `The Stacks node answered nonsense to ${pathOf(route)}.`);
  }
}

function refused(response: Response): X402Error {
  const retryAfterSeconds = retryAfterIn(response);
  return new X402Error('node_unreachable', `The Stacks node answered ${response.status}; try again later.`, {
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

/** Without what was asked about. */
function pathOf({ path }: Route<unknown>): string {
  return `/${path.replace(/\?.*$/, '').replace(/\bS[0-9A-Z]{20,}(?:[./][^/]+)?/, '…')}`;
}

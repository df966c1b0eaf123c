/** For every runtime whose server is a function from `Request` to `Response`: Workers, Deno, Bun, edge functions. */

import { refuseConfiguration } from '../configuration.js';
import { normalizePath, splitUrl } from '../path.js';
import type { PaidHandler, Protection } from '../protect.js';
import type { Terms } from '../terms.js';
import type { Verifier } from '../verifier.js';

/** One guarded path, or all paths below one. */
export interface PaidRoute {
  readonly terms: Terms;
  readonly handler: PaidHandler;
}

/** Answers requests that no route matches. */
export type Fallback = (request: Request) => Response | Promise<Response>;

/**
 * A server with guarded routes.
 *
 * @param routes by path: `/articles/1` is exactly that path; `/articles/*` is every path below it, each its own resource at the same price. The longest match wins.
 * @param fallback answers everything else. Default: 404
 * @throws `invalid_configuration` for a path that is not plain, and for terms that cannot be kept
 * @example
 * ```ts
 * import { createVerifier } from 'x402pay/verifier';
 * import { fetchHandler } from 'x402pay/verifier/fetch';
 * const verifier = createVerifier({
 *   network: 'stacks:2147483648',
 *   payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
 *   secret: 'an example only: use 32 random bytes',
 *   origin: 'https://api.example',
 * });
 * const handle = fetchHandler(verifier, {
 *   '/quote': { terms: { price: { STX: '0.01' }, access: '1h' }, handler: () => Response.json({ quote: 'Numbers go up.' }) },
 * });
 * const response = await handle(new Request('https://api.example/quote'));
 * console.assert(response.status === 402);
 * ```
 */
export function fetchHandler(
  verifier: Verifier,
  routes: Readonly<Record<string, PaidRoute>>,
  fallback: Fallback = () => new Response('Not found.', { status: 404 }),
): (request: Request) => Promise<Response> {
  const table = Object.entries(routes).map(([path, route]) => entryOf(path, route, verifier));
  // Longest first; a path itself comes before what is below it.
  table.sort((one, other) => other.path.length - one.path.length);
  return async (request) => {
    const path = readablePath(request.url);
    if (path === undefined) return new Response('The path cannot be read.', { status: 400 });
    const entry = table.find((candidate) =>
      candidate.isPrefix ? path.startsWith(candidate.path) : path === candidate.path,
    );
    return entry ? await entry.protection(request, entry.handler) : await fallback(request);
  };
}

interface Entry {
  readonly path: string;
  readonly isPrefix: boolean;
  readonly protection: Protection;
  readonly handler: PaidHandler;
}

function entryOf(path: string, { terms, handler }: PaidRoute, verifier: Verifier): Entry {
  const isPrefix = path.endsWith('/*');
  const plain = isPrefix ? path.slice(0, -1) : path;
  if (readablePath(plain) !== plain) {
    refuseConfiguration(
      path,
      `"${path}" is not a plain path; write it like "/articles/1", or "/articles/*" for all below.`,
    );
  }
  return { path: plain, isPrefix, protection: verifier.protect(terms), handler };
}

/** `undefined` for a path that two programs could read differently: it must not slip past the table into the fallback. */
function readablePath(url: string): string | undefined {
  try {
    return normalizePath(splitUrl(url).path);
  } catch {
    return undefined;
  }
}

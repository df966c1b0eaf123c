/** A request that can be sent more than once, with other headers each time. */

import { X402Error } from '../errors.js';
import { readBounded } from './body.js';

interface Variation {
  readonly headers?: Readonly<Record<string, string>>;
  readonly redirect?: RequestRedirect;
  /** Another address than the first; used after a redirect. */
  readonly url?: string;
}

export interface Replayable {
  readonly method: string;
  readonly url: string;
  readonly signal: AbortSignal;
  again(variation?: Variation): Request;
}

/** True for methods that a redirect leaves alone and that may be sent again at will (RFC 9110, section 9.2.1). */
export function isSafe({ method }: Replayable): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** What is taken over as it is. Runtimes without a browser's network lack some of these. */
const KEPT = ['credentials', 'integrity', 'keepalive', 'mode', 'referrer', 'referrerPolicy'] as const;

/** Reads the body into memory, streams too: what was sent once cannot be asked for again. @throws `limit_exceeded` for a longer body */
export async function replayable(
  input: Request | URL | string,
  init: RequestInit | undefined,
  maxBodyBytes: number,
): Promise<Replayable> {
  const request = new Request(input, init);
  const { method, signal } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD' && request.body !== null;
  const bytes = hasBody ? await readBounded(request, maxBodyBytes) : new Uint8Array();
  if (!bytes) throw new X402Error('limit_exceeded', `The request's body is longer than ${maxBodyBytes} bytes.`);
  // Not the bytes themselves: Node's fetch detaches them when it follows a redirect.
  const body = hasBody ? new Blob([bytes as Uint8Array<ArrayBuffer>]) : null;
  const kept = Object.fromEntries(KEPT.flatMap((name) => (request[name] === undefined ? [] : [[name, request[name]]])));
  return {
    method,
    signal,
    url: request.url,
    again: ({ headers, redirect = request.redirect, url = request.url } = {}) => {
      const merged = new Headers(request.headers);
      for (const [name, value] of Object.entries(headers ?? {})) merged.set(name, value);
      // What a payment or a pass opens must come from the server, not from a cache.
      const cache = request.cache && { cache: headers ? 'no-store' : request.cache };
      return new Request(url, { ...kept, ...cache, method, headers: merged, body, redirect, signal } as RequestInit);
    },
  };
}

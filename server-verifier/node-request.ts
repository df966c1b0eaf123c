/** One request to one node: bounded in time and bytes, and sorted into what its answer means. */

import { MAX_NODE_ANSWER_BYTES } from '../src/limits.js';
import { boundedText } from './bounded-text.js';

/** What came back. */
export type NodeAnswer =
  /** 2xx with JSON. */
  | { readonly kind: 'json'; readonly body: unknown }
  /** The node understood, and says no: any other status from 400 on, 404 and 410 among them. `body` is `undefined` when it is not JSON. */
  | { readonly kind: 'refused'; readonly status: number; readonly body: unknown }
  /** 429, or 503 with `Retry-After`: it did not look at the request. */
  | { readonly kind: 'throttled'; readonly retryAfterMilliseconds: number | undefined }
  /** The node could not be reached, did not answer in time, or answered nonsense. */
  | { readonly kind: 'failed' };

export interface NodeRequestOptions {
  readonly fetch: typeof fetch;
  readonly apiKey?: string | undefined;
  readonly timeoutMilliseconds: number;
}

/** Hiro's name for the header; other providers read it too. */
const API_KEY_HEADER = 'x-api-key';

/** Never throws. */
export async function requestNode(url: string, init: RequestInit, options: NodeRequestOptions): Promise<NodeAnswer> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json');
  if (options.apiKey !== undefined) headers.set(API_KEY_HEADER, options.apiKey);
  try {
    const response = await options.fetch(url, {
      ...init,
      headers,
      // Not followed, see `sort`. Workers do not know `error`.
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMilliseconds),
    });
    return await sort(response);
  } catch {
    return { kind: 'failed' };
  }
}

async function sort(response: Response): Promise<NodeAnswer> {
  const { status } = response;
  const retryAfter = response.headers.get('Retry-After');
  if (status === 429 || (status === 503 && retryAfter !== null)) {
    await response.body?.cancel();
    return { kind: 'throttled', retryAfterMilliseconds: millisecondsOf(retryAfter) };
  }
  const body = jsonOf(await boundedText(response, MAX_NODE_ANSWER_BYTES));
  if (status >= 500) return { kind: 'failed' };
  if (status >= 400) return { kind: 'refused', status, body };
  // A redirect leads to somebody who was not configured, and who must not see the key.
  return response.ok && body !== undefined ? { kind: 'json', body } : { kind: 'failed' };
}

/** Only the form in seconds: a node's clock is not ours. */
function millisecondsOf(retryAfter: string | null): number | undefined {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? 1000 * Number(retryAfter) : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Parameters of paths and queries, read strictly. */

import { badRequest } from '../answer.js';

/** A transaction id without `0x`. */
export function txidOf({ txid = '' }: Readonly<Record<string, string>>): string {
  const hex = txid.replace(/^0x/, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hex)) throw badRequest('params/tx_id must match pattern "^(0x)?[a-fA-F0-9]{64}$"');
  return hex;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

export function pageOf(query: URLSearchParams, defaultLimit = 20): Page {
  return {
    limit: count(query, 'limit', defaultLimit, 200),
    offset: count(query, 'offset', 0, Number.MAX_SAFE_INTEGER),
  };
}

/** One page of `items`, in the API's envelope. */
export function paged<T, V>(items: readonly T[], page: Page, view: (item: T) => V): Record<string, unknown> {
  const { limit, offset } = page;
  return { limit, offset, total: items.length, results: items.slice(offset, offset + limit).map(view) };
}

function count(query: URLSearchParams, name: string, otherwise: number, most: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,15}$/.test(text)) throw badRequest(`querystring/${name} must be integer`);
  return Math.min(Number(text), most);
}

/** Lists what an account has sent, from the first of several nodes that can. */

import { createAccountHistory, type SentTransaction } from '../src/account-history.js';
import { isX402Error } from '../src/errors.js';
import type { ChainClient, ChainClientOptions } from './chain-client.js';

/** The last transactions that an account has signed, newest first. */
export type ListSent = (address: string) => Promise<readonly SentTransaction[]>;

/**
 * @param nodes as for a chain client of ours
 * @param defaultUrl where no node is named
 */
export function accountList(
  { url, urls, apiKey, timeoutMilliseconds, fetch }: ChainClientOptions,
  defaultUrl: string,
): ListSent {
  const addresses = urls ?? [url ?? defaultUrl];
  const histories = addresses.map((entry) => {
    const node = typeof entry === 'string' ? { url: entry } : entry;
    const key = node.apiKey ?? apiKey;
    return createAccountHistory({
      url: node.url,
      ...(key !== undefined && { apiKey: key }),
      ...(timeoutMilliseconds !== undefined && { timeoutMilliseconds }),
      ...(fetch && { fetch: (request: Request) => fetch(request) }),
    });
  });
  return async (address) => {
    let trouble: unknown;
    for (const history of histories) {
      try {
        return await history.sent(address);
      } catch (error) {
        if (!isX402Error(error)) throw error;
        trouble = error;
      }
    }
    throw trouble;
  };
}

/** True for options of a client of ours, rather than somebody's own. */
export function isOwnClient(
  chain: ChainClient | ChainClientOptions | undefined,
): chain is ChainClientOptions | undefined {
  return !(typeof chain === 'object' && chain !== null && 'broadcast' in chain);
}

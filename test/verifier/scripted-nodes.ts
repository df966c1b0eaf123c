/** Nodes whose every answer is written by the test. */

import { bytesFromHex, transactionId } from 'x402pay/stacks';
import { type ChainClient, type ChainClientOptions, createChainClient } from 'x402pay/verifier';

export const RAW = bytesFromHex(
  '8080000000040015c31b8c1c11c515e244b75806bac48d1399c77500000000000000000000000000000000',
);
export const TXID = transactionId(RAW);
export const PAYER = 'ST1SJ3DTE5DN7X54YDH5D64R3BCB6A2AG2ZQ8YPD5';
export const SLOT = { txid: TXID, payer: PAYER, nonce: 3n };
export const V3 = `/extended/v3/transactions/0x${TXID}`;
export const V1 = `/extended/v1/tx/0x${TXID}`;

/** What a node does with a request: answers, throws, or never comes back. */
export type Script = (path: string, init: RequestInit) => Response | Promise<Response>;

export interface Network {
  readonly chain: ChainClient;
  /** `a /v2/info`, in order. */
  readonly asked: string[];
  readonly sent: RequestInit[];
  readonly waits: number[];
  now: number;
}

export function network(scripts: Record<string, Script>, options: Partial<ChainClientOptions> = {}): Network {
  const seen: Network = { chain: undefined as never, asked: [], sent: [], waits: [], now: 1_700_000_000_000 };
  const fetchScripted = (async (input: string, init: RequestInit) => {
    const { host, pathname, search } = new URL(input);
    seen.asked.push(`${host} ${pathname}${search}`);
    seen.sent.push(init);
    return await (scripts[host] as Script)(pathname + search, init);
  }) as typeof fetch;
  const chain = createChainClient({
    urls: Object.keys(scripts).map((host) => `https://${host}`),
    fetch: fetchScripted,
    clock: () => seen.now,
    sleep: async (milliseconds) => {
      seen.waits.push(milliseconds);
      seen.now += milliseconds;
    },
    jitter: () => 1,
    timeoutMilliseconds: 50,
    ...options,
  });
  return Object.assign(seen, { chain });
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
export const hangs: Script = (_path, { signal }) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
export const dead: Script = () => Promise.reject(new TypeError('fetch failed'));
export const minedV3 = {
  tx_id: `0x${TXID}`,
  status: 'success',
  block: { time: 1000 },
  bitcoin_block: { height: 50 },
  result: { repr: '(ok true)' },
};
export const minedV1 = {
  tx_id: `0x${TXID}`,
  tx_status: 'success',
  block_time: 1000,
  burn_block_height: 50,
  canonical: true,
  tx_result: { repr: '(ok true)' },
};
export const mined = { status: 'success', txid: TXID, blockTime: 1000, burnBlockHeight: 50, result: '(ok true)' };
export const missing: Script = () => json({ error: 'Transaction not found' }, 404);

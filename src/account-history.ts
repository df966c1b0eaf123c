/** What an account has sent lately, as an API lists it. To find a payment again whose outcome nobody has told. */

import { X402Error } from './errors.js';
import { isObject } from './lib/is-object.js';
import { askNode, type Fields, nodeAddress, type Route } from './lib/node-request.js';
import { formatPrincipal, parsePrincipal } from './stacks/principal.js';
import type { Json } from './wire.js';

/** One transaction of the account. */
export interface SentTransaction {
  /** 64 hex digits. */
  readonly txid: string;
  readonly nonce: bigint;
  /** `failed`: mined, and undone. What was dropped from the mempool is not listed: it is not final. */
  readonly status: 'pending' | 'success' | 'failed';
  /** The listing, as JSON text in lower case; with the arguments of a call only where the API lists them. */
  readonly text: string;
}

export interface AccountHistoryOptions {
  /** Address of a Stacks API, `https://api.hiro.so`. */
  readonly url: string;
  /** Default: the platform's. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Sent as `x-api-key`. */
  readonly apiKey?: string;
  /** Longest wait for one answer. Default 10,000. */
  readonly timeoutMilliseconds?: number;
}

/** Both methods throw `node_unreachable`, `invalid_node_answer` (also for a node that keeps no lists), or what their signal throws. */
export interface AccountHistory {
  /** The last 50 mined and 50 pending transactions that the account has signed, newest first as far as the API orders them. */
  sent(address: string, signal?: AbortSignal): Promise<readonly SentTransaction[]>;
  /** Everything that the API says of one transaction, as JSON text in lower case. */
  text(txid: string, signal?: AbortSignal): Promise<string>;
}

/**
 * Reads the history of accounts from one Stacks API, in the newest way that it knows (v3, then v1).
 *
 * @throws `invalid_configuration` for an address that is not http or https
 * @example
 * ```ts
 * import { createAccountHistory } from 'x402pay';
 * const sender = 'SP000000000000000000002Q6VF78';
 * const listed = { tx_id: `0x${'0a'.repeat(32)}`, sender: { address: sender, nonce: 7 }, status: 'success' };
 * const history = createAccountHistory({
 *   url: 'https://api.hiro.so',
 *   fetch: async ({ url }) => Response.json({ results: url.includes('mempool') ? [] : [{ transaction: listed }] }),
 * });
 * const [latest] = await history.sent(sender);
 * console.assert(latest?.nonce === 7n && latest.status === 'success');
 * ```
 */
export function createAccountHistory(options: AccountHistoryOptions): AccountHistory {
  const node = nodeAddress(options);
  return {
    async sent(address, signal) {
      const account = formatPrincipal(parsePrincipal(address));
      const [pending, mined] = await Promise.all([
        askNode(node, pendingRoutes(account), signal),
        askNode(node, minedRoutes(account), signal),
      ]);
      const seen = new Set(mined.map(({ txid }) => txid));
      return [...pending.filter(({ txid }) => !seen.has(txid)), ...mined];
    },
    async text(txid, signal) {
      if (!/^[\da-f]{64}$/.test(txid))
        throw new X402Error('invalid_transaction', 'A transaction id has 64 hex digits.');
      const read = (_: Fields, whole: Json) => textOf(whole);
      const routes = [`extended/v3/transactions/0x${txid}?include=function_args`, `extended/v1/tx/0x${txid}`];
      return askNode(
        node,
        routes.map((path) => ({ path, read })),
        signal,
      );
    },
  };
}

type Listing = Route<readonly SentTransaction[]>;

function pendingRoutes(account: string): readonly Listing[] {
  return [
    {
      path: `extended/v3/principals/${account}/mempool/transactions?limit=50`,
      read: ({ results }) => listed(results, account),
    },
    {
      path: `extended/v1/tx/mempool?sender_address=${account}&limit=50`,
      read: ({ results }) => listed(results, account),
    },
  ];
}

function minedRoutes(account: string): readonly Listing[] {
  return [
    {
      path: `extended/v3/principals/${account}/transactions?limit=50`,
      read: ({ results }) => listed(results, account),
    },
    {
      path: `extended/v1/address/${account}/transactions?limit=50`,
      read: ({ results }) => listed(results, account),
    },
  ];
}

/** Entries of v3 (`sender.address`, `sender.nonce`, `status`), some of them inside of `transaction`, and of v1 (`sender_address`, `nonce`, `tx_status`). */
function listed(results: Json | undefined, account: string): readonly SentTransaction[] {
  if (!Array.isArray(results)) throw new TypeError();
  return results.flatMap((entry: Json): SentTransaction[] => {
    const fields = fieldsOf(entry);
    const transaction = isObject(fields.transaction) ? fields.transaction : fields;
    const sender = fieldsOf(transaction.sender);
    const status = statusOf(transaction.status ?? transaction.tx_status);
    if ((sender.address ?? transaction.sender_address) !== account || !status) return [];
    const nonce = sender.nonce ?? transaction.nonce;
    const id = /^0x([\da-f]{64})$/.exec(String(transaction.tx_id))?.[1];
    if (!id || !Number.isSafeInteger(nonce) || (nonce as number) < 0) throw new TypeError();
    return [{ txid: id, nonce: BigInt(nonce as number), status, text: textOf(transaction) }];
  });
}

function statusOf(status: Json | undefined): SentTransaction['status'] | undefined {
  if (status === 'success' || status === 'pending') return status;
  // Final, and without effect but the fee: `abort_by_response`, `abort_by_post_condition`, and `problematic_skipped` (Epoch 4.0).
  return typeof status === 'string' && /^(?:abort_|problematic_skipped$)/.test(status) ? 'failed' : undefined;
}

function textOf(value: Json | Fields): string {
  return JSON.stringify(value).toLowerCase();
}

function fieldsOf(value: Json | undefined): Fields {
  return isObject(value) ? value : {};
}

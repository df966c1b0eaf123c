/** The API's v3 routes: transactions, principals, mempool, blocks. Lists are paged by cursor. */

import { badRequest, notFound } from '../answer.js';
import type { Chain } from '../chain.js';
import { accountHistory } from '../history.js';
import type { Routes } from '../http.js';
import type { TransactionRecord } from '../records.js';
import { eventsV3, transactionSummaryV3, transactionV3 } from '../views/transaction-v3.js';
import { findBlock } from './blocks.js';
import { nonces } from './nonces.js';
import { pageOf, txidOf } from './parameters.js';

export function version3Routes(chain: Chain): Routes {
  const find = (params: Readonly<Record<string, string>>): TransactionRecord => {
    const record = chain.transactions.get(txidOf(params));
    if (!record) throw notFound('Transaction not found');
    return record;
  };
  return {
    'GET /extended/v3/transactions': ({ query }) => ({
      json: listed(chain.latestMined(), query, transactionSummaryV3),
    }),
    'GET /extended/v3/transactions/:txid': ({ params, query }) => ({
      json: transactionV3(find(params), new Set(query.getAll('include').flatMap((names) => names.split(',')))),
    }),
    'GET /extended/v3/transactions/:txid/events': ({ params, query }) => ({
      json: listed(eventsV3(find(params)), query, (event) => event, 100),
    }),
    'GET /extended/v3/mempool/transactions': ({ query }) => ({
      json: listed(chain.waiting(), query, transactionSummaryV3),
    }),
    'GET /extended/v3/blocks/:block/transactions': ({ params, query }) => {
      const { txids } = findBlock(chain, params.block ?? '');
      const records = txids.flatMap((txid) => chain.transactions.get(txid) ?? []);
      return { json: listed(records, query, transactionSummaryV3) };
    },
    ...principalRoutes(chain),
  };
}

function principalRoutes(chain: Chain): Routes {
  return {
    'GET /extended/v3/principals/:principal/nonces': ({ params: { principal = '' } }) => {
      const { next, lastExecuted, lastWaiting, waiting, missing } = nonces(chain, principal);
      return {
        json: {
          next_nonce: next,
          last_confirmed_nonce: lastExecuted,
          mempool: { last_nonce: lastWaiting, pending_nonces: waiting, missing_nonces: missing },
        },
      };
    },
    'GET /extended/v3/principals/:principal/balances/stx': ({ params: { principal = '' } }) => ({
      json: stxBalance(chain, principal),
    }),
    'GET /extended/v3/principals/:principal/balances/ft': ({ params: { principal = '' }, query }) => ({
      json: listed(
        [...chain.ledger.tokens(principal)]
          .filter(([, { balance }]) => balance > 0n)
          .sort(([, one], [, other]) => (one.balance < other.balance ? 1 : -1)),
        query,
        ([asset, { balance }]) => ({ asset_identifier: asset, balance: balance.toString() }),
        100,
      ),
    }),
    'GET /extended/v3/principals/:principal/transactions': ({ params: { principal = '' }, query }) => ({
      json: listed(accountHistory(chain, principal), query, ({ record, stxSent, stxReceived }) => ({
        transaction: transactionSummaryV3(record),
        involvement: record.transaction.origin.address === principal ? 'sender' : 'receiver',
        balance_changes: {
          stx: {
            sent: stxSent.toString(),
            received: stxReceived.toString(),
            net: (stxReceived - stxSent).toString(),
          },
        },
        affected_balances: {
          stx: stxSent > 0n || stxReceived > 0n,
          ft: record.mined?.events.some(({ event }) => event.startsWith('ft_')) ?? false,
          nft: record.mined?.events.some(({ event }) => event.startsWith('nft_')) ?? false,
        },
      })),
    }),
  };
}

function stxBalance(chain: Chain, principal: string): Record<string, unknown> {
  const balance = chain.ledger.stx(principal);
  const { inbound, outbound } = chain.waitingStx(principal);
  return {
    balance: balance.toString(),
    available: balance.toString(),
    locked: null,
    mempool:
      inbound + outbound > 0n
        ? {
            estimated_balance: (balance + inbound - outbound).toString(),
            inbound: inbound.toString(),
            outbound: outbound.toString(),
          }
        : null,
  };
}

/** v3's envelope. A cursor is opaque to clients; here it is the index of the page's first item. */
function listed<T, V>(
  items: readonly T[],
  query: URLSearchParams,
  view: (item: T) => V,
  defaultLimit = 20,
): Record<string, unknown> {
  const { limit } = pageOf(query, defaultLimit);
  const cursor = query.get('cursor') ?? '0';
  if (!/^\d{1,15}$/.test(cursor)) throw badRequest('querystring/cursor is not a cursor of this list');
  const first = Number(cursor);
  const next = first + limit;
  return {
    total: items.length,
    limit,
    cursor: {
      next: next < items.length ? String(next) : null,
      previous: first > 0 ? String(Math.max(0, first - limit)) : null,
      current: items.length > 0 ? cursor : null,
    },
    results: items.slice(first, next).map(view),
  };
}

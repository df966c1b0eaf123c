/** The API's v1 and v2 routes about addresses. */

import type { Chain } from '../chain.js';
import { shownValue } from '../clarity-text.js';
import { accountHistory } from '../history.js';
import type { Routes } from '../http.js';
import type { Holding } from '../ledger.js';
import type { TransactionRecord } from '../records.js';
import { addressTransactionView, eventCounts, movesView, stxView } from '../views/address.js';
import { eventsOf } from '../views/events.js';
import { transactionV1 } from '../views/transaction-v1.js';
import { nonces } from './nonces.js';
import { paged, pageOf } from './parameters.js';

export function addressRoutes(chain: Chain): Routes {
  return { ...balanceRoutes(chain), ...historyRoutes(chain) };
}

function balanceRoutes(chain: Chain): Routes {
  return {
    'GET /extended/v1/address/:address/nonces': ({ params: { address = '' } }) => {
      const { next, lastExecuted, lastWaiting, waiting, missing } = nonces(chain, address);
      return {
        json: {
          last_microblock_tx_nonce: null,
          last_mempool_tx_nonce: lastWaiting,
          last_executed_tx_nonce: lastExecuted,
          possible_next_nonce: next,
          detected_missing_nonces: missing,
          detected_mempool_nonces: waiting,
        },
      };
    },
    'GET /extended/v1/address/:address/stx': ({ params: { address = '' } }) => ({ json: stxView(chain, address) }),
    'GET /extended/v1/address/:address/balances': ({ params: { address = '' } }) => ({
      json: {
        stx: stxView(chain, address),
        fungible_tokens: Object.fromEntries(
          [...chain.ledger.tokens(address)].map(([asset, held]) => [asset, heldView(held)]),
        ),
        non_fungible_tokens: nftCounts(chain, address),
      },
    }),
    'GET /extended/v2/addresses/:address/balances/stx': ({ params: { address = '' } }) => ({
      json: stxView(chain, address),
    }),
    'GET /extended/v2/addresses/:address/balances/ft': ({ params: { address = '' }, query }) => ({
      json: paged(
        [...chain.ledger.tokens(address)].filter(([, { balance }]) => balance > 0n),
        pageOf(query, 100),
        ([token, { balance }]) => ({ token, balance: balance.toString() }),
      ),
    }),
    'GET /extended/v2/addresses/:address/balances/ft/:token': ({ params: { address = '', token = '' } }) => ({
      json: { balance: chain.ledger.holding(address, token).balance.toString() },
    }),
    'GET /extended/v1/tokens/nft/holdings': ({ query }) => ({
      json: paged(chain.ledger.nfts(query.get('principal') ?? ''), pageOf(query), ({ asset, id, txid, height }) => ({
        asset_identifier: asset,
        value: shownValue(id),
        block_height: height,
        tx_id: `0x${txid}`,
      })),
    }),
  };
}

function historyRoutes(chain: Chain): Routes {
  const view = (record: TransactionRecord) => transactionV1(record, (contract) => chain.contractInterface(contract));
  return {
    'GET /extended/v1/address/:address/transactions': ({ params: { address = '' }, query }) => ({
      json: paged(accountHistory(chain, address), pageOf(query), ({ record }) => view(record)),
    }),
    'GET /extended/v1/address/:address/transactions_with_transfers': ({ params: { address = '' }, query }) => ({
      json: paged(accountHistory(chain, address), pageOf(query), ({ record }) =>
        addressTransactionView(chain, record, address),
      ),
    }),
    'GET /extended/v1/address/:address/mempool': ({ params: { address = '' }, query }) => ({
      json: paged(
        chain.waiting().filter(({ transaction }) => transaction.origin.address === address),
        pageOf(query),
        view,
      ),
    }),
    'GET /extended/v1/address/:address/assets': ({ params: { address = '' }, query }) => ({
      json: paged(
        accountHistory(chain, address).flatMap(({ record }) =>
          eventsOf(record).filter((event) => touches(event, address)),
        ),
        pageOf(query),
        (event) => event,
      ),
    }),
    'GET /extended/v2/addresses/:address/transactions': ({ params: { address = '' }, query }) => ({
      json: paged(accountHistory(chain, address), pageOf(query), (involvement) => {
        const { stx_sent, stx_received } = movesView(involvement);
        return { tx: view(involvement.record), stx_sent, stx_received, events: eventCounts(involvement.record) };
      }),
    }),
  };
}

function heldView({ balance, sent, received }: Readonly<Holding>): Record<string, string> {
  return { balance: balance.toString(), total_sent: sent.toString(), total_received: received.toString() };
}

function nftCounts(chain: Chain, address: string): Record<string, unknown> {
  const counts = new Map<string, number>();
  for (const { asset } of chain.ledger.nfts(address)) counts.set(asset, (counts.get(asset) ?? 0) + 1);
  return Object.fromEntries(
    [...counts].map(([asset, count]) => [asset, { count: String(count), total_sent: '0', total_received: '0' }]),
  );
}

function touches({ asset }: Record<string, unknown>, address: string): boolean {
  const { sender, recipient } = (asset ?? {}) as Record<string, unknown>;
  return sender === address || recipient === address;
}

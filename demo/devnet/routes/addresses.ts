/** The API's v1 and v2 routes about addresses. */

import type { Chain } from '../chain.js';
import { accountHistory, type Involvement } from '../history.js';
import type { Routes } from '../http.js';
import { eventsOf } from '../views/events.js';
import { transactionV1 } from '../views/transaction-v1.js';
import { paged, pageOf } from './parameters.js';

export function addressRoutes(chain: Chain): Routes {
  const view = ({ record }: Involvement) => transactionV1(record, (contract) => chain.contractInterface(contract));
  return {
    'GET /extended/v1/address/:address/nonces': ({ params: { address = '' } }) => ({
      json: noncesView(chain, address),
    }),
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
    'GET /extended/v1/address/:address/transactions': ({ params: { address = '' }, query }) => ({
      json: paged(accountHistory(chain, address), pageOf(query), view),
    }),
    'GET /extended/v1/address/:address/transactions_with_transfers': ({ params: { address = '' }, query }) => ({
      json: paged(accountHistory(chain, address), pageOf(query), (involvement) => ({
        tx: view(involvement),
        ...transfersView(involvement),
      })),
    }),
    'GET /extended/v1/address/:address/mempool': ({ params: { address = '' }, query }) => ({
      json: paged(
        chain.waiting().filter(({ transaction }) => transaction.origin.address === address),
        pageOf(query),
        (record) => view({ record } as Involvement),
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
        const { stx_sent, stx_received } = transfersView(involvement);
        return { tx: view(involvement), stx_sent, stx_received, events: eventCounts(involvement) };
      }),
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
      json: paged(chain.ledger.nfts(query.get('principal') ?? ''), pageOf(query), ({ asset, id, txid }) => ({
        asset_identifier: asset,
        value: { hex: id, repr: '' },
        tx_id: `0x${txid}`,
      })),
    }),
  };
}

export function noncesView(chain: Chain, address: string): Record<string, unknown> {
  const next = chain.nonce(address);
  const waiting = chain.mempool
    .of(address)
    .map(({ origin, sponsor }) => (origin.address === address ? origin.nonce : (sponsor?.nonce ?? 0n)))
    .sort((one, other) => (one < other ? 1 : -1));
  const possible = chain.nextNonce(address);
  const missing: number[] = [];
  for (let nonce = possible; nonce < (waiting[0] ?? 0n); nonce += 1n)
    if (!waiting.includes(nonce)) missing.push(Number(nonce));
  return {
    last_mempool_tx_nonce: waiting[0] === undefined ? null : Number(waiting[0]),
    last_executed_tx_nonce: next === 0n ? null : Number(next) - 1,
    possible_next_nonce: Number(possible),
    detected_missing_nonces: missing,
    detected_mempool_nonces: waiting.map(Number),
  };
}

function stxView({ ledger, blocks }: Chain, address: string): Record<string, unknown> {
  const { balance, sent, received } = ledger.holding(address, 'STX');
  return {
    balance: balance.toString(),
    estimated_balance: balance.toString(),
    pending_balance_inbound: '0',
    pending_balance_outbound: '0',
    total_sent: sent.toString(),
    total_received: received.toString(),
    total_fees_sent: ledger.feesSent(address).toString(),
    total_miner_rewards_received: '0',
    lock_tx_id: '',
    locked: '0',
    lock_height: 0,
    burnchain_lock_height: 0,
    burnchain_unlock_height: 0,
    block_height: blocks.tip.height,
  };
}

function heldView({
  balance,
  sent,
  received,
}: {
  balance: bigint;
  sent: bigint;
  received: bigint;
}): Record<string, string> {
  return { balance: balance.toString(), total_sent: sent.toString(), total_received: received.toString() };
}

function nftCounts(chain: Chain, address: string): Record<string, unknown> {
  const counts: Record<string, { count: string; total_sent: string; total_received: string }> = {};
  for (const { asset } of chain.ledger.nfts(address)) {
    counts[asset] = { count: String(Number(counts[asset]?.count ?? 0) + 1), total_sent: '0', total_received: '0' };
  }
  return counts;
}

function transfersView({ record, stxSent, stxReceived }: Involvement): Record<string, unknown> {
  const assets = (type: string) =>
    eventsOf(record)
      .filter((event) => event.event_type === type)
      .map((event) => event.asset as Record<string, string>)
      .filter((asset) => asset.asset_event_type === 'transfer');
  return {
    stx_sent: stxSent.toString(),
    stx_received: stxReceived.toString(),
    stx_transfers: assets('stx_asset').map(({ amount, sender, recipient }) => ({ amount, sender, recipient })),
    ft_transfers: assets('fungible_token_asset').map(({ asset_id, amount, sender, recipient }) => ({
      asset_identifier: asset_id,
      amount,
      sender,
      recipient,
    })),
    nft_transfers: assets('non_fungible_token_asset').map(({ asset_id, value, sender, recipient }) => ({
      asset_identifier: asset_id,
      value,
      sender,
      recipient,
    })),
  };
}

function eventCounts({ record }: Involvement): Record<string, unknown> {
  const count = (kind: string, action: string) =>
    record.mined?.events.filter(({ event }) => event === `${kind}_${action}_event`).length ?? 0;
  return {
    stx: { transfer: count('stx', 'transfer'), mint: count('stx', 'mint'), burn: count('stx', 'burn') },
    ft: { transfer: count('ft', 'transfer'), mint: count('ft', 'mint'), burn: count('ft', 'burn') },
    nft: { transfer: count('nft', 'transfer'), mint: count('nft', 'mint'), burn: count('nft', 'burn') },
  };
}

function touches({ asset }: Record<string, unknown>, address: string): boolean {
  const { sender, recipient } = (asset ?? {}) as Record<string, unknown>;
  return sender === address || recipient === address;
}

/** What the API tells about an address: balances, and what a transaction moved for it. */

import type { Chain } from '../chain.js';
import { type Involvement, involvementOf } from '../history.js';
import type { TransactionRecord } from '../records.js';
import { eventsOf } from './events.js';
import { transactionV1 } from './transaction-v1.js';

export function stxView(chain: Chain, address: string): Record<string, unknown> {
  const { ledger, blocks } = chain;
  const { balance, sent, received } = ledger.holding(address, 'STX');
  const { inbound, outbound } = chain.waitingStx(address);
  return {
    balance: balance.toString(),
    estimated_balance: (balance + inbound - outbound).toString(),
    pending_balance_inbound: inbound.toString(),
    pending_balance_outbound: outbound.toString(),
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

/** An entry of `transactions_with_transfers`. */
export function addressTransactionView(
  chain: Chain,
  record: TransactionRecord,
  address: string,
): Record<string, unknown> {
  return {
    tx: transactionV1(record, (contract) => chain.contractInterface(contract)),
    ...movesView(involvementOf(record, address)),
  };
}

export function movesView({ record, stxSent, stxReceived }: Involvement): Record<string, unknown> {
  const transfers = (type: string) =>
    eventsOf(record)
      .filter((event) => event.event_type === type)
      .map((event) => event.asset as Record<string, unknown>)
      .filter((asset) => asset.asset_event_type === 'transfer');
  return {
    stx_sent: stxSent.toString(),
    stx_received: stxReceived.toString(),
    stx_transfers: transfers('stx_asset').map(({ amount, sender, recipient }) => ({ amount, sender, recipient })),
    ft_transfers: transfers('fungible_token_asset').map(({ asset_id, amount, sender, recipient }) => ({
      asset_identifier: asset_id,
      amount,
      sender,
      recipient,
    })),
    nft_transfers: transfers('non_fungible_token_asset').map(({ asset_id, value, sender, recipient }) => ({
      asset_identifier: asset_id,
      value,
      sender,
      recipient,
    })),
  };
}

/** How many events of each sort, for v2's lists. */
export function eventCounts({ mined }: TransactionRecord): Record<string, unknown> {
  const count = (kind: string, action: string) =>
    mined?.events.filter(({ event }) => event === `${kind}_${action}_event`).length ?? 0;
  const counts = (kind: string) => ({
    transfer: count(kind, 'transfer'),
    mint: count(kind, 'mint'),
    burn: count(kind, 'burn'),
  });
  return { stx: counts('stx'), ft: counts('ft'), nft: counts('nft') };
}

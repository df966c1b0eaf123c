/** Events as the API's v1 shows them, and as websocket subscribers and v3 get them. */

import { shownValue } from '../clarity-text.js';
import type { TransactionRecord } from '../records.js';
import type { VmEvent } from '../vm.js';

export function eventsOf(record: TransactionRecord): Record<string, unknown>[] {
  const { txid } = record.transaction;
  return (record.mined?.events ?? []).map((event, index) => ({
    event_index: index,
    tx_id: `0x${txid}`,
    ...eventView(event),
  }));
}

function eventView({ event, data }: VmEvent): Record<string, unknown> {
  if (event === 'print_event') {
    return {
      event_type: 'smart_contract_log',
      contract_log: {
        contract_id: data.contract_identifier,
        topic: data.topic,
        value: shownValue(data.raw_value ?? '0x09'),
      },
    };
  }
  const [kind = '', action = ''] = event.split('_');
  const moved = { asset_event_type: action, sender: data.sender ?? '', recipient: data.recipient ?? '' };
  if (kind === 'stx') {
    const memo = data.memo === undefined ? {} : { memo: `0x${data.memo}` };
    return { event_type: 'stx_asset', asset: { ...moved, amount: data.amount, ...(action === 'transfer' && memo) } };
  }
  if (kind === 'ft') {
    return {
      event_type: 'fungible_token_asset',
      asset: { ...moved, asset_id: data.asset_identifier, amount: data.amount },
    };
  }
  return {
    event_type: 'non_fungible_token_asset',
    asset: { ...moved, asset_id: data.asset_identifier, value: shownValue(data.raw_value ?? '0x09') },
  };
}

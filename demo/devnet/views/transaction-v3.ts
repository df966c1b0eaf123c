/** A transaction as `/extended/v3/transactions` shows it: a summary, and heavy fields only on request. */

import { shownValue } from '../clarity-text.js';
import type { TransactionRecord } from '../records.js';
import type { Payload } from '../transactions.js';
import type { VmEvent } from '../vm.js';
import { postConditionsView } from './post-conditions.js';

/** In lists. */
export function transactionSummaryV3(record: TransactionRecord): Record<string, unknown> {
  return { ...base(record), ...payloadV3(record.transaction.payload, new Set()) };
}

/** By its own. */
export function transactionV3(record: TransactionRecord, include: ReadonlySet<string>): Record<string, unknown> {
  const { transaction, mined } = record;
  return {
    ...base(record),
    ...(mined
      ? {
          parent_block: { hash: `0x${mined.block.parentHash}`, index_hash: `0x${mined.block.parentIndexHash}` },
          event_count: mined.events.length,
          execution_cost: { read_count: 0, read_length: 0, runtime: 0, write_count: 0, write_length: 0 },
          vm_error: mined.vmError,
          ...(include.has('result') && { result: shownValue(mined.result) }),
        }
      : { replaced_by_tx_id: record.replacedBy === undefined ? null : `0x${record.replacedBy}` }),
    ...(include.has('post_conditions') && { post_conditions: postConditionsView(transaction).post_conditions }),
    ...payloadV3(transaction.payload, include),
  };
}

export function eventsV3({ mined }: TransactionRecord): Record<string, unknown>[] {
  return (mined?.events ?? []).map((event, index) => ({ event_index: index, ...eventV3(event) }));
}

function base({
  transaction,
  status,
  mined,
  receivedSeconds,
  receivedHeight,
}: TransactionRecord): Record<string, unknown> {
  const { txid, origin, sponsor, fee } = transaction;
  const signer = ({ address, nonce }: { address: string; nonce: bigint }) => ({ address, nonce: Number(nonce) });
  return {
    tx_id: `0x${txid}`,
    sender: signer(origin),
    sponsor: sponsor ? signer(sponsor) : null,
    fee_rate: fee.toString(),
    ...(mined
      ? {
          block: {
            height: mined.block.height,
            hash: `0x${mined.block.hash}`,
            index_hash: `0x${mined.block.indexHash}`,
            time: mined.block.timeSeconds,
            tx_index: mined.block.txids.indexOf(txid),
          },
          bitcoin_block: { height: mined.block.burn.height, time: mined.block.burn.timeSeconds },
        }
      : { receipt_time: receivedSeconds, receipt_block_height: receivedHeight }),
    status,
  };
}

function payloadV3(payload: Payload, include: ReadonlySet<string>): Record<string, unknown> {
  switch (payload.kind) {
    case 'token_transfer':
      return {
        type: payload.kind,
        token_transfer: {
          recipient: payload.recipient,
          amount: payload.amount.toString(),
          memo: memoView(payload.memo),
        },
      };
    case 'contract_call':
      return {
        type: payload.kind,
        contract_call: {
          contract_id: payload.contract,
          function_name: payload.functionName,
          ...(include.has('function_args') && {
            function_args: payload.functionArguments.map((argument) => shownValue(argument)),
          }),
        },
      };
    case 'smart_contract':
      return {
        type: payload.kind,
        smart_contract: {
          clarity_version: payload.clarityVersion ?? null,
          contract_id: payload.contract,
          ...(include.has('source_code') && { source_code: payload.source }),
        },
      };
    case 'other':
      return { type: 'unknown' };
  }
}

function eventV3({ event, data }: VmEvent): Record<string, unknown> {
  if (event === 'print_event') {
    return {
      type: 'contract_log',
      contract_log: {
        contract_id: data.contract_identifier,
        topic: 'print',
        value: shownValue(data.raw_value ?? '0x09'),
      },
    };
  }
  const [kind = '', type = ''] = event.split('_');
  return {
    type: `${kind}_asset`,
    [`${kind}_asset`]: {
      type,
      ...(data.asset_identifier !== undefined && { asset_identifier: data.asset_identifier }),
      ...(data.sender !== undefined && { sender: data.sender }),
      ...(data.recipient !== undefined && { recipient: data.recipient }),
      ...(kind === 'nft' ? { value: shownValue(data.raw_value ?? '0x09') } : { amount: data.amount }),
      ...(event === 'stx_transfer_event' && { memo: data.memo ? memoView(data.memo) : null }),
    },
  };
}

/** `repr` is the text up to the first zero byte, as far as it is text. */
function memoView(hex: string): { hex: string; repr: string } {
  const bytes = Buffer.from(hex, 'hex');
  const end = bytes.indexOf(0);
  return { hex: `0x${hex}`, repr: bytes.subarray(0, end < 0 ? bytes.length : end).toString('utf8') };
}

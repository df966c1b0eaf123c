/** A transaction as `/extended/v1/tx/:txid` shows it, pending or mined. */

import { abiFunctionToString, type ClarityAbi, getTypeString } from '@stacks/transactions';
import { shownValue } from '../clarity-text.js';
import type { MinedFacts, TransactionRecord } from '../records.js';
import type { Payload, SignedTransaction } from '../transactions.js';
import { eventsOf } from './events.js';
import { postConditionsView } from './post-conditions.js';

type FindAbi = (contract: string) => ClarityAbi | undefined;

export function transactionV1(record: TransactionRecord, findAbi: FindAbi): Record<string, unknown> {
  const { transaction, mined } = record;
  return {
    ...common(transaction),
    ...(mined ? minedView(record, mined) : waitingView(record)),
    ...payloadView(transaction.payload, findAbi),
  };
}

function common(transaction: SignedTransaction): Record<string, unknown> {
  const { sponsor } = transaction;
  return {
    tx_id: `0x${transaction.txid}`,
    nonce: Number(transaction.origin.nonce),
    fee_rate: transaction.fee.toString(),
    sender_address: transaction.origin.address,
    sponsored: sponsor !== undefined,
    ...(sponsor && { sponsor_address: sponsor.address, sponsor_nonce: Number(sponsor.nonce) }),
    ...postConditionsView(transaction),
    anchor_mode: ANCHOR_MODES[transaction.anchorMode] ?? 'any',
  };
}

const ANCHOR_MODES: Readonly<Record<number, string>> = { 1: 'on_chain_only', 2: 'off_chain_only', 3: 'any' };

function waitingView({ status, receivedSeconds, replacedBy }: TransactionRecord): Record<string, unknown> {
  return {
    tx_status: status,
    receipt_time: receivedSeconds,
    receipt_time_iso: iso(receivedSeconds),
    replaced_by_tx_id: replacedBy === undefined ? null : `0x${replacedBy}`,
  };
}

function minedView(record: TransactionRecord, { block, result, vmError }: MinedFacts): Record<string, unknown> {
  const events = eventsOf(record);
  const time = (prefix: string, seconds: number) => ({ [prefix]: seconds, [`${prefix}_iso`]: iso(seconds) });
  return {
    tx_status: record.status,
    tx_result: shownValue(result),
    vm_error: vmError,
    tx_index: block.txids.indexOf(record.transaction.txid),
    canonical: true,
    is_unanchored: false,
    microblock_hash: '0x',
    microblock_sequence: 2147483647,
    microblock_canonical: true,
    block_hash: `0x${block.hash}`,
    block_height: block.height,
    parent_block_hash: `0x${block.parentHash}`,
    ...time('block_time', block.timeSeconds),
    burn_block_height: block.burn.height,
    ...time('burn_block_time', block.burn.timeSeconds),
    ...time('parent_burn_block_time', block.burn.timeSeconds),
    execution_cost_read_count: 0,
    execution_cost_read_length: 0,
    execution_cost_runtime: 0,
    execution_cost_write_count: 0,
    execution_cost_write_length: 0,
    event_count: events.length,
    events,
  };
}

function payloadView(payload: Payload, findAbi: FindAbi): Record<string, unknown> {
  switch (payload.kind) {
    case 'token_transfer':
      return {
        tx_type: payload.kind,
        token_transfer: {
          recipient_address: payload.recipient,
          amount: payload.amount.toString(),
          memo: `0x${payload.memo}`,
        },
      };
    case 'contract_call':
      return { tx_type: payload.kind, contract_call: callView(payload, findAbi(payload.contract)) };
    case 'smart_contract':
      return {
        tx_type: payload.kind,
        smart_contract: {
          clarity_version: payload.clarityVersion ?? null,
          contract_id: payload.contract,
          source_code: payload.source,
        },
      };
    case 'other':
      return { tx_type: 'unknown' };
  }
}

function callView(
  call: Extract<Payload, { kind: 'contract_call' }>,
  abi: ClarityAbi | undefined,
): Record<string, unknown> {
  const called = abi?.functions.find(({ name }) => name === call.functionName);
  return {
    contract_id: call.contract,
    function_name: call.functionName,
    function_signature: called ? abiFunctionToString(called) : '',
    function_args: call.functionArguments.map((argument, index) => {
      const expected = called?.args[index];
      return {
        ...shownValue(argument),
        name: expected?.name ?? '',
        type: expected ? getTypeString(expected.type) : '',
      };
    }),
  };
}

export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

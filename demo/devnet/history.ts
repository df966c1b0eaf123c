/** Which mined transactions concern an account, and what they moved for it. */

import type { Chain } from './chain.js';
import type { TransactionRecord } from './records.js';
import { payerOf } from './transactions.js';

export interface Involvement {
  readonly record: TransactionRecord;
  /** Atomic STX, the fee included. */
  readonly stxSent: bigint;
  readonly stxReceived: bigint;
}

/** The newest first: what the account signed, paid for, sent or received. */
export function accountHistory(chain: Chain, address: string): readonly Involvement[] {
  return chain
    .latestMined()
    .filter((record) => concerned(record).has(address))
    .map((record) => involvementOf(record, address));
}

/** Accounts that a transaction concerns, for those who subscribe to one. */
export function concerned({ transaction, mined }: TransactionRecord): ReadonlySet<string> {
  const { origin, sponsor, payload } = transaction;
  const accounts = new Set([origin.address]);
  if (sponsor) accounts.add(sponsor.address);
  if (payload.kind === 'token_transfer') accounts.add(payload.recipient);
  if (payload.kind === 'contract_call' || payload.kind === 'smart_contract') accounts.add(payload.contract);
  for (const { data } of mined?.events ?? []) {
    if (data.sender) accounts.add(data.sender);
    if (data.recipient) accounts.add(data.recipient);
  }
  return accounts;
}

/** What the transaction moved for the account, be it concerned or not. */
export function involvementOf(record: TransactionRecord, address: string): Involvement {
  let stxSent = payerOf(record.transaction).address === address ? record.transaction.fee : 0n;
  let stxReceived = 0n;
  for (const { event, data } of record.mined?.events ?? []) {
    if (!event.startsWith('stx_')) continue;
    if (data.sender === address) stxSent += BigInt(data.amount ?? 0);
    if (data.recipient === address) stxReceived += BigInt(data.amount ?? 0);
  }
  return { record, stxSent, stxReceived };
}

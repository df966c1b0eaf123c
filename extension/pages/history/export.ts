/** The history as files: CSV for spreadsheets, JSON for programs. Neither has anything that opens what was paid for. */

import { formatDecimalAmount } from '../../../src/money.js';
import type { HistoryEntry } from '../../messages/panel.js';
import { phaseOf } from '../parts/payment-phase.js';

const COLUMNS = [
  'time',
  'state',
  'site',
  'seller',
  'resource',
  'description',
  'amount',
  'symbol',
  'asset',
  'network',
  'fee_stx',
  'payer',
  'payee',
  'transaction',
  'reason',
] as const;

export function historyAsCsv(entries: readonly HistoryEntry[]): string {
  const rows = entries.map((entry) => {
    const values: Record<(typeof COLUMNS)[number], string | undefined> = {
      time: new Date(entry.at).toISOString(),
      state: phaseOf(entry),
      site: entry.site,
      seller: entry.seller,
      resource: entry.resource,
      description: entry.description,
      amount: formatDecimalAmount(BigInt(entry.amountAtomic), entry.decimals),
      symbol: entry.symbol,
      asset: entry.asset,
      network: entry.network,
      fee_stx: entry.feeAtomic === undefined ? undefined : formatDecimalAmount(BigInt(entry.feeAtomic), 6),
      payer: entry.payer,
      payee: entry.payTo,
      transaction: entry.txid,
      reason: entry.reason,
    };
    return COLUMNS.map((column) => csvCell(values[column] ?? ''));
  });
  return [COLUMNS.join(','), ...rows.map((row) => row.join(','))].map((line) => `${line}\r\n`).join('');
}

/**
 * One cell (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe before it: sites choose the words that stand here, and one could
 * choose `=HYPERLINK(…)`.
 */
export function csvCell(text: string): string {
  const harmless = /^[\s\0]*[=+\-@＝＋－＠]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]|^\s|\s$|^'/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** @param now milliseconds since 1970 */
export function historyAsJson(entries: readonly HistoryEntry[], now: number): string {
  const payments = entries.map(({ at, closedAt, ...entry }) => ({
    time: new Date(at).toISOString(),
    ...(closedAt !== undefined && { closedAt: new Date(closedAt).toISOString() }),
    ...entry,
  }));
  return JSON.stringify({ version: 1, exportedAt: new Date(now).toISOString(), payments }, undefined, 2);
}

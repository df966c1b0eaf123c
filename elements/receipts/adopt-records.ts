/** Receipts whose page was left before they were kept: what the paywalls remember of their payments still has everything. */

import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import { pricedOffer } from '../paywall/offers.js';
import { readRecord, type StoredPayment } from '../paywall/record.js';
import { txidOf } from '../wallet/txid.js';
import { type KeptReceipt, keyOf, receiptOf } from './kept-receipt.js';

/** The receipts of accepted payments that are not among `kept`. */
export async function unkeptReceipts(
  kept: readonly KeptReceipt[],
  open: () => UseStore = () => createStore('x402pay', 'resources'),
): Promise<readonly KeptReceipt[]> {
  const known = new Set(kept.map(keyOf));
  const [sources, values] = await open()('readonly', (records) =>
    Promise.all([promisifyRequest(records.getAllKeys()), promisifyRequest<unknown[]>(records.getAll())]),
  );
  return values.flatMap((value, index) => {
    const { payment } = readRecord(value);
    if (!payment?.settled) return [];
    const receipt = receiptIn(payment, String(sources[index]));
    return receipt && !known.has(keyOf(receipt)) ? receipt : [];
  });
}

/** Where it was paid is not known any more: the resource has to do. */
function receiptIn(payment: StoredPayment, source: string): KeptReceipt | undefined {
  const { accepted, payload } = payment;
  try {
    const price = pricedOffer(accepted, [])?.price ?? `${accepted.amount}\u00a0${accepted.asset}`;
    return receiptOf(payment, { source, page: source, txid: txidOf(payload), price });
  } catch {
    // Not a transaction: another script of this origin has written it.
    return undefined;
  }
}

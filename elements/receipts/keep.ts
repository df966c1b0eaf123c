/** Keeps the receipt of a payment that was just accepted. Loaded then, after the content is on its way to the reader. */

import type { StoredPayment } from '../paywall/record.js';
import { receiptOf } from './kept-receipt.js';
import { createReceiptStore, RECEIPTS_CHANNEL } from './receipt-store.js';

/**
 * @param source address of the resource, as the page named it
 * @param price decimal amount and symbol
 */
export async function keepReceipt(payment: StoredPayment, source: string, txid: string, price: string): Promise<void> {
  const page = location.href.replace(/#.*/s, '');
  await createReceiptStore().keep(receiptOf(payment, { source, txid, price, page }));
  const channel = new BroadcastChannel(RECEIPTS_CHANNEL);
  channel.postMessage(txid);
  channel.close();
}

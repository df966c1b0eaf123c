/** A message to a site that was paid and did not deliver: everything that it needs to find the payment, and nothing that opens anything. */

import type { HistoryEntry } from '../../messages/panel.js';
import { priceText } from '../parts/amounts.js';
import { fill, reasonText, type Words } from '../parts/words.js';

export function letterFor(entry: HistoryEntry, { texts, language }: Words): string {
  return fill(texts.history.letter, {
    resource: entry.resource,
    amount: priceText(entry.amountAtomic, entry, language),
    network: entry.network,
    txid: entry.txid ?? '',
    date: new Date(entry.at).toISOString(),
    reason: reasonText(entry.reason ?? 'content_unreadable', texts),
    payer: entry.payer ?? '',
  });
}

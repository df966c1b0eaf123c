/** What several pictures have in them. */

import type { HistoryEntry } from '../../../extension/messages/panel.js';
import { entry } from '../../browser/scripted-extension.js';

const HOUR = 60 * 60 * 1000;

export const LONG_NAME = 'https://donaudampfschifffahrtsgesellschaft.subscriptions.newspapers.example';
export const ARABIC = 'كيف علّمني حارس المنارة الصبر: قصة قصيرة عن البحر';
const OTHER = 'https://weather.example';
const SBTC = 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token';

/** One of each kind, the newest first. */
export function payments(now = Date.now()): HistoryEntry[] {
  return [
    entry({ description: 'How a lighthouse keeper taught me to wait', at: now - HOUR / 60 }),
    entry({
      state: 'sent',
      site: OTHER,
      seller: OTHER,
      description: 'The wind at 54° north',
      amountAtomic: '2000',
      at: now - HOUR,
    }),
    entry({ state: 'undelivered', reason: 'invalid_offer', description: 'A second part', at: now - 5 * HOUR }),
    entry({ state: 'released', reason: 'over_limit', amountAtomic: '9000000', at: now - 26 * HOUR }),
    entry({ state: 'undelivered', cancel: { txid: 'cd'.repeat(32), feeAtomic: '19999' }, at: now - 50 * HOUR }),
    entry({ state: 'cancelled', closedAt: 1, landed: 'cancellation', at: now - 75 * HOUR }),
    entry({
      withdrawal: true,
      state: 'sent',
      closedAt: 1,
      landed: 'payment',
      amountAtomic: '9000000',
      at: now - 99 * HOUR,
    }),
    entry({ symbol: 'sBTC', asset: SBTC, decimals: 8, amountAtomic: '1000', at: now - 150 * HOUR }),
  ];
}

/** Where a payment stands, for a person. */

import type { HistoryEntry } from '../../messages/panel.js';
import type { PaymentPhase } from '../texts/texts.js';

type Facts = Pick<HistoryEntry, 'state' | 'closedAt' | 'cancel' | 'withdrawal'>;

export function phaseOf({ state, closedAt, cancel, withdrawal }: Facts): PaymentPhase {
  if (state === 'released' || state === 'cancelled') return state;
  if (cancel !== undefined && closedAt === undefined) return 'cancelling';
  // What goes home has nobody who delivers.
  if (withdrawal) return closedAt === undefined ? 'under way' : 'arrived';
  if (state === 'delivered' || state === 'undelivered') return state;
  // The money has arrived. A site that was given it has still to say that it delivers.
  if (closedAt !== undefined) return 'undelivered';
  return state === 'reserved' ? 'opening' : 'under way';
}

/** Whether money went to a site for it, or may have gone. */
export function isSpent({ state, withdrawal }: Pick<HistoryEntry, 'state' | 'withdrawal'>): boolean {
  return state !== 'released' && state !== 'cancelled' && !withdrawal;
}

/** Those that were searched for and chosen. */

import type { HistoryEntry } from '../../messages/panel.js';
import { phaseOf } from '../parts/payment-phase.js';
import type { HistoryState } from './state.js';

export function fittingEntries({ entries = [], phase, asset }: HistoryState): readonly HistoryEntry[] {
  return entries.filter(
    (entry) => (phase === '' || phaseOf(entry) === phase) && (asset === '' || entry.asset === asset),
  );
}

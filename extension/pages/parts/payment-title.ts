/** What was bought, in the words of who sold it; or else its address. */

import type { HistoryEntry } from '../../messages/panel.js';
import type { Texts } from '../texts/texts.js';
import { plainText, siteName } from './plain-text.js';

type Bought = Pick<HistoryEntry, 'description' | 'resource' | 'withdrawal'>;

export function titleOf({ description, resource, withdrawal }: Bought, { history }: Texts): string {
  if (withdrawal) return history.sentBack;
  const named = description === undefined ? '' : plainText(description, 120);
  if (named !== '') return named;
  return plainText(URL.canParse(resource) ? new URL(resource).pathname : resource, 120);
}

/** Where it was bought; what goes back to the main wallet goes to an address. */
export function placeOf({ site, payTo, withdrawal }: Pick<HistoryEntry, 'site' | 'payTo' | 'withdrawal'>): string {
  return withdrawal ? `${payTo.slice(0, 6)}…${payTo.slice(-4)}` : siteName(site);
}

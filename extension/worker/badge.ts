/** What the button in the browser's bar says: `!` where a person is needed, `…` while paused, or what was spent today in the first asset. */

import { formatDecimalAmount } from '../../src/money.js';
import { extensionApi } from '../browser/extension-api.js';
import type { Entry } from '../ledger/entry.js';

const DAY = 24 * 60 * 60 * 1000;

export interface BadgeFacts {
  readonly entries: readonly Entry[];
  readonly needsPerson: boolean;
  readonly paused: boolean;
  readonly now: number;
  /** The one that is paid on now: on others, assets of the same name are other money. */
  readonly network: string;
  /** Asset to show, as on the wire. */
  readonly asset: string | undefined;
}

/** At most four characters, or browsers cut them off. */
export function badgeText({ entries, needsPerson, paused, now, network, asset }: BadgeFacts): string {
  if (needsPerson) return '!';
  if (paused) return '…';
  const today = entries.filter(
    (entry) =>
      entry.network === network &&
      entry.asset === asset &&
      !entry.withdrawal &&
      entry.at > now - DAY &&
      !['released', 'cancelled'].includes(entry.state),
  );
  const [first] = today;
  if (!first) return '';
  const spent = today.reduce((sum, entry) => sum + BigInt(entry.amountAtomic), 0n);
  return shortened(formatDecimalAmount(spent, first.decimals));
}

export async function showBadge(facts: BadgeFacts): Promise<void> {
  const text = badgeText(facts);
  await extensionApi.action.setBadgeBackgroundColor({ color: text === '!' ? '#b3261e' : '#5b4bd6' });
  await extensionApi.action.setBadgeText({ text });
}

function shortened(decimal: string): string {
  if (decimal.length <= 4) return decimal;
  const [whole = '', fraction = ''] = decimal.split('.');
  if (whole.length > 4) return '999+';
  if (whole.length >= 3) return whole;
  const short = `${whole}.${fraction.slice(0, 3 - whole.length)}`;
  return /[1-9]/.test(short) ? short : '<.01';
}

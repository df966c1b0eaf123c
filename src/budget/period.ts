/** Periods of time that limits are for. */

import type { BudgetPolicy } from './policy.js';
import { DEFAULTS } from './policy.js';

export const MINUTE = 60_000;
export const DAY: number = 24 * 60 * MINUTE;

/** After a longer pause, or a jump of the computer's clock, a person is asked before anything renews. */
export const LONGEST_PAUSE: number = 35 * DAY;

type Calendar = Pick<BudgetPolicy, 'renewalDay' | 'utcOffsetMinutes'>;

/** When the current month of the budget began. */
export function monthStart(now: number, calendar: Calendar): number {
  const current = renewal(now, calendar, 0);
  return current <= now ? current : renewal(now, calendar, -1);
}

/** When the next month of the budget begins. */
export function nextRenewal(now: number, calendar: Calendar): number {
  const current = renewal(now, calendar, 0);
  return current > now ? current : renewal(now, calendar, 1);
}

/** The renewal in the month of `now`, or so many months later. */
function renewal(now: number, { renewalDay, utcOffsetMinutes }: Calendar, months: number): number {
  const day = renewalDay ?? DEFAULTS.renewalDay;
  const shift = (utcOffsetMinutes ?? DEFAULTS.utcOffsetMinutes) * MINUTE;
  // Only as a calendar: the local time, read as if it were Greenwich's.
  const local = new Date(now + shift);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, lastDay)) - shift;
}

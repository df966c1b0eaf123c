/** How long a payment opens its resource, written like `30d` or `once`. */

/** Seconds of access, or `once` for a single answer. */
export type AccessSeconds = number | 'once';

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
/** Ten years: longer than any secret should live. */
const MAX_SECONDS = 10 * 365 * 86_400;

/** Seconds within which an `once` payment must be presented, from its settlement. Claims are remembered for longer than that. */
export const ONCE_WINDOW_SECONDS: number = 7 * 86_400;

/** `undefined` when the text is neither `once` nor a whole number of seconds, minutes, hours or days up to ten years. */
export function parseAccess(text: string): AccessSeconds | undefined {
  if (text === 'once') return 'once';
  const match = /^([1-9]\d{0,8})([smhd])$/.exec(text);
  if (!match) return undefined;
  const seconds = Number(match[1]) * (UNIT_SECONDS[match[2] as string] as number);
  return seconds <= MAX_SECONDS ? seconds : undefined;
}

/** Seconds during which presenting a payment opens the resource. */
export function windowSeconds(access: AccessSeconds): number {
  return access === 'once' ? ONCE_WINDOW_SECONDS : access;
}

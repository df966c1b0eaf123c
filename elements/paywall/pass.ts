/** What a pass says of itself (PROTOCOL section 6). Unchecked, for showing and keeping it: whether it opens anything is for the server to say. */

import { readObject } from './wire.js';

/** Seconds of the year 5138: what is later is no date. */
const LATEST = 1e11;

interface Claims {
  readonly exp?: unknown;
  readonly cnf?: unknown;
}

/** Nothing, for a pass of another form. */
export function claimsOf(pass: string): Claims {
  try {
    return { ...readObject(pass.replaceAll('-', '+').replaceAll('_', '/').split('.')[1] ?? '') };
  } catch {
    return {};
  }
}

/** When it ends, in milliseconds since 1970. */
export function endOf(pass: string | undefined): number | undefined {
  const { exp } = claimsOf(pass ?? '');
  return typeof exp === 'number' && exp > 0 && exp < LATEST ? 1000 * exp : undefined;
}

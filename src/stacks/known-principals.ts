/** Principals that a judge reads again and again: sellers name the same payee and the same tokens in every offer. */

import { type Principal, parsePrincipal } from './principal.js';

/** More than a seller has; beyond it everything is forgotten and read anew, so that hostile texts cannot fill the memory. */
const MAX_KNOWN = 256;
const known = new Map<string, Principal>();

/**
 * As `parsePrincipal`, whose checksum costs two hashes, but read once. The result is shared: it must not leave the code that judges.
 *
 * @throws `invalid_address`
 */
export function knownPrincipal(text: string): Principal {
  const found = known.get(text);
  if (found) return found;
  const principal = parsePrincipal(text);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, principal);
  return principal;
}

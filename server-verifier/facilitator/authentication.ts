/** Bearer tokens (RFC 6750), compared in constant time. */

import { sha256 } from '@noble/hashes/sha2.js';
import { hexFromBytes } from '../../src/stacks.js';

/**
 * Which of the tokens the request shows: a name for it, that tells nothing of the token itself. Empty where no token is asked for; `undefined` when it shows none.
 *
 * @param tokens hashes of the tokens, so that a comparison always takes the same time
 */
export function bearerOf(request: Request, tokens: readonly Uint8Array[]): string | undefined {
  if (tokens.length === 0) return '';
  const [, shown] = /^bearer +([\w.~+/=-]{1,512})$/i.exec(request.headers.get('Authorization') ?? '') ?? [];
  if (shown === undefined) return undefined;
  const hash = sha256(new TextEncoder().encode(shown));
  // Every token is compared, so that the time does not tell which one it was.
  const matches = tokens.map((token) => token.reduce((sum, byte, index) => sum | (byte ^ (hash[index] ?? 0)), 0) === 0);
  return matches.includes(true) ? hexFromBytes(hash.subarray(0, 8)) : undefined;
}

/** Signs in with the account that may have paid before, so that nothing is paid twice for one access. */

import { X402Error } from '../errors.js';
import type { Network } from '../networks.js';
import { encodeSignIn, readSignInChallenge, SIGN_IN_HEADER, signInMessage } from '../sign-in.js';
import { discard, reasonIn, requiredIn, retryAfterIn, settlementIn } from './answer.js';
import type { Replayable } from './replayable.js';
import type { Terms } from './terms.js';

/** An account that can sign texts: a key payer, or a wallet. */
export interface MessageSigner {
  readonly address: string;
  readonly network: Network;
  /** 65 bytes in hex: r, s, recovery id, over the hash that `stx_signMessage` of wallets signs. */
  readonly signMessage: (message: string) => string | Promise<string>;
}

/**
 * The content, for an account that has bought it before; `undefined` where the server knows no access of this account, or takes no sign-ins of it.
 *
 * @throws `resource_unreachable` or `overloaded` where the server cannot say: whoever pays then may pay for what is paid for
 */
export async function signInFirst(
  signer: MessageSigner,
  { required, url }: Pick<Terms, 'required' | 'url'>,
  request: Replayable,
  fetch: (request: Request) => Promise<Response>,
  isLastTry: boolean = false,
): Promise<Response | undefined> {
  const { address, network } = signer;
  const challenge = readSignInChallenge(required, url);
  if (challenge?.network !== network || !challenge.schemes.includes('stx-message')) return undefined;
  const signature = await signer.signMessage(signInMessage(challenge.info, address, network));
  request.signal.throwIfAborted();
  const headers = { [SIGN_IN_HEADER]: encodeSignIn(challenge, { address, signature }) };
  // A sign-in must not follow a redirect to somebody else.
  const response = await fetch(request.again({ headers, redirect: 'manual', url })).catch((cause) => {
    request.signal.throwIfAborted();
    throw new X402Error('resource_unreachable', 'The server cannot be reached. Nothing was paid.', { cause });
  });
  if (response.ok) return response;
  const settlement = settlementIn(response);
  const fresh = await requiredIn(response);
  const reason = reasonIn(settlement, fresh);
  discard(response);
  const isStale = reason === 'sign_in_used' || reason === 'sign_in_expired';
  if (isStale && fresh && !isLastTry) return signInFirst(signer, { required: fresh, url }, request, fetch, true);
  if (isStale || reason === 'overloaded' || response.status >= 500 || [408, 425, 429].includes(response.status)) {
    const retryAfterSeconds = retryAfterIn(response);
    const message = 'The server cannot say whether this account has paid before. Nothing was paid; try again.';
    throw new X402Error('overloaded', message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
  }
  return undefined;
}

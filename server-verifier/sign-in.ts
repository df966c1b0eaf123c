/** Lets a payer in who signs in with the account that paid (x402 extension `sign-in-with-x`). PROTOCOL section 7. */

import { sha256 } from '@noble/hashes/sha2.js';
import { isX402Error, X402Error } from '../src/errors.js';
import { decodeSignIn, SIGN_IN_HEADER, type SignIn } from '../src/sign-in.js';
import { checkSignInSignature } from '../src/sign-in-signature.js';
import { hexFromBytes } from '../src/stacks.js';
import { accessKey, recallAccess } from './bought-access.js';
import type { BoughtAccess, HoldOutcome } from './claims.js';
import type { Lookups } from './lookups.js';
import type { Purchase } from './payment.js';
import type { Settings } from './settings.js';
import { checkChallenge, SIGN_IN_SECONDS } from './sign-in-challenge.js';

/** Of one account for one access, while its sign-ins are fresh. At most 256. */
const PLACES = 256;

/** Somebody who has shown to be a payer. */
export interface SignedIn extends BoughtAccess {
  readonly payer: string;
}

/** True where a request brings a sign-in to a route that takes one. */
export function bringsSignIn(request: Request, { route }: Purchase): boolean {
  return route.signIn !== undefined && request.headers.has(SIGN_IN_HEADER);
}

/**
 * Who has signed in, and what that account has bought here.
 *
 * @throws `sign_in_malformed`, `sign_in_mismatch`, `sign_in_expired`, `sign_in_signature`, `sign_in_unpaid`, `sign_in_used`, `overloaded`
 */
export async function signedIn(
  request: Request,
  purchase: Purchase,
  settings: Settings,
  lookups: Lookups,
): Promise<SignedIn> {
  const signIn = decodeSignIn(request.headers.get(SIGN_IN_HEADER) ?? '');
  checkChallenge(signIn, purchase, settings);
  checkSignInSignature(signIn, await settings.recover());
  const bought = await boughtBy(signIn.address, purchase, settings, lookups);
  if (!bought) {
    throw new X402Error(
      'sign_in_unpaid',
      'This account has no access here, or it has ended, or its payment is not settled yet; sign in with the account that paid, or pay one of the offers of this answer.',
    );
  }
  await consume(signIn, bought.txid, purchase, settings);
  return { ...bought, payer: signIn.address };
}

async function boughtBy(
  payer: string,
  purchase: Purchase,
  settings: Settings,
  lookups: Lookups,
): Promise<BoughtAccess | undefined> {
  try {
    const recalled = await recallAccess(payer, purchase, settings);
    if (recalled || purchase.route.signIn?.proof !== 'payee') return recalled;
    return await lookups.boughtBy(payer, purchase);
  } catch (cause) {
    if (isX402Error(cause) && cause.code === 'overloaded') throw cause;
    throw busy(
      'What this account has bought cannot be looked up at the moment; send the same request again.',
      5,
      cause,
    );
  }
}

/**
 * One sign-in, one pass: what is taken from a request on its way is worth nothing once it has arrived. Needs claims; without them it is good until it expires.
 * There are {@link PLACES} places for the sign-ins of an account, so that who has paid once cannot fill the store: two sign-ins that want the same one are rare, and
 * the second is asked to sign once more.
 */
async function consume(
  { nonce, address }: SignIn,
  txid: string,
  purchase: Purchase,
  { claims, network, random }: Settings,
): Promise<void> {
  if (!claims) return;
  const [place = 0] = sha256(new TextEncoder().encode(nonce));
  const keys = [`sign-in:${accessKey(address, purchase, network)}:${place % PLACES}`];
  let outcome: HoldOutcome;
  try {
    outcome = await claims.hold({
      keys,
      // Nobody can come back for it.
      holder: hexFromBytes(random(new Uint8Array(32))),
      purpose: hexFromBytes(sha256(new TextEncoder().encode(nonce))),
      txid,
      leaseSeconds: 10,
      retainSeconds: 2 * SIGN_IN_SECONDS,
    });
    if (outcome.status === 'held') await claims.spend(keys, outcome.fence);
  } catch (cause) {
    throw busy('The sign-in could not be written down, so it was not used; send the same request again.', 5, cause);
  }
  if (outcome.status === 'held') return;
  if (outcome.status === 'full')
    throw busy('Too much is going on; send the same request again.', outcome.retryAfterSeconds);
  throw new X402Error('sign_in_used', 'This sign-in was used already; sign the challenge of this answer.');
}

function busy(message: string, retryAfterSeconds: number, cause?: unknown): X402Error {
  return new X402Error('overloaded', message, { retryAfterSeconds, cause });
}

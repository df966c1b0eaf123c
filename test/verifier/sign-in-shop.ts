/** Payers who sign in, for tests of the verifier. */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import {
  encodeHeader,
  type PaymentRequired,
  readSignInChallenge,
  SIGN_IN_HEADER,
  SIGN_IN_WITH_X,
  type SignIn,
  type SignInScheme,
  signInHash,
} from 'x402pay';
import { hexFromBytes } from 'x402pay/stacks';
import type { Protection } from 'x402pay/verifier';
import { type Account, asks, ORIGIN, offersOf, READER, serves } from './shop.js';

export interface SigningIn {
  readonly account?: Account;
  readonly scheme?: SignInScheme;
  readonly path?: string;
  readonly method?: string;
  /** Changes what is signed and sent. */
  readonly change?: (signIn: Omit<SignIn, 'signature'>) => object;
  /** Changes what is sent, after it was signed. */
  readonly after?: (signIn: SignIn) => object;
}

/** The signature that a wallet gives: r, s, recovery id. */
function walletSignature(hash: Uint8Array, { privateKey }: Account): string {
  const bytes = secp256k1.sign(hash, privateKey, { prehash: false, lowS: true, format: 'recovered' });
  return hexFromBytes(Uint8Array.from([...bytes.subarray(1), bytes[0] as number]));
}

/** The header of an account that signs what a 402 asks for. */
export function signsIn(required: PaymentRequired, options: SigningIn = {}): Record<string, string> {
  const { account = READER, scheme = 'stx-message', change = (same) => same, after = (same) => same } = options;
  const challenge = readSignInChallenge(required, `${ORIGIN}/`);
  if (!challenge) throw new Error('There is no challenge.');
  const { info, network } = challenge;
  const plain = {
    ...info,
    address: account.address,
    chainId: network,
    type: 'secp256k1',
    signatureScheme: scheme,
  } as const;
  const changed = change(plain) as Omit<SignIn, 'signature'>;
  const hash = signInHash(changed, changed.address, changed.chainId, scheme);
  return { [SIGN_IN_HEADER]: encodeHeader(after({ ...changed, signature: walletSignature(hash, account) })) };
}

/** Asks for a challenge, signs it, and asks again. */
export async function comesBack(guarded: Protection, options: SigningIn = {}): Promise<Response> {
  const { path = '/a', method = 'GET' } = options;
  const required = await offersOf(guarded, asks(path, {}, method));
  return guarded(asks(path, signsIn(required, options), method), serves);
}

/** What a 402 says about signing in. */
export function declaredIn(required: PaymentRequired): { info: Record<string, string>; supportedChains: object[] } {
  return required.extensions?.[SIGN_IN_WITH_X] as never;
}

/** How a scripted site lets in who signs in with the account that paid: a fresh challenge with each price, and a real check of the signature. */

import { pickRecover } from '../../server-verifier/recover.js';
import { checkSignInSignature, decodeSignIn, isX402Error, type SignIn } from '../../src/index.js';
import { NETWORK } from './scripted-chain.js';

const LIFE_MILLISECONDS = 300_000;

export class ScriptedSignIn {
  /** How old the challenge is that is given out next, in milliseconds. */
  age = 0;
  readonly #challenges = new Map<string, string>();

  /** `extensions` of a 402. */
  invitation(url: string, now: number): object {
    const { host } = new URL(url);
    const nonce = crypto.randomUUID().replaceAll('-', '');
    const issuedAt = new Date(now - this.age).toISOString();
    const expirationTime = new Date(now - this.age + LIFE_MILLISECONDS).toISOString();
    const info = { domain: host, uri: url, version: '1', nonce, issuedAt, expirationTime, statement: 'Open it again.' };
    this.#challenges.set(nonce, expirationTime);
    const supportedChains = [{ chainId: NETWORK, type: 'secp256k1', signatureScheme: 'stx-message' }];
    return { 'sign-in-with-x': { info, supportedChains } };
  }

  /** Who has signed in, or the reason why nobody has. */
  async judge(
    header: string,
    url: string,
    now: number,
  ): Promise<{ readonly address: string } | { readonly reason: string }> {
    try {
      const signIn: SignIn = decodeSignIn(header);
      const end = this.#challenges.get(signIn.nonce);
      if (end === undefined || signIn.uri !== url || signIn.expirationTime !== end)
        return { reason: 'sign_in_mismatch' };
      if (Date.parse(end) <= now) return { reason: 'sign_in_expired' };
      checkSignInSignature(signIn, (await pickRecover('noble')).recover);
      this.#challenges.delete(signIn.nonce);
      return { address: signIn.address };
    } catch (error) {
      if (!isX402Error(error)) throw error;
      return { reason: error.code };
    }
  }
}

/** Signing in with the account that paid, and the extensions' own ways to be refused. */

import { encodeSignIn, readSignInChallenge, SIGN_IN_HEADER, signInMessage } from 'x402pay';
import * as shop from './shop.mjs';

const { asks, buys, keyPayer, openShop, ORIGIN, passOf, same, serves, TERMS, verdict } = shop;
const SIGN_IN = { ...TERMS, signIn: true };

/** The header of the reader, who signs what a 402 asks for; `change` is made after that. */
async function signsIn(guarded, change = (signed) => signed) {
  const required = JSON.parse(await (await guarded(asks(), serves)).text());
  const challenge = readSignInChallenge(required, `${ORIGIN}/`);
  const { address, signMessage } = keyPayer();
  const signature = signMessage(signInMessage(challenge.info, address, challenge.network));
  return { [SIGN_IN_HEADER]: encodeSignIn(challenge, change({ address, signature })) };
}

async function openPaid() {
  const opened = openShop();
  const guarded = opened.verifier.protect(SIGN_IN);
  const bought = await buys(guarded);
  return { ...opened, guarded, bought };
}

export const signIns = [
  [
    'a payer who signs in gets in, once, until what was bought has ended',
    async () => {
      const { guarded, bought } = await openPaid();
      const headers = await signsIn(guarded);
      const response = await guarded(asks('/a', headers), serves);
      same([verdict(response), passOf(response).expiresAt], ['200 success', passOf(bought.response).expiresAt]);
      same(verdict(await guarded(asks('/a', headers), serves)), '402 sign_in_used');
    },
  ],
  [
    'refuses a sign-in that cannot be read, of somebody else, for something else, too late, of who has not paid',
    async () => {
      const { guarded, pass } = await openPaid();
      const judged = async (headers, path = '/a') => verdict(await guarded(asks(path, headers), serves));
      same(await judged({ [SIGN_IN_HEADER]: 'junk' }), '400 sign_in_malformed');
      same(
        await judged(await signsIn(guarded, (signed) => ({ ...signed, address: shop.STRANGER }))),
        '402 sign_in_signature',
      );
      const late = await signsIn(guarded);
      same(await judged(late, '/b'), '402 sign_in_mismatch');
      pass(301);
      same(await judged(late), '402 sign_in_expired');
      const unpaid = openShop().verifier.protect(SIGN_IN);
      same(verdict(await unpaid(asks('/a', await signsIn(unpaid)), serves)), '402 sign_in_unpaid');
    },
  ],
  [
    'refuses a payment without the identifier that is wanted',
    async () => {
      const guarded = openShop().verifier.protect({ ...TERMS, paymentIdentifier: 'required' });
      same(verdict((await buys(guarded)).response), '400 payment_identifier_required');
    },
  ],
];

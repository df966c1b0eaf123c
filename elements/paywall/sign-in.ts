/**
 * Signing in with the account that paid (PROTOCOL section 7): on another device, or when all was lost here. Asks the wallet for a signature over a text, and
 * never for a payment. Loaded when the reader wants it.
 */

import { isX402Error, X402Error } from '../../src/errors.js';
import {
  encodeSignIn,
  readSignInChallenge,
  SIGN_IN_HEADER,
  type SignInChallenge,
  signInMessage,
} from '../../src/sign-in.js';
import { walletAddress } from '../wallet/account.js';
import { askProvider, MethodMissing } from '../wallet/provider.js';
import { OUR_EXTENSION, type Wallet, type Wallets } from '../wallet/wallet.js';
import type { Desk } from './desk.js';
import type { Answer } from './exchange.js';
import { PAYMENT_ENGLISH } from './payment-texts.js';
import { pickWallet } from './purchase.js';
import { withPass } from './record.js';
import { alone } from './settle.js';
import { SIGN_IN_ENGLISH } from './sign-in-texts.js';
import { type Instead, PAID_CHANNEL } from './state.js';
import { fill } from './texts.js';

export async function signIn(
  desk: Desk,
  wallets: Wallets,
  wanted: string | undefined,
  openAgain: () => Promise<void>,
): Promise<void> {
  const { session } = desk;
  try {
    // From here on, also for what helps when there is no wallet. The next payment forgets it.
    session.show({ instead: signInWords, error: undefined, next: undefined });
    // Our extension signs nothing.
    const find = () => wallets.find().filter(({ id }) => id !== OUR_EXTENSION);
    const wallet = await pickWallet(desk, { ...wallets, find }, wanted);
    if (!wallet) return session.show({ phase: 'locked' });
    session.show({ phase: 'preparing', wallet: wallet.name });
    // What was paid for in this browser needs no sign-in.
    const hasPaid = await alone(
      desk,
      ({ pass, payment }) => pass === undefined && !payment && (() => signInWith(desk, wallet)),
    );
    if (!hasPaid) return;
    session.show({ instead: undefined });
    await openAgain();
  } catch (error) {
    if (!isX402Error(error) || error.code !== 'wallet_rejected') throw error;
    // On purpose; the price is still there.
    session.show({ phase: 'locked' });
  }
}

async function signInWith(desk: Desk, wallet: Wallet): Promise<void> {
  const { session } = desk;
  for (let isLastTry = false; ; isLastTry = true) {
    const invitation = await desk.ask();
    if (invitation.kind === 'content') return session.unlock(invitation.content);
    if (invitation.kind === 'unreachable') throw invitation.error;
    const challenge = challengeIn(desk, invitation);
    const header = await sign(desk, wallet, challenge);
    session.show({ phase: 'presenting', since: desk.now });
    const headers = { [SIGN_IN_HEADER]: header };
    const answer = await desk.ask({ headers }, invitation.extensions?.pass);
    if (answer.kind === 'content') return letIn(desk, answer);
    if (answer.kind === 'refused') desk.price(answer);
    // The reader took longer than the site allows, and knows now what to do. More would be a loop.
    if (isLastTry || answer.error.code !== 'sign_in_expired') throw answer.error;
  }
}

function challengeIn(desk: Desk, invitation: Answer & { kind: 'refused' }): SignInChallenge {
  desk.price(invitation);
  const { extensions = {}, url } = invitation;
  const challenge = readSignInChallenge({ extensions }, url);
  if (challenge?.schemes.includes('stx-message')) return challenge;
  throw new X402Error(
    'sign_in_mismatch',
    'The site asks for a sign-in that nobody should sign here, or that wallets cannot.',
  );
}

async function sign(desk: Desk, { provider }: Wallet, challenge: SignInChallenge): Promise<string> {
  const { info, network } = challenge;
  const signal = desk.waiting();
  const address = await walletAddress(provider, network, signal);
  desk.session.show({ phase: 'wallet', since: desk.now });
  const message = signInMessage(info, address, network);
  try {
    const { signature } = await askProvider(provider, 'stx_signMessage', { message }, signal);
    return encodeSignIn(challenge, { address, signature: String(signature) });
  } catch (cause) {
    if (!(cause instanceof MethodMissing) && !(isX402Error(cause) && cause.code === 'sign_in_malformed')) throw cause;
    throw new X402Error('wallet_failed', 'The wallet gave no signature that can be used.', { cause });
  }
}

async function letIn(desk: Desk, { content, pass }: Answer & { kind: 'content' }): Promise<void> {
  const { session } = desk;
  await desk.keep((record) => (pass === undefined ? record : withPass(record, pass)));
  session.unlock(content);
  try {
    const channel = new BroadcastChannel(PAID_CHANNEL);
    channel.postMessage(session.url);
    channel.close();
  } catch {
    // Sandboxed frames have no other tabs.
  }
}

/** What is going on, in words that speak of no payment. */
export const signInWords: Instead = ({ phase, wallet }, translated) => {
  const texts = { ...PAYMENT_ENGLISH, ...SIGN_IN_ENGLISH, ...translated };
  const text =
    phase === 'presenting' ? texts.lookingUp : fill(texts.signMessage, { wallet: wallet || texts.yourWallet });
  return { title: texts.signingIn, text };
};

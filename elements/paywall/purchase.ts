/**
 * From the reader's click to a signed payment. The order is what keeps a reader from paying twice: under a lock, look whether somebody has
 * paid; write down what is about to be asked; ask the wallet; write down what it signed; only then present it, as often as it takes.
 */

import { X402Error } from '../../src/errors.js';
import { memoOfOffer } from '../../src/memo.js';
import { withPaymentIdentifier } from '../../src/payment-identifier.js';
import type { StacksProvider } from '../wallet/provider.js';
import { OUR_EXTENSION, type Wallet, type WalletPayment, type Wallets } from '../wallet/wallet.js';
import type { Desk } from './desk.js';
import { presented } from './exchange.js';
import { sameTerms } from './offers.js';
import type { PayChoice } from './ports.js';
import {
  type Extensions,
  isSame,
  type PaymentAttempt,
  type StoredPayment,
  withAttempts,
  withoutAttempt,
} from './record.js';
import { alone, settle } from './settle.js';
import type { PricedOffer } from './state.js';

/** Longest transaction that a wallet makes of a payment, in bytes, with room to spare. */
const LONGEST_PAYMENT = 600;

export async function pay(
  desk: Desk,
  wallets: Wallets,
  chosen: PricedOffer,
  { decided = false, wallet: wanted }: PayChoice,
  openAgain: () => Promise<void>,
): Promise<void> {
  const wallet = await pickWallet(desk, wallets, wanted ?? ourExtension(desk, wallets));
  if (!wallet) return desk.session.show({ phase: 'locked' });
  desk.session.show({ phase: 'preparing', wallet: wallet.name });
  const paidElsewhere = await alone(desk, ({ pass, payment, attempts = [] }) => {
    if (pass !== undefined || payment) return undefined;
    return async () => {
      const fresh = await freshOffer(desk, chosen, wallet.provider.fetch);
      if (!fresh) return;
      const open = attempts.length > 0 ? await judge(desk, wallets, attempts, decided) : [];
      if (open) await settle(desk, await askWallet(desk, wallet, fresh, open, decided));
    };
  });
  if (paidElsewhere) await openAgain();
}

/** It is there where its reader has let it in to pay, so it is asked first; who has not paid with it chooses among all. */
function ourExtension(desk: Desk, wallets: Wallets): string | undefined {
  if (desk.hasAskedExtension || !wallets.find().some(({ id }) => id === OUR_EXTENSION)) return undefined;
  desk.hasAskedExtension = true;
  return OUR_EXTENSION;
}

/** One wallet is taken without a question; among several the reader chooses. */
export async function pickWallet(desk: Desk, wallets: Wallets, wanted?: string): Promise<Wallet | undefined> {
  if (wanted !== undefined) return wallets.open(wanted);
  const found = wallets.find();
  if (!found[0]) throw new X402Error('wallet_missing', 'No Stacks wallet was found in this browser.');
  const id = found.length === 1 ? found[0].id : await desk.chooseWallet(found);
  return id === undefined ? undefined : wallets.open(id);
}

/**
 * The price as it is now: the offer has its whole life before it, and what is paid is what the reader saw.
 *
 * @param fetch of a wallet that has paid when it answers, and is asked for nothing more
 */
async function freshOffer(
  desk: Desk,
  chosen: PricedOffer,
  fetch: StacksProvider['fetch'],
): Promise<FreshOffer | undefined> {
  const { session } = desk;
  const answer = await desk.ask({}, undefined, fetch);
  if (answer.kind === 'content') {
    session.unlock(answer.content);
    return undefined;
  }
  if (fetch) throw unpaid(answer.error);
  if (answer.kind === 'unreachable' || !desk.price(answer)) throw answer.error;
  const fresh = session.state.offers.find(({ offer }) => sameTerms(offer, chosen.offer));
  if (!fresh) throw new X402Error('terms_changed', 'The price has changed since it was shown.');
  session.show({ chosen: session.state.offers.indexOf(fresh) });
  // One identifier for one payment: each has an offer of its own.
  const name = crypto.getRandomValues(new BigUint64Array(2)).join('-');
  return { ...fresh, extensions: withPaymentIdentifier(answer.extensions, name) };
}

/** Why our extension has not paid: it tells pages little. What has no code of its own is what the site said, or the network. */
function unpaid(error: X402Error): X402Error {
  const { code } = Object(error.cause) as { code?: unknown };
  if (typeof code !== 'string') return error;
  return new X402Error(code === 'declined' ? 'wallet_rejected' : 'policy_refused', 'The extension has not paid.', {
    cause: error.cause,
  });
}

/** An offer with all that its payment gives back. */
type FreshOffer = PricedOffer & { readonly extensions: Extensions | undefined };

async function judge(desk: Desk, wallets: Wallets, attempts: readonly PaymentAttempt[], decided: boolean) {
  const { judgeAttempts } = await import('./recovery.js');
  return judgeAttempts(desk, wallets, attempts, decided);
}

/** Asks the wallet. Whatever happens to this page meanwhile, the record says what may have been paid. */
async function askWallet(
  desk: Desk,
  wallet: Wallet,
  { offer, asset, extensions }: FreshOffer,
  open: readonly PaymentAttempt[],
  decided: boolean,
): Promise<StoredPayment> {
  const { session } = desk;
  const resource = session.state.resource ?? { url: session.url };
  const memo = offer.extra?.offer === undefined ? undefined : memoOfOffer(offer.extra.offer);
  const terms = {
    accepted: offer,
    resource,
    begunAt: desk.now,
    ...(extensions && { extensions }),
    ...(memo !== undefined && { memo }),
  };
  // What could not be sent afterwards must not be signed.
  presented({ ...terms, payload: { transaction: '00'.repeat(LONGEST_PAYMENT) }, attempt: terms });
  let drafted: PaymentAttempt | undefined;
  const signed = await wallet.pay(
    { resource, offer, asset, memo },
    {
      signal: desk.waiting(),
      open,
      decided,
      onStep: (step) => {
        if (step === 'wallet') session.show({ phase: 'wallet', since: desk.now });
      },
      beforeAsking: async ({ nonce, ...draft }) => {
        drafted = { ...terms, ...draft, ...(nonce !== undefined && { nonce: nonce.toString() }) };
        await claim(desk, drafted, open);
      },
      afterRefusal: async () => {
        await desk.keep((record) => withoutAttempt(record, drafted));
      },
    },
  );
  return storePayment(desk, signed, drafted ?? { ...terms, payer: signed.payer, method: 'sign' });
}

/** Writes the attempt down, in one step with the look whether another tab was faster (where the browser has no locks). */
async function claim(desk: Desk, drafted: PaymentAttempt, known: readonly PaymentAttempt[]): Promise<void> {
  let isFree = true;
  await desk.keep((record) => {
    const others = withoutAttempt(record, drafted);
    const { pass, payment, attempts = [] } = others;
    isFree = pass === undefined && !payment && attempts.every((other) => known.some((one) => isSame(one, other)));
    return isFree ? withAttempts(others, [drafted]) : record;
  });
  if (!isFree) throw new X402Error('payment_in_progress', 'Another tab is paying for this.');
}

/** From here on nothing is paid for this resource any more: the payment is presented, also after a reload. */
async function storePayment(desk: Desk, signed: WalletPayment, drafted: PaymentAttempt): Promise<StoredPayment> {
  const { payload, payer, nonce } = signed;
  const attempt = { ...drafted, payer, payload, ...(nonce !== undefined && { nonce: nonce.toString() }) };
  const { accepted, resource } = drafted;
  const payment: StoredPayment = {
    accepted,
    resource,
    payload,
    payer,
    settled: false,
    storedAt: desk.now,
    attempt,
  };
  const record = await desk.keep((before) => {
    const others = withoutAttempt(before, drafted);
    // Without locks another tab may have signed meanwhile. Both have one nonce; the first one stands.
    return before.payment ? withAttempts(others, [attempt]) : { ...others, payment };
  });
  return record.payment ?? payment;
}

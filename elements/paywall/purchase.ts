/**
 * From the reader's click to the content. The order is what keeps a reader from paying twice: under a lock, look whether somebody has
 * paid; write down what is about to be asked; ask the wallet; write down what it signed; only then present it, as often as it takes.
 */

import { X402Error } from '../../src/errors.js';
import { memoOfOffer } from '../../src/memo.js';
import type { Trace, Wallet, WalletPayment, Wallets } from '../wallet/wallet.js';
import { sameTerms } from './offers.js';
import type { Desk, Purchase } from './ports.js';
import {
  isSame,
  type PaymentAttempt,
  type ResourceRecord,
  type StoredPayment,
  withAttempts,
  withoutAttempt,
} from './record.js';
import { adopt, settle } from './settle.js';
import type { PricedOffer } from './state.js';

export function createPurchase(wallets: Wallets): Purchase {
  return {
    pay: (desk, chosen, options) => pay(desk, wallets, chosen, options.decided ?? false, options.wallet),
    resume: (desk) => alone(desk, isOpened, async ({ payment }) => payment && settle(desk, payment)),
    recover: (desk) => alone(desk, hasPaid, (record) => recover(desk, wallets, record)),
  };
}

/** Runs the work under the lock, with the record as it is then, unless another tab has done it meanwhile: then what that tab stored opens the resource. */
async function alone(
  desk: Desk,
  isDone: (record: ResourceRecord) => boolean,
  work: (record: ResourceRecord) => Promise<void>,
): Promise<void> {
  const done = await desk.locked(async () => {
    const record = await desk.read();
    if (isDone(record)) return true;
    await work(record);
    return false;
  });
  // Outside of the lock, which opening may need again.
  if (done) await desk.open();
}

const hasPaid = (record: ResourceRecord): boolean => record.pass !== undefined || record.payment !== undefined;
const isOpened = (record: ResourceRecord): boolean => record.pass !== undefined || record.payment === undefined;

async function pay(
  desk: Desk,
  wallets: Wallets,
  chosen: PricedOffer,
  decided: boolean,
  walletId: string | undefined,
): Promise<void> {
  const wallet = await pickWallet(desk, wallets, walletId);
  if (!wallet) return desk.show({ phase: 'locked' });
  desk.show({ phase: 'preparing', wallet: wallet.name });
  await alone(desk, hasPaid, async ({ attempts = [] }) => {
    const fresh = await freshOffer(desk, chosen);
    if (!fresh) return;
    const open = await judgeEarlier(desk, wallets, attempts, decided);
    if (open) await settle(desk, await askWallet(desk, wallet, fresh, open, decided));
  });
}

/** One wallet is taken without a question; among several the reader chooses. */
async function pickWallet(desk: Desk, wallets: Wallets, wanted: string | undefined): Promise<Wallet | undefined> {
  if (wanted !== undefined) return wallets.open(wanted);
  const found = wallets.find();
  if (!found[0]) throw new X402Error('wallet_missing', 'No Stacks wallet was found in this browser.');
  const id = found.length === 1 ? found[0].id : await desk.chooseWallet(found);
  return id === undefined ? undefined : wallets.open(id);
}

/** The price as it is now: the offer has its whole life before it, and what is paid is what the reader saw. */
async function freshOffer(desk: Desk, chosen: PricedOffer): Promise<PricedOffer | undefined> {
  const answer = await desk.ask();
  if (answer.kind === 'content') {
    desk.unlock(answer.content);
    return undefined;
  }
  if (answer.kind === 'unreachable') throw answer.error;
  if (!desk.price(answer.required, answer.url)) throw answer.error;
  const fresh = desk.state.offers.find(({ offer }) => sameTerms(offer, chosen.offer));
  if (!fresh) throw new X402Error('terms_changed', 'The price has changed since it was shown.');
  desk.show({ chosen: desk.state.offers.indexOf(fresh) });
  return fresh;
}

/**
 * Each earlier attempt either turns out to have paid, or is known to be void, or is one that the new payment has to exclude.
 *
 * @returns the attempts to exclude; `undefined` when there must be no new payment
 */
async function judgeEarlier(
  desk: Desk,
  wallets: Wallets,
  attempts: readonly PaymentAttempt[],
  decided: boolean,
): Promise<readonly PaymentAttempt[] | undefined> {
  const open: PaymentAttempt[] = [];
  let doubtful: PaymentAttempt | undefined;
  for (const attempt of attempts) {
    const trace = await wallets.trace(attempt);
    // What the server has already turned away is not presented again by itself.
    if (trace.outcome === 'landed' && !decided && !attempt.landed) {
      await settle(desk, await adopt(desk, attempt, trace.txid));
      return undefined;
    }
    // Two signed payments with one nonce exclude each other. A wallet that sends by itself promises nothing.
    if (trace.outcome === 'open' && (attempt.method === 'sign' || decided)) open.push(attempt);
    else if (trace.outcome !== 'void') doubtful = attempt;
  }
  if (doubtful && !decided) {
    desk.fail(unresolved(doubtful), 'decide');
    return undefined;
  }
  await desk.keep((record) => withAttempts(record, [], (attempt) => open.some((one) => isSame(one, attempt))));
  return open;
}

/** Asks the wallet. Whatever happens to this page meanwhile, the record says what may have been paid. */
async function askWallet(
  desk: Desk,
  wallet: Wallet,
  { offer, asset }: PricedOffer,
  open: readonly PaymentAttempt[],
  decided: boolean,
): Promise<StoredPayment> {
  const resource = desk.state.resource ?? { url: desk.url };
  const memo = offer.extra?.offer === undefined ? undefined : memoOfOffer(offer.extra.offer);
  const terms = { accepted: offer, resource, begunAt: desk.ports.now(), ...(memo !== undefined && { memo }) };
  let drafted: PaymentAttempt | undefined;
  const signed = await wallet.pay(
    { resource, offer, asset, memo },
    {
      signal: desk.waiting(),
      open,
      decided,
      onStep: (step) => {
        if (step === 'wallet') desk.show({ phase: 'wallet', since: desk.ports.now() });
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
    isFree = !hasPaid(others) && (others.attempts ?? []).every((other) => known.some((one) => isSame(one, other)));
    return isFree ? withAttempts(others, [drafted]) : record;
  });
  if (!isFree) throw new X402Error('payment_in_progress', 'Another tab is paying for this.');
}

/** From here on nothing is paid for this resource any more: the payment is presented, also after a reload. */
async function storePayment(desk: Desk, signed: WalletPayment, drafted: PaymentAttempt): Promise<StoredPayment> {
  const { payload, payer, txid, nonce } = signed;
  const attempt = { ...drafted, payer, txid, payload, ...(nonce !== undefined && { nonce: nonce.toString() }) };
  const { accepted, resource } = drafted;
  const storedAt = desk.ports.now();
  const payment: StoredPayment = { accepted, resource, payload, payer, txid, settled: false, storedAt, attempt };
  const record = await desk.keep((before) => {
    const others = withoutAttempt(before, drafted);
    // Without locks another tab may have signed meanwhile. Both have one nonce; the first one stands.
    return before.payment ? withAttempts(others, [attempt]) : { ...others, payment };
  });
  return record.payment ?? payment;
}

/** After a reload: the wallet was asked, and its answer is not known. */
async function recover(desk: Desk, wallets: Wallets, { attempts = [] }: ResourceRecord): Promise<void> {
  let doubtful: PaymentAttempt | undefined;
  for (const attempt of attempts) {
    // Without a node nothing is known yet; the next payment asks again before it pays.
    const trace: Trace = await wallets.trace(attempt).catch(() => ({ outcome: 'unknown' }) as const);
    if (trace.outcome === 'landed') return settle(desk, await adopt(desk, attempt, trace.txid));
    if (trace.outcome === 'void') await desk.keep((record) => withoutAttempt(record, attempt));
    else if (attempt.method === 'broadcast') doubtful = attempt;
  }
  if (doubtful) desk.fail(unresolved(doubtful), 'decide');
  else desk.show({ phase: 'locked' });
}

function unresolved(attempt: PaymentAttempt): X402Error {
  return new X402Error('payment_unresolved', 'Nobody knows whether the earlier payment went through.', {
    ...(attempt.txid !== undefined && { txid: attempt.txid }),
  });
}

/** Loaded with the reader's click, or when a payment is left over from an earlier visit. */

import type { Wallets } from '../wallet/wallet.js';
import { Desk } from './desk.js';
import { endOf } from './pass.js';
import type { Cashier, CashierPorts, PayChoice } from './ports.js';
import { pay } from './purchase.js';
import { withPass } from './record.js';
import type { PaywallSession } from './session.js';
import { alone, settle } from './settle.js';
import type { PricedOffer } from './state.js';

export function createCashier(session: PaywallSession, ports: CashierPorts, wallets: Wallets): Cashier {
  const desk = new Desk(session, ports);
  const openAgain = () => open(desk, wallets);
  return Object.assign(desk, {
    open: openAgain,
    signIn: (wanted?: string) => import('./sign-in.js').then(({ signIn }) => signIn(desk, wallets, wanted, openAgain)),
    pay: (chosen: PricedOffer, choice: PayChoice) => pay(desk, wallets, chosen, choice, openAgain),
  });
}

/** Opens the resource with what is remembered, goes on with a payment that is under way, or shows the price or what stands against it. */
async function open(desk: Desk, wallets: Wallets): Promise<void> {
  const { session } = desk;
  const { pass, isBound, payment, attempts = [] } = await desk.read();
  // A payment that is under way needs no price: it goes on.
  if (payment && pass === undefined) return resume(desk, wallets);
  const answer = await desk.ask(pass === undefined ? {} : { pass }, isBound);
  if (answer.kind === 'content') return session.unlock(answer.content);
  if (answer.kind === 'unreachable') return session.fail(answer.error, 'refresh');
  const hasOffers = desk.price(answer);
  // Only the pass that was refused: another tab may have a newer one.
  if (pass !== undefined) {
    await desk.keep((record) => (record.pass === pass ? withPass(record, undefined) : record));
    session.show({ endedAt: endOf(pass) });
  }
  if (payment) return resume(desk, wallets);
  if (attempts.length > 0 && hasOffers) return recover(desk, wallets);
  if (hasOffers && answer.error.code === 'access_expired') return session.fail(answer.error, 'pay');
  if (hasOffers) return session.show({ phase: 'locked' });
  // Where the key of a pass is lost, the answer has no price.
  if (pass !== undefined) return open(desk, wallets);
  const { noPrice } = await import('./refusal.js');
  session.fail(noPrice(answer), 'refresh');
}

async function resume(desk: Desk, wallets: Wallets): Promise<void> {
  const paidElsewhere = await alone(
    desk,
    ({ pass, payment }) => pass === undefined && payment && (() => settle(desk, payment)),
  );
  if (paidElsewhere) await open(desk, wallets);
}

async function recover(desk: Desk, wallets: Wallets): Promise<void> {
  const { recoverAttempts } = await import('./recovery.js');
  const paidElsewhere = await alone(
    desk,
    ({ pass, payment, attempts = [] }) =>
      pass === undefined && !payment && (() => recoverAttempts(desk, wallets, attempts)),
  );
  if (paidElsewhere) await open(desk, wallets);
}

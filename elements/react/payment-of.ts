/** The payment of a component, as a function of the state. */

import { isBusy, type PaywallState } from '../paywall/state.js';
import type { Payment } from './payment.js';
import type { PaymentStore } from './payment-store.js';

export function paymentOf(store: PaymentStore, state: PaywallState): Payment {
  const { phase, instead } = state;
  return {
    state: phase,
    prices: state.offers.map(({ price }) => price),
    chosen: state.chosen,
    content: state.content,
    paid: state.paid,
    error: phase === 'failed' ? state.error : undefined,
    wallets: (phase === 'choosing' && state.wallets) || [],
    isSigningIn: instead !== undefined && (isBusy(phase) || phase === 'choosing'),
    pay: async () => store.session?.pay(),
    // Whatever a click hands over is not the id of a wallet.
    signIn: state.signIn ? async () => store.session?.signIn() : undefined,
    retry: async () => store.session?.retry(),
    choose: (index) => store.session?.choose(index),
    chooseWallet: (id) => store.session?.useWallet(id),
    cancel: () => store.session?.cancel(),
  };
}

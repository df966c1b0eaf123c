/** Everything of the element that is loaded with the reader's click, or when something is left over or goes wrong. */

import { formatDecimalAmount } from '../../src/money.js';
import { createBrowserWallets } from '../wallet/browser-wallets.js';
import { createCashier } from './cashier.js';
import type { Explanation, Explanations } from './explanations.js';
import { browserLock } from './lock.js';
import { paymentStyles } from './payment-styles.js';
import { PAYMENT_ENGLISH } from './payment-texts.js';
import { announcement, type PaymentView, paymentCard, receipt } from './payment-view.js';
import type { Cashier } from './ports.js';
import { createRecordStore } from './record-store.js';
import type { PaywallSession } from './session.js';
import type { PaywallState } from './state.js';
import type { Shelf } from './storage.js';
import { fill } from './texts.js';
import type { LaterViews, View } from './view.js';

export { paymentStyles };

/** @param nodeUrl where nonce, fee and balance are read; empty for the network's public API */
export function createBrowserCashier(
  session: PaywallSession,
  shelf: Shelf,
  nodeUrl: string,
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>,
): Cashier {
  const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);
  const wallets = createBrowserWallets({ scope: window, nodeUrl, fetch });
  return createCashier(session, { store: createRecordStore(shelf), lock: browserLock, sleep }, wallets);
}

/** @param update called when more can be said */
export function createLaterViews(update: () => void): LaterViews {
  let explanations: Explanations | undefined;
  let isAsked = false;
  const complete = (view: View): PaymentView => {
    const words = { ...PAYMENT_ENGLISH, ...view.texts };
    if (view.state.error && !isAsked) {
      isAsked = true;
      import('./explanations.js').then(
        (loaded) => {
          explanations = loaded.ENGLISH_EXPLANATIONS;
          update();
        },
        // Offline, most likely: the next error asks again.
        () => {
          isAsked = false;
        },
      );
    }
    return { ...view, words, explanation: explain(view, words, explanations) };
  };
  return {
    card: (view) => paymentCard(complete(view)),
    receipt: (view) => receipt(complete(view)),
    announcement: (view) => announcement(complete(view)),
  };
}

/** What an error means for the reader. */
function explain({ state, texts }: View, words: typeof PAYMENT_ENGLISH, explanations?: Explanations): Explanation {
  const { error, offers, chosen } = state;
  if (!error) return { title: '', help: '' };
  const { title, help } = texts.errors?.[error.code] ??
    explanations?.[error.code] ?? { title: texts.failed, help: texts.failedHelp };
  const offer = offers[chosen];
  return {
    title,
    help: fill(help, {
      price: offer?.price ?? words.price,
      network: offer?.network.name ?? 'Stacks',
      missing: missingAmount(state) ?? words.more,
      txid: error.txid ?? '–',
    }),
  };
}

function missingAmount({ error, offers }: PaywallState): string | undefined {
  const asset =
    error?.asset === 'STX'
      ? { decimals: 6, symbol: 'STX' }
      : offers.find((offer) => offer.asset.id === error?.asset)?.asset;
  if (!asset || error?.missingAtomic === undefined) return undefined;
  return `${formatDecimalAmount(error.missingAtomic, asset.decimals)}\u00a0${asset.symbol}`;
}

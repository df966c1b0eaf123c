/** Everything of the element that is loaded with the reader's click, or when something is left over from an earlier visit. */

import { createBrowserWallets } from '../wallet/browser-wallets.js';
import { createCashier } from './cashier.js';
import { browserLock } from './lock.js';
import { paymentStyles } from './payment-styles.js';
import { progress, progressText, receipt } from './payment-view.js';
import type { Cashier } from './ports.js';
import { createRecordStore } from './record-store.js';
import type { PaywallSession } from './session.js';
import { isBusy } from './state.js';
import type { Shelf } from './storage.js';
import { heading, type LaterViews } from './view.js';

/** @param nodeUrl where nonce, fee and balance are read; empty for the network's public API */
export function createBrowserCashier(session: PaywallSession, shelf: Shelf, nodeUrl: string): Cashier {
  const wallets = createBrowserWallets(window, nodeUrl);
  return createCashier(session, { store: createRecordStore(shelf), lock: browserLock, sleep: pause }, wallets);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/**
 * @param adopt adds a style sheet to the element's
 * @param update called when more can be shown
 */
export function createLaterViews(adopt: (css: string) => void, update: () => void): LaterViews {
  adopt(paymentStyles);
  let aside: Pick<typeof import('./aside.js'), 'asideCard' | 'asideAnnouncement'> | undefined;
  // `undefined`: the last try failed.
  let isAsked: boolean | undefined = false;
  const askForAside = () => {
    isAsked = true;
    import('./aside.js').then(
      ({ asideCard, asideAnnouncement, asideStyles }) => {
        aside = { asideCard, asideAnnouncement };
        adopt(asideStyles);
        update();
      },
      // Offline, most likely: the card says so, and the next time asks again.
      () => {
        isAsked = undefined;
        update();
      },
    );
  };
  return {
    card(view) {
      if (isBusy(view.state.phase)) return progress(view);
      if (aside) return aside.asideCard(view);
      if (isAsked === undefined) {
        isAsked = false;
        return undefined;
      }
      if (!isAsked) askForAside();
      return heading(view.texts.title, view.texts.loading);
    },
    receipt: (view) => receipt(view),
    announcement(view) {
      const { phase } = view.state;
      if (isBusy(phase) || phase === 'unlocked') return progressText(view);
      return phase === 'choosing' || phase === 'failed' ? aside?.asideAnnouncement(view) : undefined;
    },
  };
}

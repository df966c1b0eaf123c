/** The cashier with what the browser gives: its wallets, its database, its locks and its clock. */

import { createBrowserWallets } from '../wallet/browser-wallets.js';
import { createCashier } from './cashier.js';
import { browserLock } from './lock.js';
import type { Cashier } from './ports.js';
import { createRecordStore } from './record-store.js';
import type { PaywallSession } from './session.js';
import type { Shelf } from './storage.js';

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

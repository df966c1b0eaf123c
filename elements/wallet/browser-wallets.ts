/** All wallets of a browser, together with the node that says what their payers need. */

import { X402Error } from '../../src/errors.js';
import { networkInfo } from '../../src/networks.js';
import { createNodeReader } from '../../src/node-reader.js';
import { findWallets } from './find.js';
import type { StacksProvider } from './provider.js';
import { OTHER_WALLETS, type Wallets } from './wallet.js';
import { createWalletPayer } from './wallet-payer.js';

/**
 * @param scope where wallets put their globals: the window
 * @param nodeUrl address of the node or API; empty for the network's public one
 */
export function createBrowserWallets(scope: object, nodeUrl: string): Wallets {
  const apiOf = (network: string) => ({ url: nodeUrl || networkInfo(network).nodeUrl });
  const walletOf = (name: string, provider: StacksProvider) =>
    createWalletPayer({ name, provider, nodeOf: (network) => createNodeReader(apiOf(network)) });
  return {
    find: () => findWallets(scope),
    async open(id) {
      if (id === OTHER_WALLETS) {
        const { pickWithConnect } = await import('./connect.js');
        return walletOf('', await pickWithConnect());
      }
      const found = findWallets(scope).find((wallet) => wallet.id === id);
      if (!found) throw new X402Error('wallet_missing', 'The wallet is not there any more.');
      return walletOf(found.name, found.provider);
    },
    async trace(attempt) {
      const { traceAttempt } = await import('./trace.js');
      const api = apiOf(attempt.accepted.network);
      return traceAttempt(attempt, createNodeReader(api), api);
    },
  };
}

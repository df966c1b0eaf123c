/** All wallets of a browser, together with the node that says what their payers need. */

import { X402Error } from '../../src/errors.js';
import { type Network, networkInfo } from '../../src/networks.js';
import { createNodeReader, type NodeReader } from '../../src/node-reader.js';
import { findWallets } from './find.js';
import { OTHER_WALLETS, type Wallets } from './wallet.js';
import { createWalletPayer } from './wallet-payer.js';

export interface BrowserWalletsOptions {
  /** Where wallets put their globals: the window. */
  readonly scope: object;
  /** Address of the node or API; empty for the network's public one. */
  readonly nodeUrl: string;
  readonly fetch: typeof globalThis.fetch;
}

export function createBrowserWallets({ scope, nodeUrl, fetch }: BrowserWalletsOptions): Wallets {
  const addressOf = (network: string) => nodeUrl || networkInfo(network).nodeUrl;
  const nodeOf = (network: Network): NodeReader => createNodeReader({ url: addressOf(network), fetch });
  return {
    find: () => findWallets(scope),
    async open(id) {
      if (id === OTHER_WALLETS) {
        const { pickWithConnect } = await import('./connect.js');
        return createWalletPayer({ name: 'your wallet', provider: await pickWithConnect(), nodeOf });
      }
      const found = findWallets(scope).find((wallet) => wallet.id === id);
      if (!found) throw new X402Error('wallet_missing', 'The wallet is not there any more.');
      return createWalletPayer({ name: found.name, provider: found.provider, nodeOf });
    },
    async trace(attempt) {
      const { traceAttempt } = await import('./trace.js');
      const { network } = attempt.accepted;
      return traceAttempt(attempt, nodeOf(networkInfo(network).id), { url: addressOf(network), fetch });
    },
  };
}

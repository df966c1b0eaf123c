/** Puts the wallet into the page the way any wallet does: a provider on `window`, announced in `wbip_providers`. */

import type { DemoFacts } from '../demo-facts.js';
import { Accounts } from './accounts.js';
import { ApprovalWindow } from './approval-window.js';
import { WalletChain } from './chain.js';
import { DevWalletProvider } from './provider.js';
import { WalletPanel } from './wallet-panel.js';

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#ffd400"/><path d="M-4 20 20-4M4 28 28 4M12 36 36 12" stroke="#14161a" stroke-width="5"/></svg>',
)}`;

/** Where pages look for wallets. */
interface Registry {
  wbip_providers?: { id: string; name: string; icon: string; webUrl: string }[];
  BitBlogDevWallet?: DevWalletProvider;
}

/**
 * The provider answers at once; what it needs to know about the demo is awaited with the first request.
 *
 * @param refuse throws where nothing must be signed; asked with every request
 */
export function registerWallet(page: Window, facts: Promise<DemoFacts>, refuse: () => void = () => {}): void {
  customElements.define('bitblog-approval', ApprovalWindow);
  customElements.define('bitblog-wallet', WalletPanel);
  const parts = facts.then((known) => {
    const accounts = new Accounts(known, page.localStorage);
    const chain = new WalletChain(known);
    const window = page.document.body.appendChild(page.document.createElement('bitblog-approval')) as ApprovalWindow;
    window.surroundings = {
      nameOf: (address) => accounts.nameOf(address),
      balances: (address) => chain.balances(address),
    };
    return { facts: known, accounts, chain, approve: window.ask.bind(window) };
  });
  parts.then(
    ({ accounts, chain }) => {
      for (const panel of page.document.querySelectorAll<WalletPanel>('bitblog-wallet')) panel.show(accounts, chain);
    },
    (error) => console.error('The development wallet could not start:', error),
  );
  const registry = page as unknown as Registry;
  registry.BitBlogDevWallet = new DevWalletProvider(async () => {
    refuse();
    return parts;
  });
  registry.wbip_providers ??= [];
  registry.wbip_providers.push({
    id: 'BitBlogDevWallet',
    name: 'Development wallet (play money)',
    icon: ICON,
    webUrl: page.location.origin,
  });
}

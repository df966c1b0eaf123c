/** Where the embedded chain is. */

import type { Terminal } from './terminal.js';

export const DEVNET_URL = 'http://127.0.0.1:3999';

/** Where the demo and `npm run devnet` listen. */
export function devnetUrl({ environment }: Pick<Terminal, 'environment'>): string {
  const { DEVNET_PORT: port } = environment;
  return port && /^\d{1,5}$/.test(port) ? DEVNET_URL.replace(/\d+$/, port) : DEVNET_URL;
}

/** The embedded chain's own wallet, for pages on this computer. It refuses all others. */
export function walletScriptOf(url: string): string {
  return `${url.replace(/\/$/, '')}/devnet/wallet.js`;
}

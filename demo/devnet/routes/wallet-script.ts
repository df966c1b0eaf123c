/** The development wallet, as a script for pages on this computer. */

import type { Routes } from '../http.js';

export function walletScriptRoutes(): Routes {
  let script: Promise<string> | undefined;
  return {
    'GET /devnet/wallet.js': async () => {
      // Only when somebody asks, because it brings Vite.
      script ??= import('../../wallet/build.js').then(({ buildWalletScript }) => buildWalletScript());
      return { text: await script, headers: { 'content-type': 'text/javascript; charset=utf-8' } };
    },
  };
}

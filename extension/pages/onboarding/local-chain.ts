/** Whether the chain of `npm start` runs on this computer: who tries things out there need not choose it. */

import { extensionApi } from '../../browser/extension-api.js';
import { EMBEDDED_NODE } from '../parts/network-kind.js';

/** As nodes of test networks name them. */
const TEST_NETWORK = 0x80000000;

/** Nobody is asked where the extension came from a store: only who has loaded it by hand can be a developer, and what is asked stays on this computer. */
export async function findsLocalChain(): Promise<boolean> {
  try {
    const { installType } = await extensionApi.management.getSelf();
    if (installType !== 'development') return false;
    const silent = {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      cache: 'no-store',
    } as const;
    const { network_id } = await (await fetch(`${EMBEDDED_NODE}/v2/info`, silent)).json();
    return network_id === TEST_NETWORK;
  } catch {
    return false;
  }
}

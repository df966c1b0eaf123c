/** Every minute, and when a person looks: the time goes on, the chain says what became of what is open, and what may never have arrived is sent again. */

import { createAccountHistory } from '../../src/account-history.js';
import type { Ledger } from '../ledger/ledger.js';
import { reconcile } from '../ledger/reconcile.js';
import type { BroadcastPorts } from './broadcast.js';
import type { Cancellation } from './cancellation.js';
import type { Cashier } from './cashier.js';
import type { SettingsStore } from './settings.js';
import type { Signer } from './signer.js';
import type { Withdrawal } from './withdrawal.js';

export interface CatchUpPorts extends BroadcastPorts {
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  readonly cashier: Cashier;
  readonly signer: Signer;
  readonly cancellation: Cancellation;
  readonly withdrawal: Withdrawal;
}

/** @throws `node_unreachable`, `invalid_node_answer` */
export async function catchUp(ports: CatchUpPorts): Promise<void> {
  const { ledger, settings, cashier, signer, cancellation, withdrawal, nodeUrl, fetch } = ports;
  await ledger.tick();
  await cashier.takeBack();
  const { network } = await settings.get();
  const history = createAccountHistory({ url: await nodeUrl(), fetch });
  await reconcile(ledger, network, { node: await signer.node(), history });
  // What is still open then can still be taken.
  await withdrawal.sendAgain(network);
  await cancellation.sendAgain(network);
}

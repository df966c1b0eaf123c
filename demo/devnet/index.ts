/** The embedded chain: a private development node that answers Stacks' own routes, executed by a real Clarity VM. Never published. */

import { type Devnet, type DevnetOptions, RunningDevnet } from './devnet.js';

export type { Devnet, DevnetOptions } from './devnet.js';
export type { BlockMilliseconds } from './miner.js';

/**
 * Starts an embedded chain. Several may run in one process.
 *
 * @throws Error that says what to do when the port is taken
 */
export async function startDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  const devnet = new RunningDevnet(options);
  await devnet.start();
  return devnet;
}

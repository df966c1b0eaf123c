/** The embedded chain: a private development node that answers Stacks' own routes, executed by a real Clarity VM. Never published. */

import type { DevnetAccount } from './accounts.js';
import { RunningDevnet } from './devnet.js';
import type { Fault } from './faults.js';
import type { GenesisContract } from './genesis.js';
import type { BlockMilliseconds } from './miner.js';
import type { Funds } from './tokens.js';
import type { Epoch } from './vm.js';

export type { DevnetAccount } from './accounts.js';
export type { Fault, FaultKind } from './faults.js';
export type { GenesisContract } from './genesis.js';
export type { BlockMilliseconds } from './miner.js';
export type { Funds } from './tokens.js';

export interface DevnetOptions {
  /** Default 3999, where stacks.js' `devnet` and Leather's Devnet look; 0 takes any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 2000. */
  readonly blockMilliseconds?: BlockMilliseconds;
  /** Burn blocks on their own, this often; default 0: only by `mineBurn`. */
  readonly burnBlockMilliseconds?: number;
  /** Default 3.4 (Clarity 5). */
  readonly epoch?: Epoch;
  readonly log?: (line: string) => void;
  /** More contracts of the deployer, besides the tokens and our own. */
  readonly contracts?: readonly GenesisContract[];
}

export interface Devnet {
  /** `http://127.0.0.1:3999`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly network: 'stacks:2147483648';
  readonly accounts: readonly DevnetAccount[];
  /** Contract ids. */
  readonly tokens: { readonly sBTC: string; readonly USDCx: string };
  /** Contract ids by name; `split` pays creator 80 % and platform 20 %. */
  readonly contracts: Readonly<Record<string, string>>;
  /** @throws Error for a name that is none of {@link Devnet.accounts} */
  account(name: string): DevnetAccount;
  /** Mines all that waits, and at least so many blocks (default 1). */
  mine(blocks?: number): Promise<void>;
  /** Default 1. */
  mineBurn(blocks?: number): Promise<void>;
  /** Makes money. Atomic units. */
  fund(address: string, funds: Funds): Promise<void>;
  /** Back to the start: accounts funded, mempool and faults gone. */
  reset(): Promise<void>;
  /** Replaces all faults; without any, ends them. */
  faults(faults?: readonly Fault[]): Promise<void>;
  setBlockMilliseconds(blockMilliseconds: BlockMilliseconds): Promise<void>;
  close(): Promise<void>;
}

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

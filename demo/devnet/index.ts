/** The embedded chain: a private development node that answers Stacks' own routes, executed by a real Clarity VM. Never published. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCOUNTS, accountNamed, type DevnetAccount } from './accounts.js';
import { Chain } from './chain.js';
import { type Fault, Faults } from './faults.js';
import { buildGenesis, type GenesisContract } from './genesis.js';
import { serveRoutes } from './http.js';
import { type BlockMilliseconds, Miner } from './miner.js';
import { addressRoutes } from './routes/addresses.js';
import { broadcastRoutes } from './routes/broadcast.js';
import { contractRoutes } from './routes/contracts.js';
import { type Control, controlRoutes } from './routes/control.js';
import { nodeRoutes } from './routes/node.js';
import { transactionRoutes } from './routes/transactions.js';
import { type Funds, fund, TOKENS } from './tokens.js';
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
  const {
    port = 3999,
    host = '127.0.0.1',
    blockMilliseconds = 2000,
    burnBlockMilliseconds = 0,
    epoch = '3.4',
  } = options;
  const chain = new Chain({ epoch, nowMilliseconds: () => Date.now() });
  const faults = new Faults();
  const server = createServer();
  const miner = new Miner(chain, faults, blockMilliseconds, options.log ?? (() => {}));
  const genesis = options.contracts ?? [];
  let contracts: Record<string, string> = {};
  const control: Control = {
    describe: () => ({
      network: NETWORK,
      accounts: ACCOUNTS,
      tokens,
      contracts,
      faults: faults.list(),
      blockMilliseconds: miner.blockMilliseconds,
    }),
    mine: (blocks = 1) => miner.mine(blocks),
    mineBurn: (blocks = 1) => chain.mineBurnBlocks(blocks),
    fund: (address, funds) => fund(chain, address, funds),
    reset: async () => {
      faults.set([]);
      await chain.reset();
      contracts = await buildGenesis(chain, genesis);
    },
    faults: async (list) => faults.set(list),
    setBlockMilliseconds: (milliseconds) => miner.setBlockMilliseconds(milliseconds),
  };
  const routes = {
    ...broadcastRoutes(chain, miner, faults),
    ...nodeRoutes(chain),
    ...contractRoutes(chain),
    ...transactionRoutes(chain),
    ...addressRoutes(chain),
    ...controlRoutes(control),
  };
  const begin = async () => {
    await chain.start();
    contracts = await buildGenesis(chain, genesis);
  };
  const close = async () => {
    miner.close();
    faults.close();
    await stop(server);
    await chain.close();
  };
  try {
    await listen(server, port, host);
    const ready = begin();
    serveRoutes(server, routes, faults, ready);
    await ready;
  } catch (error) {
    await close();
    throw error;
  }
  if (burnBlockMilliseconds > 0) miner.startBurnBlocks(burnBlockMilliseconds);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.address}:${address.port}`,
    port: address.port,
    network: NETWORK,
    accounts: ACCOUNTS,
    tokens,
    get contracts() {
      return contracts;
    },
    account: accountNamed,
    ...control,
    faults: (list = []) => control.faults(list),
    close,
  };
}

const NETWORK = 'stacks:2147483648';

const tokens = { sBTC: TOKENS.sBTC.contract, USDCx: TOKENS.USDCx.contract } as const;

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} is taken. Stop what listens there, or choose another port: DEVNET_PORT=4999, or --port 4999.`,
              { cause: error },
            )
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

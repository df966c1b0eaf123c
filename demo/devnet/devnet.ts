/** One running embedded chain: its parts, put together, and taken apart again. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCOUNTS, accountNamed, type DevnetAccount } from './accounts.js';
import { Chain } from './chain.js';
import { Faucet } from './faucet.js';
import { type Fault, Faults } from './faults.js';
import { buildGenesis, type GenesisContract } from './genesis.js';
import { type Routes, serveRoutes } from './http.js';
import { type BlockMilliseconds, Miner } from './miner.js';
import { addressRoutes } from './routes/addresses.js';
import { blockRoutes } from './routes/blocks.js';
import { broadcastRoutes } from './routes/broadcast.js';
import { contractRoutes } from './routes/contracts.js';
import { controlRoutes } from './routes/control.js';
import { nodeRoutes } from './routes/node.js';
import { transactionRoutes } from './routes/transactions.js';
import { version3Routes } from './routes/version-3.js';
import { walletScriptRoutes } from './routes/wallet-script.js';
import { walletRoutes } from './routes/wallets.js';
import { type Funds, fund, TOKENS } from './tokens.js';
import type { Epoch } from './vm.js';
import { Subscriptions } from './websocket.js';

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

export class RunningDevnet implements Devnet {
  readonly network = 'stacks:2147483648';
  readonly accounts = ACCOUNTS;
  readonly account = accountNamed;
  readonly tokens = { sBTC: TOKENS.sBTC.contract, USDCx: TOKENS.USDCx.contract };
  contracts: Readonly<Record<string, string>> = {};
  readonly #options: DevnetOptions;
  readonly #chain: Chain;
  readonly #faults = new Faults();
  readonly #miner: Miner;
  readonly #server: Server = createServer();
  readonly #subscriptions: Subscriptions;
  #address: AddressInfo = { address: '', family: 'IPv4', port: 0 };

  constructor(options: DevnetOptions) {
    const { epoch = '3.4', blockMilliseconds = 2000, log = () => {} } = options;
    this.#options = options;
    this.#chain = new Chain({ epoch, nowMilliseconds: () => Date.now() });
    this.#miner = new Miner(this.#chain, this.#faults, blockMilliseconds, log);
    this.#subscriptions = new Subscriptions(this.#server, this.#chain);
  }

  get port(): number {
    return this.#address.port;
  }

  get url(): string {
    const { address, family, port } = this.#address;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  async start(): Promise<void> {
    const { port = 3999, host = '127.0.0.1', burnBlockMilliseconds = 0 } = this.#options;
    try {
      this.#address = await listen(this.#server, port, host);
      const ready = this.#begin();
      serveRoutes(this.#server, this.#routes(), this.#faults, ready);
      await ready;
    } catch (error) {
      await this.close();
      throw error;
    }
    if (burnBlockMilliseconds > 0) this.#miner.startBurnBlocks(burnBlockMilliseconds);
  }

  describe(): Record<string, unknown> {
    const { url, network, accounts, tokens, contracts } = this;
    const { blockMilliseconds } = this.#miner;
    return { url, network, accounts, tokens, contracts, blockMilliseconds, faults: this.#faults.list() };
  }

  mine(blocks = 1): Promise<void> {
    return this.#miner.mine(blocks);
  }

  mineBurn(blocks = 1): Promise<void> {
    return this.#chain.mineBurnBlocks(blocks);
  }

  fund(address: string, funds: Funds): Promise<void> {
    return fund(this.#chain, address, funds);
  }

  async reset(): Promise<void> {
    this.#faults.set([]);
    await this.#chain.reset();
    this.contracts = await buildGenesis(this.#chain, this.#options.contracts ?? []);
  }

  async faults(faults: readonly Fault[] = []): Promise<void> {
    this.#faults.set(faults);
  }

  setBlockMilliseconds(blockMilliseconds: BlockMilliseconds): Promise<void> {
    return this.#miner.setBlockMilliseconds(blockMilliseconds);
  }

  async close(): Promise<void> {
    this.#miner.close();
    this.#faults.close();
    this.#subscriptions.close();
    await stop(this.#server);
    await this.#chain.close();
  }

  async #begin(): Promise<void> {
    await this.#chain.start();
    this.contracts = await buildGenesis(this.#chain, this.#options.contracts ?? []);
  }

  #routes(): Routes {
    return {
      ...broadcastRoutes(this.#chain, this.#miner, this.#faults),
      ...nodeRoutes(this.#chain),
      ...contractRoutes(this.#chain),
      ...transactionRoutes(this.#chain),
      ...addressRoutes(this.#chain),
      ...blockRoutes(this.#chain),
      ...version3Routes(this.#chain),
      ...walletRoutes(new Faucet(this.#chain), this.#miner),
      ...controlRoutes(this),
      ...walletScriptRoutes(),
    };
  }
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken. Stop what listens there, or choose another port: DEVNET_PORT=4999, or --port 4999.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error);
    });
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

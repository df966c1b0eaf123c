/** A chain and a blog to play on, for one test file. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { DemoAccount, DemoFacts } from '../../demo/demo-facts.js';
import { type BlockMilliseconds, type Devnet, startDevnet } from '../../demo/devnet/index.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = 'a secret of the tests, longer than thirty-two bytes';

/** The blog in a process of its own, so that it can be killed. */
interface BlogProcess {
  readonly url: string;
  /** Ends it without any chance to tidy up. Resolves when it is gone. */
  kill(): Promise<void>;
}

export interface Stage {
  readonly devnet: Devnet;
  readonly blog: BlogProcess;
  readonly facts: DemoFacts;
  /** Starts the blog again where it was, after it was killed. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(blockMilliseconds: BlockMilliseconds): Promise<Stage> {
  const devnet = await startDevnet({ port: 0, blockMilliseconds });
  let blog = await startBlogProcess(0, devnet.url);
  const { url } = blog;
  const response = await fetch(`${url}/.x402/demo.json`);
  return {
    devnet,
    get blog() {
      return blog;
    },
    facts: (await response.json()) as DemoFacts,
    restart: async () => {
      blog = await startBlogProcess(Number(new URL(url).port), devnet.url);
    },
    close: async () => {
      await blog.kill();
      await devnet.close();
    },
  };
}

async function startBlogProcess(port: number, devnetUrl: string): Promise<BlogProcess> {
  const child = runDemo('demo/blog/start.ts', [], {
    PORT: String(port),
    DEVNET_URL: devnetUrl,
    BLOG_SECRET: SECRET,
    BLOG_BUNDLES: inject('bundles'),
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (text: Buffer) => {
      errors += text;
    });
    child.once('exit', () => reject(new Error(`The blog did not start: ${errors}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address) resolve(address);
    });
  });
  return {
    url,
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

/** One process, without a shell or a launcher in between, so that ending it ends all of it. */
export function runDemo(program: string, args: readonly string[], env: Record<string, string>): ChildProcess {
  const command = ['--import', 'tsx', program, ...args];
  return spawn(process.execPath, command, {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export function accountOf({ facts }: Stage, name: string): DemoAccount {
  const account = facts.accounts.find((one) => one.name === name);
  if (!account) throw new Error(`There is no account "${name}".`);
  return account;
}

/** Atomic units, as the chain's API has them. */
export async function balanceOf({ devnet, facts }: Stage, address: string, symbol: string): Promise<bigint> {
  const response = await fetch(`${devnet.url}/extended/v1/address/${address}/balances`);
  const { stx, fungible_tokens: tokens } = (await response.json()) as ApiBalances;
  if (symbol === 'STX') return BigInt(stx.balance);
  const contract = facts.tokens[symbol as keyof DemoFacts['tokens']];
  const held = Object.entries(tokens).find(([name]) => name.startsWith(`${contract}::`))?.[1];
  return BigInt(held?.balance ?? 0);
}

interface ApiBalances {
  readonly stx: { readonly balance: string };
  readonly fungible_tokens: Readonly<Record<string, { readonly balance: string }>>;
}

/** The README's way to a sealed article, walked as it is written there: its own commands, in a copy of the repository, offline. */

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** Large, or not in a fresh clone. */
const LEFT_OUT = /^(?:node_modules|dist|dist-extension|\.git|\.demo|\.examples|test\/visual|demo\/screenshots)(?:\/|$)/;

/** The README's blocks of commands, in order. */
export function readmeBlocks(): readonly string[] {
  const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
  const [, section = ''] = /<!-- minutes:start -->([\s\S]*?)<!-- minutes:end -->/.exec(readme) ?? [];
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = '']) => code);
}

export class Workplace {
  /** The copy of the repository, as `npm ci` leaves it. */
  readonly repository: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'x402pay-ten-minutes-'));
  readonly #environment: NodeJS.ProcessEnv;
  readonly #ports: Readonly<Record<string, number>>;
  readonly #children: ChildProcess[] = [];

  private constructor([devnet, seller, site]: readonly number[]) {
    this.#ports = { 3000: seller as number, 8080: site as number };
    const { PATH, CHROME_PATH } = process.env;
    const npm = {
      npm_config_offline: 'true',
      npm_config_cache: join(this.#folder, 'npm'),
      npm_config_update_notifier: 'false',
    };
    this.#environment = { PATH, CHROME_PATH, HOME: this.#folder, NO_COLOR: '1', DEVNET_PORT: String(devnet), ...npm };
    this.repository = join(this.#folder, 'x402pay');
    cpSync(PROJECT, this.repository, {
      recursive: true,
      filter: (path) => !LEFT_OUT.test(relative(PROJECT, path)),
    });
    symlinkSync(join(PROJECT, 'node_modules'), join(this.repository, 'node_modules'));
  }

  /** With ports that are free: the README's own may be taken. */
  static async make(): Promise<Workplace> {
    return new Workplace(await freePorts(3));
  }

  /** A text of the README with the ports of this workplace. */
  here(text: string): string {
    return text.replace(/\b(?:3000|8080)\b/g, (port) => String(this.#ports[port]));
  }

  /** Runs a block in a terminal of its own, in the repository, until its last command says this. That command goes on. */
  async run(block: string, says: RegExp): Promise<void> {
    const child = spawn('bash', ['-e', '-c', this.here(block)], {
      cwd: this.repository,
      env: this.#environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        said += chunk;
        if (says.test(said)) resolve();
      };
      for (const stream of [child.stdout, child.stderr]) (stream as Readable).on('data', read);
      child.once('exit', (code) => reject(new Error(`It has ended with ${code}:\n${said}`)));
    });
  }

  file(path: string): string {
    return readFileSync(join(this.repository, path), 'utf8');
  }

  /** Ends what the terminals run, and forgets all of it. */
  async close(): Promise<void> {
    for (const child of this.#children) {
      const gone = new Promise((resolve) => child.once('close', resolve));
      if (child.exitCode !== null || child.pid === undefined) continue;
      process.kill(-child.pid, 'SIGKILL');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** All at once, so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, done))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** The runtime of Cloudflare Workers, with one worker on a port of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { binaries } from './binaries.js';

export interface Worker {
  readonly port: number;
  stop(): Promise<void>;
}

export interface WorkerOptions {
  /** What the worker has in its environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Let it ask servers on this computer; by default, as where it is deployed, only the public internet. */
  readonly mayReachThisComputer?: boolean;
}

/** @param bundle folder with `main.js`, the worker, and its other modules */
export async function startWorker(bundle: string, options: WorkerOptions = {}): Promise<Worker> {
  const file = join(bundle, '..', `${basename(bundle)}.capnp`);
  writeFileSync(file, configuration(bundle, options));
  // Descriptor 3 tells the port; the runtime's complaints go to ours.
  const workerd = spawn(binaries.workerd(), ['serve', file, '--control-fd=3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const stop = async () => {
    if (workerd.exitCode !== null || workerd.signalCode !== null) return;
    // When it is asked to end, it waits for its requests, also for one that hangs.
    workerd.kill('SIGKILL');
    await once(workerd, 'exit');
  };
  try {
    return { port: await portOf(workerd), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function portOf(workerd: ChildProcess): Promise<number> {
  const gone = once(workerd, 'exit').then((): never => {
    throw new Error('workerd has ended before it listened.');
  });
  const [line] = await Promise.race([once(workerd.stdio[3] as Readable, 'data'), gone]);
  return JSON.parse(String(line)).port;
}

function configuration(bundle: string, { variables = {}, mayReachThisComputer = false }: WorkerOptions): string {
  // The first module is the worker.
  const names = readdirSync(bundle).sort((one, other) => Number(other === 'main.js') - Number(one === 'main.js'));
  const modules = names.map((name) => `(name = "${name}", esModule = embed "${basename(bundle)}/${name}")`);
  const bindings = Object.entries(variables).map(
    ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
  );
  const internet = mayReachThisComputer ? '\n    (name = "internet", network = (allow = ["public", "private"])),' : '';
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [${internet}
    (name = "main", worker = .main),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (compatibilityDate = "2026-01-01", modules = [
  ${modules.join(',\n  ')},
], bindings = [${bindings.join(', ')}]);
`;
}

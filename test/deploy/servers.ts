/** The written servers, started as their platforms start them, each on a port of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { root } from '../package/installed.js';
import { binaries } from '../runtimes/binaries.js';
import { bundleForEdge, bundleForWorkers } from '../runtimes/bundle.js';
import { startWorker } from '../runtimes/workerd.js';

/** Variables of the environment of a server. */
export type Variables = Readonly<Record<string, string>>;

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/** One way to run a written project. */
export interface Place {
  /** As `init --target` calls it. */
  readonly target: string;
  /** Before the paths. */
  readonly folder: string;
  /** Where the secret is. */
  readonly envFile: string;
  start(project: string, variables: Variables): Promise<Server>;
}

export const PLACES: Readonly<Record<string, Place>> = {
  'a Node process': {
    target: 'node',
    folder: '',
    envFile: '.env',
    start: (project, variables) => startProcess(process.execPath, ['server.js'], project, variables),
  },
  'Cloudflare Workers (workerd)': {
    target: 'workers',
    folder: '',
    envFile: '.dev.vars',
    start: async (project, variables) => {
      return await startWorker(await bundleForWorkers(project, 'worker.js'), { variables, mayReachThisComputer: true });
    },
  },
  'Vercel, on its Node.js runtime': {
    target: 'vercel',
    folder: '/api',
    envFile: '.env.local',
    start: (project, variables) => startProcess(process.execPath, [host('vercel-node-host.mjs')], project, variables),
  },
  'Vercel, on its Edge runtime': {
    target: 'vercel',
    folder: '/api',
    envFile: '.env.local',
    start: async (project, variables) => {
      writeFileSync(join(project, 'edge.js'), EDGE_ENTRY);
      const script = await bundleForEdge(project, 'edge.js');
      return await startProcess(process.execPath, [host('vercel-edge-host.mjs'), script], project, variables);
    },
  },
  'Deno Deploy (deno)': {
    target: 'deno',
    folder: '',
    envFile: '.env',
    start: (project, variables) => {
      const flags = [
        '--no-prompt',
        '--no-remote',
        '--no-lock',
        '--node-modules-dir=manual',
        '--allow-net',
        '--allow-env',
      ];
      return startProcess(binaries.deno(), ['run', ...flags, 'main.js'], project, variables);
    },
  },
};

/** What Vercel's builder puts around a function with exports by method. */
const EDGE_ENTRY = `import * as module from './api/articles/[name].js';
addEventListener('fetch', (event) => event.respondWith(module[event.request.method](event.request)));
`;

const host = (name: string) => join(root, 'test/deploy', name);

/** Takes the port from the first line that has an address. */
async function startProcess(program: string, args: string[], cwd: string, variables: Variables): Promise<Server> {
  const env = { PATH: process.env.PATH, HOME: cwd, PORT: '0', DENO_NO_UPDATE_CHECK: '1', ...variables };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  try {
    return { port: await portOf(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function portOf(child: ChildProcess): Promise<number> {
  let said = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk;
      const port = /http:\/\/[^\s/]+?:(\d+)/.exec(said)?.[1];
      if (port) resolve(Number(port));
    };
    for (const stream of [child.stdout, child.stderr]) (stream as Readable).on('data', read);
    child.once('exit', () => reject(new Error(`The server has ended before it listened: ${said}`)));
  });
}

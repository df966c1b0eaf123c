/** One suite of the verifier, unchanged, on every runtime, with the package as it is published. */

import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Installed, installFresh, root } from '../package/installed.js';
import { PATIENCE } from '../patience.js';
import { binaries } from './binaries.js';
import { bundleForEdge, bundleForWorkers } from './bundle.js';
import { startWorker, type Worker } from './workerd.js';

/** What `suite/suite.mjs` says. */
interface Report {
  readonly runtime: string;
  readonly engine: string;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

let installed: Installed;

beforeAll(() => {
  installed = installFresh();
  cpSync(join(root, 'test/runtimes/suite'), installed.folder, { recursive: true });
});

afterAll(() => installed?.remove());

describe('the published verifier passes its suite', () => {
  // `NODE_BINARIES=/path/to/node22:/path/to/node24` adds other versions.
  const others = (process.env.NODE_BINARIES ?? '').split(':').filter((path) => path !== '');

  it.each([process.execPath, ...others])('on Node, with WebAssembly: %s', async (node) => {
    expectAllPassed(await run(node, ['process.mjs']), /^node \d+/, 'libauth');
  });

  it('on Bun, with WebAssembly', async () => {
    expectAllPassed(await run(binaries.bun(), ['--no-install', 'process.mjs']), /^bun 1\./, 'libauth');
  });

  it('on Deno, with WebAssembly, and with no permission but to read its modules', async () => {
    const readable = `--allow-read=${installed.folder},${join(root, 'node_modules')}`;
    const flags = ['run', '--no-prompt', '--no-remote', '--no-lock', '--node-modules-dir=manual', readable];
    expectAllPassed(await run(binaries.deno(), [...flags, 'process.mjs']), /^deno 2\./, 'libauth');
  });

  it('on workerd, in JavaScript, because it compiles no WebAssembly from bytes', async () => {
    const worker = await startWorker(await bundleForWorkers(installed.folder, 'worker.mjs'));
    try {
      expectAllPassed(JSON.parse(await ask(worker, '/')), /^workerd$/, 'noble');
    } finally {
      await worker.stop();
    }
  });

  it('on the Edge runtime, in JavaScript, because it compiles no WebAssembly from bytes', async () => {
    const script = await bundleForEdge(installed.folder, 'edge.mjs');
    // The host is ours, and finds the runtime in our own modules.
    const host = join(root, 'test/runtimes/suite/edge-host.mjs');
    expectAllPassed(await run(process.execPath, [host, script]), /^edge-runtime$/, 'noble');
  });
});

describe('on workerd, which ends the work of a request whose client has gone', () => {
  it('a payer whose first request broke off gets an answer to the next one', async () => {
    const worker = await startWorker(await bundleForWorkers(installed.folder, 'broken-off.mjs'));
    try {
      expect(await ask(worker, '/offer')).toBe('paid');
      await presentAndGo(worker);
      for (let times = 0; times < 2; times++) {
        expect(await ask(worker, '/present')).toBe('402 settlement_pending');
      }
    } finally {
      await worker.stop();
    }
  });
});

/** What a worker says. The wait has an end, so that no worker is left behind. */
async function ask({ port }: Worker, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(PATIENCE) });
  return await response.text();
}

/** Sends a request, and resets the connection while its payment is being settled. */
async function presentAndGo(worker: Worker): Promise<void> {
  const socket = connect(worker.port, '127.0.0.1');
  await new Promise((sent) => socket.write('GET /present HTTP/1.1\r\nHost: shop.example\r\n\r\n', sent));
  await vi.waitUntil(async () => (await ask(worker, '/waits')) !== '0', { timeout: PATIENCE, interval: 20 });
  await new Promise((closed) => socket.once('close', closed).resetAndDestroy());
}

async function run(program: string, args: readonly string[]): Promise<Report> {
  const { stdout } = await promisify(execFile)(program, args, {
    cwd: installed.folder,
    timeout: PATIENCE,
    maxBuffer: 1024 * 1024,
    env: { PATH: process.env.PATH, HOME: installed.folder, DENO_NO_UPDATE_CHECK: '1' },
  });
  return JSON.parse(stdout);
}

function expectAllPassed({ runtime, engine, passed, failed }: Report, name: RegExp, expectedEngine: string): void {
  expect(failed).toEqual([]);
  expect(passed.length).toBeGreaterThan(50);
  expect([runtime, engine]).toEqual([expect.stringMatching(name), expectedEngine]);
}

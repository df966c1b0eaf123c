/** The README's two examples for the official SDK, changed as it says, against each other on the embedded chain: what a reader does in the first five minutes. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { assetsOf, createNodeReader } from 'x402pay';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Beside this file, so that packages are found by name; what other tests write is elsewhere. */
const workshop = join(root, 'test/interop/.examples');
const [, section = ''] = readFileSync(join(root, 'README.md'), 'utf8').split(
  '## Add Stacks to the official x402 SDK\n',
);
const [server = '', client = ''] = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? '');

let devnet: Devnet;
let port: number;
let running: Server | undefined;
let runs = 0;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
  vi.stubEnv('AGENT_KEY', devnet.account('agent').privateKey);
  mkdirSync(workshop, { recursive: true });
});
afterEach(async () => {
  running?.closeAllConnections();
  await new Promise<void>((closed) => (running ? running.close(() => closed()) : closed()));
  running = undefined;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(workshop, { recursive: true, force: true });
  await devnet.close();
});

/** Each text stands in the README exactly once. */
function changed(code: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((before, [text, other]) => {
    expect(before.split(text), text).toHaveLength(2);
    return before.replace(text, () => other);
  }, code);
}

async function run(code: string): Promise<Record<string, unknown>> {
  runs += 1;
  const file = join(workshop, `${runs}.ts`);
  writeFileSync(file, code);
  return import(/* @vite-ignore */ file);
}

async function sells(price: string): Promise<void> {
  port = await freePort();
  const code = changed(server, [
    ['// chain: ', 'chain: '],
    ['http://127.0.0.1:3999', devnet.url],
    ['localhost:3000', `localhost:${port}`],
    ["'$0.01'", `'${price}'`],
    ['// app.listen(3000)', `export const running = app.listen(${port});`],
  ]);
  running = (await run(code)).running as Server;
  if (!running.listening) await new Promise((ready) => running?.once('listening', ready));
}

function buys(...more: readonly (readonly [string, string])[]): Promise<Record<string, unknown>> {
  const code = changed(client, [
    ['// node: ', 'node: '],
    ['http://127.0.0.1:3999', devnet.url],
    ['localhost:3000', `localhost:${port}`],
    ['// const response', 'export const response'],
    ...more,
  ]);
  return run(code);
}

async function earned(symbol: string): Promise<bigint> {
  const asset = assetsOf('stacks:2147483648').find((one) => one.symbol === symbol);
  if (!asset) throw new Error(symbol);
  const [, payTo = ''] = /payTo = '(\w+)'/.exec(server) ?? [];
  return createNodeReader({ url: devnet.url }).tokenBalance(payTo, asset);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, done));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return free;
}

describe('the examples for the official SDK in the README', () => {
  it('buy and sell for dollars', async () => {
    await sells('$0.01');
    const before = await earned('USDCx');
    const { response } = (await buys()) as { response: Response };
    expect([response.status, await response.json()]).toEqual([200, { quote: 42 }]);
    expect((await earned('USDCx')) - before).toBe(10_000n);
  });

  it('buy and sell for STX with the line for that, and not without it', async () => {
    await sells('0.5 STX');
    const before = await earned('STX');
    await expect(buys()).rejects.toThrow('spendControls');
    expect(await earned('STX')).toBe(before);
    const { response } = (await buys(['// client.setSpendControls', 'client.setSpendControls'])) as {
      response: Response;
    };
    expect([response.status, await response.json()]).toEqual([200, { quote: 42 }]);
    expect((await earned('STX')) - before).toBe(500_000n);
  });
});

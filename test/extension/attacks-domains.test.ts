/** One seller with a hundred names, and encryption, against a budget as it is when nobody has changed it. */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { encodeHeader } from 'x402pay';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { selfSigned } from './certificate.js';
import { Profile } from './profile.js';

const PRICE = 250_000n;
const NAMES = 100;

const extension = mkdtempSync(join(tmpdir(), 'x402pay-everywhere-'));
const server = createServer(selfSigned());
/** Hosts that were paid, each payment once. */
const paid = new Map<string, string>();
let devnet: Devnet;
let profile: Profile;

beforeAll(async () => {
  cpSync(inject('extension'), extension, { recursive: true });
  const manifest = join(extension, 'manifest.json');
  const described = JSON.parse(readFileSync(manifest, 'utf8'));
  writeFileSync(manifest, JSON.stringify({ ...described, host_permissions: ['https://*/*'] }));
  const names = '--host-resolver-rules=MAP *.example 127.0.0.1';
  [devnet, profile] = await Promise.all([
    startDevnet({ port: 0, blockMilliseconds: 0 }),
    Profile.open(extension, [names, '--ignore-certificate-errors']),
    new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
  ]);
  await devnet.fund(await profile.settle(devnet.url), { STX: 100_000_000n });
  server.on('request', ({ headers, url = '' }, response) => {
    const payment = headers['payment-signature'] as string | undefined;
    if (payment !== undefined) paid.set(payment, headers.host ?? '');
    const isFree = payment !== undefined || url === '/favicon.ico';
    const demand = isFree ? {} : { 'payment-required': demandOf(`https://${headers.host}${url}`) };
    response.writeHead(isFree ? 200 : 402, { 'content-type': 'text/html', 'cache-control': 'no-store', ...demand });
    response.end('<!doctype html><title>A page</title><p>Words.');
  });
});
afterAll(async () => {
  await profile?.close();
  await devnet?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(extension, { recursive: true });
});

function demandOf(url: string): string {
  const offer = {
    ...{ scheme: 'exact', network: devnet.network, amount: PRICE.toString(), asset: 'STX' },
    ...{ payTo: devnet.account('creator').address, maxTimeoutSeconds: 600, extra: { for: url } },
  };
  return encodeHeader({ x402Version: 2, resource: { url }, accepts: [offer] });
}

describe('a hundred subdomains of one seller', () => {
  it('get no more than what a domain may have by default, and leave the rest of the month for others', async () => {
    const { port } = server.address() as AddressInfo;
    const seller = (n: number) => `https://s${n}.shop.example:${port}`;
    const other = `https://news.other.example:${port}`;
    const { settings } = await profile.ask({ type: 'status' });
    // As many as they like in one day: only the months are left to stand in the way.
    const { perDayAtomic: _, ...STX } = settings.assets.STX!;
    const sites = Object.fromEntries(
      [...Array.from({ length: NAMES }, (_, n) => seller(n)), other].map((site) => [site, { automatic: true }]),
    );
    await profile.ask({ type: 'setSettings', settings: { ...settings, assets: { STX }, sites } });
    const page = await profile.tabs.open();
    for (let n = 0; n < NAMES; n++) await profile.tabs.go(page, `${seller(n)}/page`);
    const most = BigInt(STX.perDomain!.perMonthAtomic!);
    const fee = BigInt(settings.maxFeeAtomic);
    expect(most).toBe(BigInt(STX.perMonthAtomic!) / 2n);
    expect(paid.size).toBe(Number(most / (PRICE + fee)));
    expect(await profile.ask({ type: 'questions' })).toEqual([]);
    await profile.tabs.go(page, `${other}/page`);
    expect([...paid.values()].at(-1)).toBe(new URL(other).host);
  });
});

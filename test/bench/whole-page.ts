/** How long a person waits for a whole page that the extension pays for, silently: from the click on the link to the text that was paid for. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { buildExtension } from '../../extension/build/build.js';
import { Profile } from '../extension/profile.js';
import { openShop } from '../extension/shop.js';
import { median, printGoal, printTable } from './measure.js';

const GOAL_MILLISECONDS = 500;
const RUNS = 10;

/** Also makes the same way without a payment, so that the difference is what paying costs. */
export async function benchWholePage(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'x402pay-bench-'));
  const grantedSites = ['http://127.0.0.1/*', 'http://localhost/*'];
  await buildExtension({ folder, browser: 'chromium', grantedSites });
  const devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
  const profile = await Profile.open(folder);
  try {
    await prepare(profile, devnet);
    const [free, paid] = [await visits(profile, devnet, '/'), await visits(profile, devnet, '/article')];
    const row = (name: string, times: readonly number[]) => [
      name,
      ...[median(times), Math.min(...times), Math.max(...times)].map((value) => value.toFixed(0)),
    ];
    const headings = ['', 'median ms', 'least', 'most'];
    const rows = [row('a free page', free), row('a page that is paid', paid)];
    printTable(`A whole page, ${RUNS} sellers each, blocks at once`, headings, rows);
    const found = median(paid);
    console.log();
    printGoal(
      `a whole page paid in less than ${GOAL_MILLISECONDS} ms`,
      found < GOAL_MILLISECONDS,
      `${found.toFixed(0)} ms`,
    );
  } finally {
    await profile.close();
    await devnet.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(profile: Profile, devnet: Devnet): Promise<void> {
  const address = await profile.settle(devnet.url);
  await devnet.fund(address, { STX: 1_000_000_000n });
  const { settings } = await profile.ask({ type: 'status' });
  const assets = { STX: { perPaymentAtomic: '500000', perDayAtomic: '100000000' } };
  await profile.ask({ type: 'setSettings', settings: { ...settings, assets, perMinute: 1000 } });
}

/** Each visit is to a seller whom nobody has met before. The first one only warms up. */
async function visits(profile: Profile, devnet: Devnet, path: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let run = -1; run < RUNS; run++) {
    const shop = await openShop(devnet);
    await profile.allow(shop.url);
    const page = await profile.browser.newPage();
    const time = await visit(page, `${shop.url}${path}`, path === '/' ? 'Shop' : 'Goods');
    if (run >= 0) times.push(time);
    await page.close();
    await shop.close();
  }
  return times;
}

async function visit(page: Page, url: string, title: string): Promise<number> {
  const before = performance.now();
  const arriving = page.goto(url).catch(() => undefined);
  await page.waitForFunction((wanted: string) => document.title === wanted, { polling: 'raf' }, title);
  const time = performance.now() - before;
  await arriving;
  return time;
}

/** What happens between a payment and its block: pages are closed, servers die. Whoever has paid gets in, and pays once. Issue 2, "Done when" 2. */

import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.js';
import { Reader } from './reader.js';
import { accountOf, balanceOf, openStage, type Stage } from './stage.js';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  // Blocks come when a test says so: the time between payment and block is as long as it needs to be.
  [stage, browser] = await Promise.all([openStage('manual'), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const readers: Reader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.leave();
});

const ARTICLE = '/articles/programs-with-pocket-money';
const LAST_WORDS = 'still be doing this by voice';
const PRICE = 500_000n;

describe('readers who have paid, and wait for the block', () => {
  it('are let in by it, whether they stay, reload or come back later', async () => {
    const before = await creatorHolds();
    const [staying, reloading, leaving] = await Promise.all(['reader', 'bob', 'carol'].map(paysAndWaits));
    await leaving?.closePage();
    await reloading?.page.reload();
    await reloading?.sees('waiting');
    await stage.devnet.mine();
    await leaving?.open(stage.blog.url + ARTICLE);
    await Promise.all([staying, reloading, leaving].map((reader) => isIn(reader as Reader)));
    expect((await creatorHolds()) - before).toBe(3n * PRICE);
  });

  it('are let in by a server that was killed meanwhile, and started again', async () => {
    const before = await creatorHolds();
    const [staying, reloading] = await Promise.all(['reader', 'bob'].map(paysAndWaits));
    await stage.blog.kill();
    await stage.devnet.mine();
    await stage.restart();
    await reloading?.page.reload();
    await Promise.all([staying, reloading].map((reader) => isIn(reader as Reader)));
    expect((await creatorHolds()) - before).toBe(2n * PRICE);
  });
});

async function paysAndWaits(account: string): Promise<Reader> {
  const reader = await Reader.arrive(browser);
  readers.push(reader);
  await reader.open(stage.blog.url + ARTICLE);
  await reader.useWallet(
    `.accounts label:nth-child(${1 + stage.facts.accounts.findIndex(({ name }) => name === account)})`,
  );
  await reader.pay();
  await reader.approve(2);
  await reader.sees('waiting');
  return reader;
}

/** Reads, and stays in. */
async function isIn(reader: Reader): Promise<void> {
  await reader.sees('unlocked');
  await reader.reads(LAST_WORDS);
  await reader.page.reload();
  await reader.sees('unlocked');
  // Whatever was sent must be in a block before it is counted.
  await stage.devnet.mine();
}

function creatorHolds(): Promise<bigint> {
  return balanceOf(stage, accountOf(stage, 'creator').address, 'STX');
}

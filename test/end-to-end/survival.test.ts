/** What happens between a payment and its unlocking: pages are closed, servers die. Whoever has paid gets in, and pays once. Issue 2, "Done when" 2. */

import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

let reader: Reader;
let before: bigint;
beforeEach(async () => {
  before = await creatorHolds();
  reader = await Reader.arrive(browser);
  await reader.open(`${stage.blog.url}/articles/programs-with-pocket-money`);
  await reader.pay();
  await reader.approve(2);
  await reader.sees('waiting');
});
afterEach(() => reader.leave());

const LAST_WORDS = 'still be doing this by voice';
const PRICE = 500_000n;

describe('a reader who has paid, and waits for the block', () => {
  it('is let in by the block, without doing anything', async () => {
    await stage.devnet.mine();
    await isIn();
  });

  it('may reload the page', async () => {
    await reader.page.reload();
    await reader.sees('waiting');
    await stage.devnet.mine();
    await isIn();
  });

  it('may close the page, and finds it open on returning', async () => {
    reader = await reader.returnInNewPage();
    await stage.devnet.mine();
    await reader.open(`${stage.blog.url}/articles/programs-with-pocket-money`);
    await isIn();
  });

  it('is let in by a server that was killed in between, and started again', async () => {
    await stage.blog.kill();
    await stage.devnet.mine();
    await stage.restart();
    await reader.page.reload();
    await isIn();
  });

  it('is let in when the server comes back, without even a reload', async () => {
    await stage.blog.kill();
    await stage.restart();
    await stage.devnet.mine();
    await isIn();
  });
});

/** Reads, stays in, and has paid once. */
async function isIn(): Promise<void> {
  await reader.sees('unlocked');
  expect(await reader.text()).toContain(LAST_WORDS);
  await stage.devnet.mine();
  expect((await creatorHolds()) - before).toBe(PRICE);
  await reader.page.reload();
  await reader.sees('unlocked');
}

function creatorHolds(): Promise<bigint> {
  return balanceOf(stage, accountOf(stage, 'creator').address, 'STX');
}

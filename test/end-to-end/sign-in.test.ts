/** Readers who have paid in one browser, and come to another one. Real signatures, a real verifier, a real VM. */

import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.js';
import { Reader } from './reader.js';
import { accountOf, balanceOf, openStage, type Stage } from './stage.js';

const SLUG = 'programs-with-pocket-money';
const BOUND = 'one-payment-two-pockets';
/** From the end of the paid part. */
const LAST_WORDS = 'still be doing this by voice';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(0), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const readers: Reader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) {
    await reader.leave();
    expect(reader.complaints).toEqual([]);
  }
});

/** In a browser profile of their own. */
async function arrive(slug = SLUG): Promise<Reader> {
  const reader = await Reader.arrive(browser);
  readers.push(reader);
  await reader.open(`${stage.blog.url}/articles/${slug}`);
  return reader;
}

const earned = () => balanceOf(stage, accountOf(stage, 'creator').address, 'STX');

describe('a pass that is bound to the browser that paid', () => {
  /** Headers of the last request for the paid part that had a pass. */
  async function passOf(reader: Reader): Promise<Record<string, string>> {
    const asked = reader.page.waitForRequest((request) => 'payment-pass' in request.headers());
    await reader.page.reload();
    return (await asked).headers();
  }

  it('lets its reader in again, and nobody who has copied it; another browser gets its own by signing in', async () => {
    const url = `${stage.blog.url}/articles/${BOUND}`;
    const first = await arrive(BOUND);
    await first.pay('STX');
    await first.approve(2);
    await first.sees('unlocked');
    const { 'payment-pass': pass = '', dpop = '' } = await passOf(first);
    await first.sees('unlocked');
    expect(dpop.split('.')).toHaveLength(3);
    const stolen = await fetch(`${url}/full`, { headers: { 'PAYMENT-PASS': pass } });
    expect([stolen.status, (await stolen.json()).errorReason]).toEqual([401, 'invalid_dpop_proof']);

    const second = await arrive(BOUND);
    await second.signIn();
    await second.approve(2);
    await second.sees('unlocked');
    const other = await passOf(second);
    await second.sees('unlocked');
    expect(other['payment-pass']).not.toBe(pass);
  });
});

describe('a reader who has paid in one browser', () => {
  it('signs in with the same account in another one, reads, and stays in; nothing is charged', async () => {
    const first = await arrive();
    await first.pay();
    await first.approve(2);
    await first.sees('unlocked');
    const before = await earned();

    const second = await arrive();
    await second.sees('locked');
    await second.signIn();
    await second.walletAsks('Show your address');
    await second.approve(1);
    await second.walletAsks('Show that this account is yours');
    await second.approve(1);
    await second.sees('unlocked');
    await second.reads(LAST_WORDS);
    await second.page.reload();
    await second.sees('unlocked');
    await second.reads(LAST_WORDS);
    expect(await earned()).toBe(before);
  });

  it('is told so when the account is another one, which nothing is charged either', async () => {
    const before = await earned();
    const reader = await arrive();
    await reader.useWallet('.accounts label:not(:has(:checked))');
    await reader.signIn();
    await reader.approve(2);
    await reader.sees('failed');
    await reader.says('This account has not paid for this');
    expect(await earned()).toBe(before);
  });

  it('goes back to the price after declining to sign', async () => {
    const reader = await arrive();
    await reader.signIn();
    await reader.approve(1);
    await reader.reject();
    await reader.sees('locked');
    await reader.says('Already paid? Sign in');
  });

  it('opens what lies sealed in the page, too', async () => {
    const reader = await arrive();
    await reader.open(`${stage.blog.url}/sealed`);
    await reader.pay();
    await reader.approve(2);
    await reader.sees('unlocked');
    const other = await arrive();
    await other.open(`${stage.blog.url}/sealed`);
    await other.signIn();
    await other.approve(2);
    await other.sees('unlocked');
    await other.reads('only the reading that cost something');
  });
});

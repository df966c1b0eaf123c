/** Readers who pay, in a real browser, with a real wallet's messages, on a real VM. Issue 2, "Done when" 2. */

import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, openBrowser } from './browser.js';
import { Reader } from './reader.js';
import { accountOf, balanceOf, openStage, type Stage } from './stage.js';

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

const STX_ONLY = 'programs-with-pocket-money';
const THREE_ASSETS = 'bitcoin-by-the-paragraph';
const SPLIT = 'one-payment-two-pockets';
/** Words from the end of each paid part. */
const LAST_WORDS = {
  [STX_ONLY]: 'still be doing this by voice',
  [THREE_ASSETS]: 'It was worth waiting for',
  [SPLIT]: 'a good deal shorter than a quarter',
};

describe('a reader', () => {
  it.each([
    ['STX', 400_000n],
    ['sBTC', 300n],
    ['USDCx', 250_000n],
  ])('pays in %s, reads on, and stays in', async (symbol, price) => {
    const before = await balance('creator', symbol);
    const reader = await arrive();
    await reader.open(article(THREE_ASSETS));
    await reader.pay(symbol);
    await reader.approve(2);
    await reader.sees('unlocked');
    await reader.reads(LAST_WORDS[THREE_ASSETS]);
    expect((await balance('creator', symbol)) - before).toBe(price);

    await reader.page.reload();
    await reader.sees('unlocked');
    await reader.reads(LAST_WORDS[THREE_ASSETS]);
    expect((await balance('creator', symbol)) - before).toBe(price);
  });

  it.each([
    ['STX', 800_000n, 200_000n],
    ['USDCx', 480_000n, 120_000n],
  ])('pays two recipients at once in %s, to the last unit', async (symbol, forCreator, forPlatform) => {
    const before = [await balance('creator', symbol), await balance('platform', symbol)];
    const reader = await arrive();
    await reader.open(article(SPLIT));
    await reader.pay(symbol);
    await reader.approve(2);
    await reader.sees('unlocked');
    await reader.reads(LAST_WORDS[SPLIT]);
    const after = [await balance('creator', symbol), await balance('platform', symbol)];
    expect(after.map((amount, index) => amount - (before[index] ?? 0n))).toEqual([forCreator, forPlatform]);
    expect(await balanceOf(stage, stage.facts.contracts.split ?? '', symbol)).toBe(0n);
  });

  it('opens a page that had the whole article from the beginning, sealed', async () => {
    const source = await (await fetch(`${stage.blog.url}/sealed`)).text();
    expect(source).toContain('What you do not have is thirty-two bytes');
    expect(source).not.toContain('only the reading that cost something');
    const reader = await arrive();
    await reader.open(`${stage.blog.url}/sealed`);
    await reader.pay();
    await reader.approve(2);
    await reader.sees('unlocked');
    await reader.reads('only the reading that cost something');
    await reader.page.reload();
    await reader.reads('only the reading that cost something');
  });

  it('who has not paid sees a price and nothing of the rest, whoever else has paid', async () => {
    const payer = await arrive();
    await payer.open(article(STX_ONLY));
    await payer.pay();
    await payer.approve(2);
    await payer.sees('unlocked');
    const other = await arrive();
    await other.open(article(STX_ONLY));
    await other.sees('locked');
    await other.says('0.5');
    expect(await other.page.content()).not.toContain(LAST_WORDS[STX_ONLY]);
  });

  it('who declines in the wallet pays nothing, and may think again', async () => {
    const before = await balance('creator', 'STX');
    const reader = await arrive();
    await reader.open(article(STX_ONLY));
    await reader.pay();
    await reader.approve(1);
    await reader.reject();
    await reader.sees('failed');
    await reader.says('You declined the payment');
    expect(await balance('creator', 'STX')).toBe(before);

    await reader.pay();
    await reader.approve(1);
    await reader.sees('unlocked');
    expect((await balance('creator', 'STX')) - before).toBe(500_000n);
  });

  it('without enough money is told how much is missing, and can pay after topping up', async () => {
    const reader = await arrive();
    await reader.open(article(STX_ONLY));
    await reader.sees('locked');
    await reader.useWallet('.make');
    await reader.pay();
    await reader.approve(1);
    await reader.sees('failed');
    await reader.says('There is not enough in your wallet');
    expect(await reader.paywallText()).toMatch(/There is not enough in your wallet.*0\.50\d+\sSTX more/);

    await reader.useWallet('.tap');
    await reader.holds('STX', '25');
    await reader.pay();
    await reader.approve(1);
    await reader.sees('unlocked');
  });

  it('needs no mouse', async () => {
    const reader = await arrive();
    await reader.open(article(STX_ONLY));
    await reader.sees('locked');
    await reader.tabTo('Pay 0.5');
    await reader.page.keyboard.press('Enter');
    await reader.walletAsks('Show your address');
    await reader.page.keyboard.press('Enter');
    await reader.walletAsks('0.5');
    await reader.page.keyboard.press('Enter');
    await reader.sees('unlocked');
  });

  it.each([
    [0, SPLIT],
    [1, THREE_ASSETS],
  ] as const)('pays on a plain page, through paywall %i of two', async (index, slug) => {
    const reader = await arrive();
    await reader.open(`${stage.blog.url}/plain`);
    await reader.atPaywall(index).pay('STX');
    await reader.approve(2);
    await reader.sees('unlocked');
    await reader.reads(LAST_WORDS[slug]);
  });

  it('who follows a link to the resource itself gets a page that sells it', async () => {
    const reader = await arrive();
    await reader.open(`${article(STX_ONLY)}/full`);
    await reader.pay();
    await reader.approve(2);
    await reader.sees('unlocked');
    await reader.reads(LAST_WORDS[STX_ONLY]);
  });

  it('sees the payment and the shares arrive in the live strip', async () => {
    const reader = await arrive();
    await reader.open(article(SPLIT));
    await reader.pay('STX');
    await reader.approve(2);
    await reader.sees('unlocked');
    await reader.stripSays('0.8 STX to creator, 0.2 STX to platform');
  });
});

describe('every page is accessible', () => {
  it.each(['light', 'dark'])('in the %s theme', async (scheme) => {
    const reader = await arrive();
    await reader.page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    for (const path of ['/', '/programs', '/nowhere', '/articles/the-status-code-that-waited']) {
      await reader.open(stage.blog.url + path);
      await reader.holds('STX');
      expect(await accessibilityFaults(reader.page), path).toEqual([]);
    }
    for (const url of [`${stage.blog.url}/plain`, article(THREE_ASSETS)]) {
      await reader.open(url);
      await reader.sees('locked');
      expect(await accessibilityFaults(reader.page), url).toEqual([]);
    }
    await reader.pay('USDCx');
    await reader.walletAsks('Show your address');
    expect(await accessibilityFaults(reader.page), 'connecting').toEqual([]);
    await reader.approve(1);
    await reader.walletAsks('0.25');
    expect(await accessibilityFaults(reader.page), 'approving').toEqual([]);
    await reader.approve(1);
    await reader.sees('unlocked');
    await reader.stripSays('Latest payments');
    expect(await accessibilityFaults(reader.page), 'unlocked').toEqual([]);
  });
});

async function arrive(): Promise<Reader> {
  const reader = await Reader.arrive(browser);
  readers.push(reader);
  return reader;
}

function article(slug: string): string {
  return `${stage.blog.url}/articles/${slug}`;
}

function balance(name: string, symbol: string): Promise<bigint> {
  return balanceOf(stage, accountOf(stage, name).address, symbol);
}

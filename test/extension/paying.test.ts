import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../end-to-end/stage.js';
import { PATIENCE } from '../patience.js';
import { Profile } from './profile.js';

const ARTICLE = '/articles/programs-with-pocket-money/full';

let stage: Stage;
let profile: Profile;
let address: string;

beforeAll(async () => {
  [stage, profile] = await Promise.all([openStage(0), Profile.open()]);
  address = await profile.settle(stage.devnet.url);
});
afterAll(async () => {
  await profile?.close();
  await stage?.close();
});

beforeEach(async () => {
  await profile.renew();
  await stage.devnet.fund(address, { STX: 10_000_000n });
});

/** A page has its answer before the worker has written it down. */
const WAITING = { timeout: PATIENCE };
const states = async () => (await profile.ask({ type: 'history', limit: 100 })).map(({ state }) => state);

describe('the extension', () => {
  it('pays a fetch by itself, within the budget, and the page gets what it asked for', async () => {
    await profile.allow(stage.blog.url);
    const page = await profile.tabs.visit(stage.blog.url);
    const answer = await page.evaluate(async (path) => {
      const response = await fetch(path);
      return [response.status, (await response.text()).length > 100];
    }, ARTICLE);
    expect(answer).toEqual([200, true]);
    await expect.poll(states, WAITING).toEqual(['delivered']);
    const [entry] = await profile.ask({ type: 'history', limit: 10 });
    expect(entry).toMatchObject({ amountAtomic: '500000', symbol: 'STX', site: stage.blog.url, approved: false });
  });

  it('pays a whole page in place, and the history has it once', async () => {
    await profile.allow(stage.blog.url);
    const page = await profile.tabs.visit(`${stage.blog.url}/`);
    await profile.tabs.go(page, `${stage.blog.url}${ARTICLE}`);
    const shown = () => [document.querySelector('x402-paywall') === null, document.body.textContent!.length > 500];
    expect(await page.evaluate(shown)).toEqual([true, true]);
    expect(await page.evaluate(() => history.length)).toBe(3);
    await profile.tabs.back(page);
    expect(new URL(page.url()).pathname).toBe('/');
    await expect.poll(states, WAITING).toEqual(['delivered']);
  });

  it('opens a paywall without a click', async () => {
    await profile.allow(stage.blog.url);
    const page = await profile.tabs.visit(`${stage.blog.url}${ARTICLE.replace('/full', '')}`);
    await page.waitForFunction(() => {
      const paywall = document.querySelector('x402-paywall');
      paywall?.scrollIntoView();
      return paywall?.getAttribute('state') === 'unlocked';
    });
    await expect.poll(states, WAITING).toEqual(['delivered']);
  });

  it('asks nobody and pays nothing on a site that was not allowed', async () => {
    const page = await profile.tabs.visit(stage.blog.url);
    expect(await page.evaluate(async (path) => (await fetch(path)).status, ARTICLE)).toBe(402);
    expect(await profile.ask({ type: 'history', limit: 10 })).toEqual([]);
  });

  it('buys five of twenty that are asked for at once, when the budget is for five', async () => {
    const { settings } = await profile.ask({ type: 'status' });
    const fee = BigInt(settings.maxFeeAtomic);
    const assets = { STX: { perDayAtomic: (5n * (150_000n + fee)).toString() } };
    await profile.ask({ type: 'setSettings', settings: { ...settings, assets, perMinute: 100 } });
    await profile.allow(stage.blog.url);
    const page = await profile.tabs.visit(stage.blog.url);
    const statuses = await page.evaluate(() => {
      const asked = Array.from({ length: 20 }, (_, index) => fetch(`/api/fee-forecast?bytes=${100 + index}`));
      return Promise.all(asked.map(async (response) => (await response).status));
    });
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    await expect.poll(states, WAITING).toEqual(Array(5).fill('delivered'));
  });

  it('is a wallet in the paywall: a click asks the person, and then the text is there', async () => {
    const { settings } = await profile.ask({ type: 'status' });
    const assets = { STX: { ...settings.assets.STX, askAboveAtomic: '100000' } };
    await profile.ask({ type: 'setSettings', settings: { ...settings, assets } });
    await profile.allow(stage.blog.url);
    const page = await profile.tabs.visit(`${stage.blog.url}${ARTICLE.replace('/full', '')}`);
    const click = (selector: string, words: string) =>
      page.waitForFunction(
        (selectors: string, text: string) => {
          const root = document.querySelector('x402-paywall')?.shadowRoot;
          const found = [...(root?.querySelectorAll<HTMLElement>(selectors) ?? [])];
          const button = found.find(({ textContent }) => textContent?.includes(text));
          button?.scrollIntoView();
          button?.click();
          return button !== undefined;
        },
        {},
        selector,
        words,
      );
    await page.waitForFunction(() => document.querySelector('x402-paywall')?.getAttribute('state') === 'locked');
    await click('[part~="button"]', '');
    const { id, why } = await profile.question();
    expect(why).toBe('above_threshold');
    await profile.ask({ type: 'answer', id, yes: true, grant: false });
    await page.waitForFunction(() => document.querySelector('x402-paywall')?.getAttribute('state') === 'unlocked');
    await expect.poll(states, WAITING).toEqual(['delivered']);
    const [entry] = await profile.ask({ type: 'history', limit: 10 });
    expect(entry).toMatchObject({ approved: true });
  });
});

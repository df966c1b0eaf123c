/** Pages that make more of a yes than was said: while it is being said, after it came to nothing, in another asset, for another payee. */

import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareTheft, run, statusOf, until } from './theft.js';
import type { Thief, Visit } from './thief.js';

const theft = prepareTheft();
const other = () => theft.devnet.account('platform').address;

beforeAll(async () => {
  await theft.devnet.fund(theft.address, { sBTC: 1_000_000n });
  const { settings } = await theft.profile.ask({ type: 'status' });
  const assets = { ...settings.assets, [theft.devnet.tokens.sBTC]: { perDayAtomic: '1000000' } };
  await theft.profile.ask({ type: 'setSettings', settings: { ...settings, assets } });
});

const manners = {
  '/dear': (visit: Visit, self: Thief) => self.sell(visit, { atomic: 400_000n }),
  '/elsewhere': (visit: Visit, self: Thief) => self.sell(visit, { payTo: other() }),
  '/sbtc': (visit: Visit, self: Thief) => self.sell(visit, { asset: theft.devnet.tokens.sBTC, atomic: 1000n }),
};

const press = (opened: Page, selector: string) => opened.locator(`x402-approve >>> ${selector}`).click();
/** The window that asks, with "this price, by itself" chosen. */
async function approval(): Promise<Page> {
  const opened = await theft.profile.window('question', (await theft.question()).id, '.pay');
  await press(opened, '.rule:nth-of-type(2) input');
  return opened;
}
const site = async ({ url }: Thief) => (await theft.profile.ask({ type: 'status' })).settings.sites[url];
const grants = async () => (await theft.profile.ask({ type: 'grants' })).map(({ site, payTo }) => `${site} ${payTo}`);

/** Whatever else the window says is heard first. Returns what lets the answer through. */
async function holdAnswer(opened: Page): Promise<() => Promise<void>> {
  await opened.evaluate(() => {
    const scope = globalThis as unknown as { go?: (nothing: undefined) => void };
    const { sendMessage } = chrome.runtime as unknown as { sendMessage(message: unknown): Promise<unknown> };
    const held = new Promise<undefined>((resolve) => {
      scope.go = resolve;
    });
    Object.assign(chrome.runtime, {
      sendMessage: async (message: { type: string }) => {
        if (message.type !== 'answer') return sendMessage.call(chrome.runtime, message);
        Object.assign(scope, { isHeld: true });
        await held;
        return sendMessage.call(chrome.runtime, message);
      },
    });
  });
  await press(opened, '.pay');
  await until(() => opened.evaluate(() => (globalThis as { isHeld?: boolean }).isHeld === true));
  return () => opened.evaluate(() => (globalThis as unknown as { go: (nothing?: undefined) => void }).go());
}

describe('a yes to one price and one payee', () => {
  it('opens nothing else to a page that asks all the time, while it is being said or after', async () => {
    const thief = await theft.seller(manners, { allowed: false });
    const page = await theft.visit(thief.url);
    const bought = statusOf(page, '/cheap', true);
    const say = await holdAnswer(await approval());
    const tries = async () => {
      const statuses = [];
      for (const path of ['/dear', '/elsewhere', '/sbtc', '/dear']) statuses.push(await statusOf(page, path));
      return statuses;
    };
    expect([await tries(), await grants(), await site(thief)]).toEqual([Array(4).fill(402), [], undefined]);
    await say();
    expect(await bought).toBe(200);
    expect(await tries()).toEqual(Array(4).fill(402));
    // What was said holds.
    expect(await statusOf(page, '/another')).toBe(200);
    expect(await grants()).toEqual([`${thief.url} ${theft.devnet.account('creator').address}`]);
    expect(await run(page, 'x402.getBudget()')).toMatchObject([{ asset: 'STX', perPaymentAtomic: '100000' }]);
  });

  it('to a page that was loaded anew before it is said opens nothing', async () => {
    const thief = await theft.seller(manners, { allowed: false });
    const page = await theft.visit(thief.url);
    const bought = statusOf(page, '/cheap', true).catch(() => undefined);
    const opened = await approval();
    const say = await holdAnswer(opened);
    await theft.profile.tabs.reload(page);
    await until(async () => (await theft.questions()).length === 0);
    await say();
    await until(() =>
      opened.$eval('x402-approve', ({ shadowRoot }) => /answered already/.test(shadowRoot!.textContent)),
    );
    await bought;
    expect([await statusOf(page, '/cheap'), await statusOf(page, '/dear')]).toEqual([402, 402]);
    expect([await site(thief), await grants(), thief.payments]).toEqual([undefined, expect.any(Array), []]);
    expect((await grants()).filter((grant) => grant.startsWith(thief.url))).toEqual([]);
  });
});

describe('a budget in one asset', () => {
  it('pays nothing in another one', async () => {
    const thief = await theft.seller(manners, { allowed: false });
    const page = await theft.visit(thief.url);
    const wished = run(page, `x402.requestBudget({ asset: 'STX', max: '0.25', period: 'month' })`);
    await until(async () => (await theft.profile.ask({ type: 'wishes' })).length > 0);
    const [{ id } = { id: '' }] = await theft.profile.ask({ type: 'wishes' });
    await theft.profile.ask({ type: 'answerWish', id, yes: true });
    expect(await wished).toMatchObject([{ asset: 'STX', leftAtomic: '250000' }]);
    expect([await statusOf(page, '/sbtc'), await statusOf(page, '/cheap')]).toEqual([402, 200]);
    expect(await run(page, 'x402.getBudget()')).toHaveLength(1);
  });
});

describe('a payee whose leave was taken back', () => {
  it.each([
    ['pays by itself', true],
    ['asks', false],
  ])('is asked about, and so is who comes in its place, on a site that %s', async (_, allowed) => {
    const thief = await theft.seller(manners, { allowed });
    const page = await theft.visit(thief.url);
    const bought = statusOf(page, '/cheap', true);
    if (!allowed) await press(await approval(), '.pay');
    expect([await bought, await statusOf(page, '/another')]).toEqual([200, 200]);
    const payTo = theft.devnet.account('creator').address;
    await theft.profile.ask({ type: 'revoke', site: thief.url, seller: thief.url, payTo });
    expect((await grants()).filter((grant) => grant.startsWith(thief.url))).toEqual([]);
    expect([await statusOf(page, '/third'), await statusOf(page, '/elsewhere')]).toEqual([402, 402]);
    expect(thief.payments).toHaveLength(2);
  });
});

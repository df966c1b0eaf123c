/** A page asks how much it may cost, and a person answers in a window of the extension's own. */

import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { prepareTheft, run } from './theft.js';
import { until } from './until.js';

const theft = prepareTheft();

const request = (tab: Page, wish: object) =>
  run(tab, `x402.requestBudget(${JSON.stringify(wish)}).then((left) => left, ({ code, name }) => code ?? name)`);
const WISH = { asset: 'STX', max: '0.25', period: 'month' };

/** The window that has opened, when a click in it counts. */
async function asked(): Promise<Page> {
  const wishes = () => theft.profile.ask({ type: 'wishes' });
  await until(async () => (await wishes()).length > 0);
  const [{ id } = { id: '' }] = await wishes();
  return theft.profile.window('wish', id, '.allow');
}
const answer = async (selector: string) => {
  const page = await asked();
  const words = await page.$eval('x402-wish', ({ shadowRoot }) => shadowRoot!.textContent);
  await (await page.waitForSelector(`x402-wish >>> ${selector}`))!.click();
  return words!.replace(/\s+/g, ' ');
};
const badge = async () => (await theft.worker()).evaluate(() => chrome.action.getBadgeText({}));
const waiting = async () => (await theft.profile.ask({ type: 'status' })).waiting;
const site = async (origin: string) => (await theft.profile.ask({ type: 'status' })).settings.sites[origin];

describe('a page that asks for a budget', () => {
  it('gets it when a person says yes, and is paid without a question then', async () => {
    const seller = await theft.seller({}, { allowed: false });
    const tab = await theft.visit(seller.url);
    const left = request(tab, WISH);
    expect(await site(seller.url)).toBeUndefined();
    expect(await answer('.allow')).toMatch(new RegExp(`${new URL(seller.url).host}.*0.25\\sSTX a month`));
    expect(await left).toMatchObject([{ asset: 'STX', leftAtomic: '250000' }]);
    expect(await site(seller.url)).toEqual({ assets: { STX: { automatic: true, perMonthAtomic: '250000' } } });
    expect(await run(tab, `fetch('/article').then(({ status }) => status)`)).toBe(200);
    // The price, and the most that the chain may take for it.
    expect(await run(tab, 'x402.getBudget()')).toMatchObject([{ leftAtomic: '130000' }]);
  });

  it('gets nothing when a person says no, and is not heard again before it is loaded anew', async () => {
    const seller = await theft.seller({}, { allowed: false });
    const tab = await theft.visit(seller.url);
    const left = request(tab, WISH);
    await asked();
    expect([await waiting(), await badge()]).toEqual([1, '!']);
    await answer('.decline');
    await until(async () => (await badge()) !== '!');
    expect(await waiting()).toBe(0);
    expect([await left, await request(tab, WISH)]).toEqual(['declined', 'declined']);
    expect([await site(seller.url), await theft.profile.ask({ type: 'wishes' })]).toEqual([undefined, []]);
  });

  it.each([
    ['in what the person has no budget for', { ...WISH, asset: 'sBTC' }, 'policy_refused'],
    ['of what is no amount', { ...WISH, max: '-1' }, 'invalid_message'],
    ['for a time that nobody offers', { ...WISH, period: 'year' }, 'invalid_message'],
    ['in parts that the asset does not have', { ...WISH, max: '0.0000001' }, 'policy_refused'],
  ])('%s is refused without a question', async (_, wish, code) => {
    const tab = await theft.visit((await theft.seller({}, { allowed: false })).url);
    expect([await request(tab, wish), await theft.profile.ask({ type: 'wishes' })]).toEqual([code, []]);
  });
});

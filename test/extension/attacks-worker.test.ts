/** A worker that dies at the worst moments, while a page waits for it: the page has what it wants all the same, and pays for it once. */

import { describe, expect, it } from 'vitest';
import { killAt, type Moment } from './kill-at.js';
import { Profile } from './profile.js';
import { kill, prepareTheft, statusOf, until } from './theft.js';
import type { Thief, Visit } from './thief.js';

const theft = prepareTheft();
const lasting = (visit: Visit, self: Thief) => self.sell(visit, { access: '1h' });

describe('a page whose worker dies', () => {
  it('right before it asks for something gets it all the same', async () => {
    const thief = await theft.seller({ '/tea': lasting });
    const page = await theft.visit(thief.url);
    await kill(theft.profile, await theft.worker());
    expect(await statusOf(page, '/tea')).toBe(200);
    expect(thief.payments).toHaveLength(1);
  });

  it.each([
    ['a fetch', false],
    ['a program that asks in so many words', true],
  ] as const)('while the demand is on its way to %s gets it all the same', async (_, explicit) => {
    const worker = await theft.worker();
    let isDead = false;
    const thief = await theft.seller({
      '/tea': async (visit, self) => {
        if (!isDead) await kill(theft.profile, worker);
        isDead = true;
        return lasting(visit, self);
      },
    });
    const page = await theft.visit(thief.url);
    expect(await statusOf(page, '/tea', explicit)).toBe(200);
    // Seen by nobody, seen, paid.
    expect(thief.log.filter((line) => line.includes('/tea'))).toEqual(['GET /tea', 'GET /tea', 'GET /tea paid']);
    // The page has it before that is written down.
    await until(async () => (await theft.history(thief)).join() === 'delivered /tea');
  });

  it.each<[string, Moment['when'], Moment['write']]>([
    ['before it has reserved', 'before', 'reserved'],
    ['after it has reserved', 'after', 'reserved'],
    ['after it has numbered', 'after', 'numbered'],
    ['before it has written down what it signed', 'before', 'signed'],
    ['after it has written down what it signed', 'after', 'signed'],
    ['before it has written down that it leaves', 'before', 'given'],
    ['after it has written down that it leaves', 'after', 'given'],
  ])('%s gets it all the same, in the same request, and one payment leaves', async (_, when, write) => {
    const thief = await theft.seller({ '/tea': lasting });
    const page = await theft.visit(thief.url);
    const dead = await killAt(theft, { when, write });
    const status = statusOf(page, '/tea');
    await dead();
    expect(await status).toBe(200);
    expect(thief.payments).toHaveLength(1);
  });

  it('does not send again what does something', async () => {
    const worker = await theft.worker();
    const thief = await theft.seller({
      '/order': async (visit, self) => {
        await kill(theft.profile, worker);
        return self.sell(visit);
      },
    });
    const page = await theft.visit(thief.url);
    const order = await page.evaluate(() => fetch('/order', { method: 'POST', body: 'tea' }).then((r) => r.status));
    expect([order, thief.log.filter((line) => line.includes('/order'))]).toEqual([402, ['POST /order']]);
  });
});

describe('a whole page whose worker dies', () => {
  it('between the rule for its payment and the request that takes it along is paid once, and no other request has it', async () => {
    const thief = await theft.seller({ '/tea': lasting });
    const worker = await theft.worker();
    await worker.evaluate(() => {
      chrome.tabs.reload = (() => {
        (globalThis as unknown as { isThere?: boolean }).isThere = true;
        return new Promise(() => {});
      }) as typeof chrome.tabs.reload;
    });
    const tab = await theft.profile.tabs.open();
    await tab.goto(`${thief.url}/tea`);
    await until(() => worker.evaluate(() => (globalThis as unknown as { isThere?: boolean }).isThere === true));
    const rules = () => theft.profile.panel.evaluate(() => chrome.declarativeNetRequest.getSessionRules());
    expect(await rules()).toHaveLength(1);
    await kill(theft.profile, worker);
    // What an earlier worker has left is taken away by the next one, before a person can load the page again.
    await theft.worker();
    await until(async () => (await rules()).length === 0);
    expect(thief.payments).toEqual([]);
    await theft.profile.tabs.reload(tab);
    expect(await tab.evaluate(() => document.body.textContent)).toContain('Words.');
    expect(thief.payments).toHaveLength(1);
    expect([await theft.history(thief), await rules()]).toEqual([['delivered /tea'], []]);
  });
});

describe('a payment that was signed and given to nobody', () => {
  it('does not stand in the way of the next one, which is settled at once', async () => {
    const gone = await theft.seller({ '/tea': lasting });
    const page = await theft.visit(gone.url);
    const dead = await killAt(theft, { when: 'after', write: 'signed' });
    const status = statusOf(page, '/tea').catch(() => undefined);
    await dead(() => page.close());
    await status;
    const [thief, rich] = [await theft.seller(), await theft.balance()];
    expect(await statusOf(await theft.visit(thief.url), '/article')).toBe(200);
    await thief.cashIn();
    expect(rich - (await theft.balance())).toBeGreaterThanOrEqual(100_000n);
    expect([await theft.history(gone), gone.payments]).toEqual([['released /tea'], []]);
  });
});

describe('a page that was there before the extension was updated', () => {
  it('has the 402 as its answer, and does not wait for an extension that is gone', async () => {
    const thief = await theft.seller();
    const profile = await Profile.open();
    try {
      const page = await profile.browser.newPage();
      await page.goto(thief.url);
      await page.waitForFunction(() => 'x402' in window);
      const back = profile.browser.waitForTarget(
        (one) => one.type() === 'service_worker' && one.url().includes(profile.id),
      );
      await profile.panel.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
      await back;
      expect(await statusOf(page, '/article')).toBe(402);
    } finally {
      await profile.close();
    }
  });
});

/** What pages try with things that were built later than the rest. */

import { describe, expect, it } from 'vitest';
import { kill, prepareTheft, run, STRANGER, statusOf, until } from './theft.js';

const theft = prepareTheft();

describe('a page of a domain that has a limit', () => {
  it('is not told what strangers below the same domain have cost', async () => {
    const { settings } = await theft.profile.ask({ type: 'status' });
    const { STX = {} } = settings.assets;
    const assets = { STX: { ...STX, perDomain: { perDayAtomic: '50000000' } } };
    await theft.profile.ask({ type: 'setSettings', settings: { ...settings, assets } });
    // As two names that a site gives away: one host, two ports.
    const [blog, shop] = [await theft.seller(), await theft.seller()];
    const tab = await theft.visit(blog.url);
    const budget = () => run(tab, 'x402.getBudget()');
    const before = await budget();
    expect(await statusOf(await theft.visit(shop.url), '/secret')).toBe(200);
    expect(await theft.profile.ask({ type: 'left', site: blog.url })).toContainEqual(
      expect.objectContaining({ level: 'domain', scope: 'day', leftAtomic: expect.not.stringMatching(/^50000000$/) }),
    );
    expect(await budget()).toEqual(before);
  });
});

describe('a page that was typed, and sells one view at a time', () => {
  it('is not bought again by another site that goes back to it, nor by a frame that does', async () => {
    const frame = await theft.seller({ '/': () => ({}) }, { host: STRANGER, allowed: false });
    const shown = { body: `<!doctype html><title>Next</title><iframe src="${frame.url}/"></iframe>` };
    const site = await theft.seller({
      '/': () => shown,
      '/view': (visit, self) => self.sell(visit, { access: 'once' }),
    });
    for (const way of ['page', 'frame']) {
      const tab = await theft.visit(`${site.url}/view`);
      const before = site.payments.length;
      const next = way === 'page' ? `${frame.url}/` : `${site.url}/`;
      await run(tab, `location = '${next}'`);
      await until(() => tab.url() === next);
      const evil = await tab.waitForFrame((one) => one.url() === `${frame.url}/`);
      // A new worker knows nothing of what was bought a moment ago.
      await kill(theft.profile, await theft.worker());
      await evil.evaluate('void setTimeout(() => history.back())');
      const { id, why } = await theft.question();
      expect([why, tab.url(), site.payments.length]).toEqual(['not_granted', `${site.url}/view`, before]);
      await theft.profile.ask({ type: 'answer', id, yes: false, grant: false });
    }
  });

  it('is bought by a person who types it again, or loads it again', async () => {
    const site = await theft.seller({ '/view': (visit, self) => self.sell(visit, { access: 'once' }) });
    const tab = await theft.visit(`${site.url}/view`);
    await kill(theft.profile, await theft.worker());
    await theft.profile.tabs.go(tab, `${site.url}/view`);
    await kill(theft.profile, await theft.worker());
    await theft.profile.tabs.reload(tab);
    expect([site.payments.length, await theft.questions()]).toEqual([3, []]);
  });
});

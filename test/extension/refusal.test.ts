/** What a person is told of a page that was not paid: in their own language, and by nobody else. */

import { expect, it } from 'vitest';
import { kill, prepareTheft, statusOf } from './theft.js';

const theft = prepareTheft();

it.each([
  ['a whole page', '/tea', true],
  ['something that the page asks for', '/', false],
])(
  'of %s above the limit is known which limit, also by the next worker, until the page is another one',
  async (_, path, isPage) => {
    const thief = await theft.seller({ '/tea': (visit, self) => self.sell(visit, { atomic: 400_000n }) });
    const site = { automatic: true, assets: { STX: { perMonthAtomic: '150000' } } };
    await theft.profile.ask({ type: 'setSite', origin: thief.url, site });
    const tab = await theft.visit(`${thief.url}${path}`);
    if (!isPage) expect(await statusOf(tab, '/tea')).toBe(402);
    const tabId = theft.profile.tabs.idOf(tab);
    const refusal = () => theft.profile.ask({ type: 'refusal', tabId });
    const limit = { scope: 'month', level: 'site', asset: 'STX', limitAtomic: '150000', leftAtomic: '150000' };
    expect(await refusal()).toEqual({ code: 'over_limit', isPage, limit });
    const told = await theft.profile.panel.evaluate((id) => chrome.action.getTitle({ tabId: id }), tabId);
    expect(told).toBe('x402Pay: something was not paid. Click to see why.');
    await kill(theft.profile, await theft.worker());
    expect(await refusal()).toEqual({ code: 'over_limit', isPage, limit });
    await theft.profile.tabs.go(tab, `${thief.url}/`);
    expect([await refusal(), thief.payments]).toEqual([null, []]);
  },
);

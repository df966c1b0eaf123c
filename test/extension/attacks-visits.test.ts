/** Whole pages that cost money, and everything that can make a browser go to one without a person wanting it. */

import { describe, expect, it } from 'vitest';
import { prepareTheft, run, STRANGER, until } from './theft.js';
import type { Thief } from './thief.js';

const theft = prepareTheft();

const page = (script: string, head = '') => ({
  body: `<!doctype html>${head}<title>A page</title><p>Words.<script>${script}</script>`,
});
const tabs = () => theft.profile.tabs;

/** What a person is asked, instead of paying: and that nothing was paid. */
async function onlyAsked(thief: Thief) {
  const { why } = await theft.question();
  expect([await theft.history(thief), thief.payments]).toEqual([[], []]);
  return why;
}

describe('a page of another site', () => {
  it.each([
    ['goes there by itself', (url: string) => page(`location.href = '${url}'`)],
    ['goes there in place', (url: string) => page(`location.replace('${url}')`)],
    ['refreshes into it', (url: string) => page('', `<meta http-equiv="refresh" content="0; url=${url}">`)],
    ['redirects to it', (url: string) => ({ status: 302, headers: { location: url } })],
  ])('%s, and the person is asked', async (_, go) => {
    const thief = await theft.seller();
    const evil = await theft.seller({ '/': () => go(`${thief.url}/article`) }, { allowed: false });
    await theft.visit(evil.url);
    expect(await onlyAsked(thief)).toBe('not_granted');
  });

  it('opens windows on it, with a click behind the first, and the person is asked once', async () => {
    const thief = await theft.seller();
    const evil = await theft.seller(
      { '/': () => page(`onclick = () => { for (let n = 0; n < 3; n++) open('${thief.url}/article?' + n); }`) },
      { allowed: false },
    );
    const tab = await theft.visit(evil.url);
    await tab.click('p');
    const declined = async () => {
      const opened = await theft.profile.panel.evaluate(() => chrome.tabs.query({}));
      const theirs = opened.filter(({ url }) => url?.startsWith(thief.url));
      const refusals = await Promise.all(
        theirs.map(({ id = -1 }) => theft.profile.ask({ type: 'refusal', tabId: id })),
      );
      return refusals.filter((refusal) => refusal?.code === 'declined').length;
    };
    await until(async () => (await declined()) === 2);
    expect(await theft.questions()).toHaveLength(1);
    expect(await onlyAsked(thief)).toBe('not_granted');
  });

  // The browser tells nobody that it was sent on, so this is an address that was typed, and costs one page. The next one costs a question.
  it('that nobody may look into can send a typed address on to one paid page, once', async () => {
    const thief = await theft.seller();
    const redirect = { '/': () => ({ status: 302, headers: { location: `${thief.url}/article` } }) };
    const stranger = await theft.seller(redirect, { host: STRANGER, allowed: false });
    await theft.visit(stranger.url);
    expect(await theft.history(thief)).toEqual(['delivered /article']);
  });
});

describe('a page of the site itself', () => {
  it('that goes on by itself makes the person be asked', async () => {
    const thief = await theft.seller({ '/': () => page("location.href = '/article'") });
    await theft.visit(thief.url);
    expect(await onlyAsked(thief)).toBe('not_granted');
  });

  it('prerenders and prefetches, and nothing is paid', async () => {
    const rules = { prerender: [{ urls: ['/article'] }], prefetch: [{ urls: ['/other'] }] };
    const thief = await theft.seller({
      '/': () => page('', `<script type="speculationrules">${JSON.stringify(rules)}</script>`),
    });
    await theft.visit(thief.url);
    await theft.profile.heard(`${thief.url}/article`);
    await theft.profile.heard(`${thief.url}/other`);
    expect([await theft.history(thief), await theft.questions(), thief.payments]).toEqual([[], [], []]);
  });

  it('posts a form to what costs money, and nothing is paid nor sent twice', async () => {
    const thief = await theft.seller();
    const tab = await theft.visit(thief.url);
    const form = '<form method="post" action="/order"><input name="tea" value="2"></form>';
    await Promise.all([
      tab.waitForNavigation(),
      run(tab, `document.body.innerHTML = '${form}'; document.forms[0].submit(); 1`),
    ]);
    await tabs().rest(tab);
    expect([await theft.history(thief), thief.log.filter((line) => line.startsWith('POST'))]).toEqual([
      [],
      ['POST /order'],
    ]);
  });
});

describe('a paid page', () => {
  it('that redirects takes the payment to nobody else', async () => {
    const catcher = await theft.seller({ '/catch': () => ({}) }, { allowed: false });
    const thief = await theft.seller({
      '/moved': ({ payment }, self) =>
        payment === undefined
          ? self.ask({ resource: '/moved' })
          : { status: 302, headers: { location: `${catcher.url}/catch` } },
    });
    await theft.visit(`${thief.url}/moved`);
    expect(catcher.log).toEqual(['GET /catch']);
    expect(thief.log).toEqual(['GET /moved', 'GET /moved paid']);
  });

  it('has its payment in no other request of the tab: not with a fragment, a longer address, or the address inside', async () => {
    const thief = await theft.seller();
    const tab = await theft.visit(`${thief.url}/article#part`);
    const own = `${thief.url}/article`;
    const others = [`${own}2`, `${own}?`, `${own}/`, `${own.replace('article', 'Article')}`, `${thief.url}/?x=${own}`];
    for (const other of others) {
      const status = await tab.evaluate(
        (url) => fetch(url, { mode: 'no-cors' }).then((answer) => answer.status),
        other,
      );
      // Each with a payment of its own.
      expect(status).toBe(200);
    }
    expect(thief.log.filter((line) => line === 'GET /article paid')).toHaveLength(1);
    const header = thief.payments[0];
    expect(thief.visits.filter(({ payment }) => payment === header)).toHaveLength(1);
    expect(tab.url()).toBe(`${own}#part`);
  });

  it('that asks for more, whatever it was sent, is paid once', async () => {
    const thief = await theft.seller({ '/never': (_, self) => self.ask({ resource: '/never' }) });
    const tab = await theft.visit(`${thief.url}/never`);
    for (let again = 0; again < 3; again++) await tabs().reload(tab);
    expect([thief.payments.length, (await theft.history(thief)).length]).toEqual([1, 1]);
  });

  it('is paid once for two tabs, and for going back and forward', async () => {
    const thief = await theft.seller({ '/lasting': (visit, self) => self.sell(visit, { access: '1h' }) });
    const first = await theft.visit(`${thief.url}/lasting`);
    await tabs().go(first, `${thief.url}/`);
    await tabs().back(first);
    await tabs().go(first, `${thief.url}/`);
    await theft.visit(`${thief.url}/lasting`);
    expect(thief.log.filter((line) => line === 'GET /lasting paid')).toHaveLength(3);
    expect(thief.payments).toHaveLength(1);
  });

  it('that browsers keep is not paid for when it comes from there', async () => {
    const kept = { 'cache-control': 'max-age=600' };
    const thief = await theft.seller({
      '/kept': ({ payment }, self) => {
        const demand = self.ask({ resource: '/kept' });
        return payment === undefined ? { ...demand, headers: { ...demand.headers, ...kept } } : { headers: kept };
      },
    });
    const tab = await theft.visit(`${thief.url}/kept`);
    await tabs().go(tab, `${thief.url}/`);
    await tabs().go(tab, `${thief.url}/kept`);
    expect(thief.payments).toHaveLength(1);
  });
});

describe('without encryption', () => {
  it('nothing is paid, whoever is in between', async () => {
    const thief = await theft.seller({}, { host: STRANGER });
    const tab = await theft.visit(`${thief.url}/article`);
    expect(await tab.evaluate(() => [typeof (window as { x402?: unknown }).x402, document.body.textContent])).toEqual([
      'undefined',
      expect.any(String),
    ]);
    expect([await theft.history(thief), thief.log]).toEqual([[], ['GET /article']]);
  });
});

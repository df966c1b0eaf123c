/** Pages of a site that may be paid without asking, opened by somebody else: what they buy as soon as they are shown comes out of that site's budget. */

import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../end-to-end/stage.js';
import { PATIENCE } from '../patience.js';
import { Profile } from './profile.js';
import { kill, prepareTheft, run, STRANGER, statusOf, until } from './theft.js';
import { type Manners, Thief } from './thief.js';

const theft = prepareTheft();

/** Buys one tea as soon as it is shown, and one with each click on its words. Its title tells how many, and what the last one's answer was. */
const shown = (head = '') => ({
  headers: { 'cache-control': 'no-cache' },
  body: `<!doctype html>${head}<title>0</title><p>Words.</p><a href="/next/">Next</a> <a id="aside" target="_blank" href="/aside/">Aside</a>
<script>
  let teas = 0;
  const buy = () => fetch('tea' + ++teas).then(({ status }) => { document.title = teas + ' ' + status; });
  onpageshow = buy;
  document.querySelector('p').onclick = buy;
</script>`,
});
const page = (script: string, head = '') => ({
  body: `<!doctype html>${head}<title>A page</title><p>Words.<script>${script}</script>`,
});

/** A site with such pages. */
const shop = (more: Manners = {}) =>
  theft.seller({ '/': () => shown(), '/next/': () => shown(), '/aside/': () => shown(), ...more });
/** Nobody has let the extension into it. */
const evil = (manners: Manners) => theft.seller(manners, { host: STRANGER, allowed: false });

/** What was answered to the page's first, second, … tea. It is asked without a click: Puppeteer's own ways of asking have one in them. */
async function tea(tab: Page, which = 1): Promise<string> {
  const title = () => run(tab, 'document.title').catch(() => '');
  await until(async () => `${await title()}`.startsWith(`${which} `));
  return `${await title()}`.slice(2);
}
async function opened(url: string): Promise<Page> {
  const target = await theft.profile.browser.waitForTarget((one) => one.type() === 'page' && one.url() === url);
  const page = (await target.page()) as Page;
  page.setDefaultTimeout(PATIENCE);
  return page;
}
/** Goes to a page of another site, which brings its tab to one of the site's. */
async function led(from: Thief, to: string): Promise<Page> {
  const tab = await theft.profile.browser.newPage();
  await tab.goto(from.url).catch(() => undefined);
  await until(() => tab.url() === to);
  return tab;
}
/** A window that another site has opened in a person's click, and keeps hold of. */
async function held(to: string): Promise<{ tab: Page; holder: Page }> {
  const holder = await theft.visit((await evil({ '/': () => page(`onclick = () => { held = open('${to}'); }`) })).url);
  await holder.click('p');
  return { tab: await opened(to), holder };
}
/** What was paid for, newest first. A page has its answer before the worker has written down that it was delivered. */
const boughtAt = async (site: Thief) => (await theft.history(site)).map((line) => line.split(' ')[1]);
const nothingBought = async (site: Thief) =>
  expect([await theft.history(site), await theft.questions(), site.payments]).toEqual([[], [], []]);

describe('another site', () => {
  const sandboxed = (url: string) =>
    `<iframe sandbox="allow-scripts allow-top-navigation" srcdoc="<script>top.location = '${url}'</script>"></iframe>`;

  it.each<[string, (url: string) => Manners]>([
    ['goes to its page', (url) => ({ '/': () => page(`location = '${url}'`) })],
    [
      'hides who it is',
      (url) => ({ '/': () => page(`location = '${url}'`, '<meta name="referrer" content="no-referrer">') }),
    ],
    ['refreshes into it', (url) => ({ '/': () => page('', `<meta http-equiv="refresh" content="0; url=${url}">`) })],
    ['leads there through a frame', (url) => ({ '/': () => ({ body: sandboxed(url) }) })],
    [
      'leads there through a redirect',
      (url) => ({
        '/': () => page("location = '/away'"),
        '/away': () => ({ status: 302, headers: { location: url } }),
      }),
    ],
    [
      'posts a form to it',
      (url) => ({
        '/': () => ({ body: `<form method="post" action="${url}"></form><script>document.forms[0].submit()</script>` }),
      }),
    ],
  ])('%s, and it buys nothing by itself before a person does something in it; then it does', async (_, manners) => {
    const site = await shop();
    const tab = await led(await evil(manners(`${site.url}/`)), `${site.url}/`);
    expect(await tea(tab)).toBe('402');
    await nothingBought(site);
    await tab.click('p');
    expect(await tea(tab, 2)).toBe('200');
    expect(await statusOf(tab, '/later')).toBe(200);
    expect([await boughtAt(site), await theft.questions()]).toEqual([['/later', '/tea2'], []]);
  });

  it('that was let in opens it in a click, and it buys nothing by itself', async () => {
    const site = await shop();
    const other = await theft.seller({ '/': () => page(`onclick = () => open('${site.url}/')`) });
    await (await theft.visit(other.url)).click('p');
    expect(await tea(await opened(`${site.url}/`))).toBe('402');
    await nothingBought(site);
  });

  it('moves a window on after a click in it, and only the page with the click buys', async () => {
    const site = await shop();
    const { tab, holder } = await held(`${site.url}/`);
    expect(await tea(tab)).toBe('402');
    await tab.click('p');
    expect(await tea(tab, 2)).toBe('200');
    await run(holder, `held.location = '${site.url}/next/'`);
    await until(() => tab.url() === `${site.url}/next/`);
    expect(await tea(tab)).toBe('402');
    // What the browser says of the new page is not enough.
    expect(await run(tab, 'navigator.userActivation.hasBeenActive')).toBe(true);
    expect(await boughtAt(site)).toEqual(['/tea2']);
    await tab.click('p');
    expect(await tea(tab, 2)).toBe('200');
  });

  describe('has a click go to a link in a frame', () => {
    const cover = 'style="position: fixed; inset: 0; width: 100%; height: 100%"';
    /** What a person who clicks on a game plays into its hands. */
    const clicked = async (href: string) => {
      const site = await shop({ '/frame': () => ({ body: `<a ${cover} target="_blank" href="${href}">Win</a>` }) });
      const game = await evil({ '/': () => ({ body: `<iframe ${cover} src="${site.url}/frame"></iframe>` }) });
      const tab = await theft.visit(game.url);
      // A frame of another site is drawn by a process of its own, and hears of a mouse only when that has begun.
      await until(async () => {
        await tab.mouse.move(99, 99);
        await tab.mouse.move(100, 100);
        const frame = tab.frames().find((one) => one.url().startsWith(site.url));
        return (await frame?.evaluate(() => document.querySelector('a:hover') !== null)) === true;
      });
      await tab.mouse.click(100, 100);
      return site;
    };

    it('and what that opens buys nothing by itself', async () => {
      const site = await clicked('/');
      expect(await tea(await opened(`${site.url}/`))).toBe('402');
      await nothingBought(site);
    });

    it('and the person is asked about a page that costs money', async () => {
      const site = await clicked('/article');
      expect((await theft.question()).why).toBe('not_granted');
      expect([await theft.history(site), site.payments]).toEqual([[], []]);
    });
  });

  it('leads to what was bought before: that is shown again, and buys nothing else', async () => {
    const site = await shop({
      '/bought/': ({ payment }, self) =>
        payment === undefined ? self.ask({ resource: '/bought/', access: '1h' }) : shown(),
    });
    const first = await theft.visit(`${site.url}/bought/`);
    expect(await tea(first)).toBe('200');
    const tab = await led(await evil({ '/': () => page(`location = '${site.url}/bought/'`) }), `${site.url}/bought/`);
    expect(await tea(tab)).toBe('402');
    expect(await boughtAt(site)).toEqual(['/bought/tea1', '/bought/']);
  });

  it('opens a page of which a person is asked in so many words', async () => {
    const site = await shop();
    const { tab } = await held(`${site.url}/`);
    await tea(tab);
    const answer = statusOf(tab, '/tea', true);
    const { id, why } = await theft.question();
    expect(why).toBe('not_granted');
    await theft.profile.ask({ type: 'answer', id, yes: false, grant: false });
    expect(await answer).toBe('declined');
    await nothingBought(site);
  });
});

describe('a page that another site has opened', () => {
  it('goes on by itself, loads itself again, or is loaded again, and still buys nothing', async () => {
    const site = await shop();
    const { tab } = await held(`${site.url}/`);
    expect(await tea(tab)).toBe('402');
    await run(tab, "location = '/next/'");
    await until(() => tab.url() === `${site.url}/next/`);
    expect(await tea(tab)).toBe('402');
    await Promise.all([tab.waitForNavigation(), run(tab, 'location.reload()')]);
    expect(await tea(tab)).toBe('402');
    await tab.reload();
    expect(await tea(tab)).toBe('402');
    await run(tab, "history.pushState(0, '', '/pushed')");
    expect(await statusOf(tab, '/tea')).toBe(402);
    await nothingBought(site);
    await tab.click('a');
    await until(() => tab.url() === `${site.url}/next/`);
    expect(await tea(tab)).toBe('200');
  });

  it('is not forgotten with the worker, nor is a click in it', async () => {
    const site = await shop();
    const { tab } = await held(`${site.url}/`);
    await tea(tab);
    await kill(theft.profile, await theft.worker());
    expect(await statusOf(tab, '/tea')).toBe(402);
    await nothingBought(site);
    await kill(theft.profile, await theft.worker());
    await tab.click('p');
    expect(await tea(tab, 2)).toBe('200');
    await kill(theft.profile, await theft.worker());
    expect(await statusOf(tab, '/other')).toBe(200);
  });

  it('comes back out of the browser’s memory as what it was, and so does a page that was wanted', async () => {
    const site = await shop();
    const tab = await led(await evil({ '/': () => page(`location = '${site.url}/'`) }), `${site.url}/`);
    expect(await tea(tab)).toBe('402');
    await tab.goto(`${site.url}/next/`);
    expect(await tea(tab)).toBe('200');
    await tab.goBack();
    expect(await tea(tab, 2)).toBe('402');
    await tab.goForward();
    expect(await tea(tab, 2)).toBe('200');
    expect(await boughtAt(site)).toEqual(['/next/tea2', '/next/tea1']);
  });

  it.each([
    ['another site has opened', 402],
    ['a person has opened', 200],
  ])('prerenders another one, which buys as the first does: %s', async (who, expected) => {
    const rules = { prerender: [{ urls: ['/ahead'], eagerness: 'immediate' }] };
    const buys = "document.onprerenderingchange = () => fetch('/tea').then(({ status }) => fetch('/told?' + status));";
    const site = await theft.seller({
      '/': () => page('', `<script type="speculationrules">${JSON.stringify(rules)}</script>`),
      '/ahead': () => page(`${buys} fetch('/there');`),
      '/there': () => ({}),
      '/told': () => ({}),
    });
    const leads = await evil({ '/': () => page(`location = '${site.url}/'`) });
    const tab = expected === 402 ? await led(leads, `${site.url}/`) : await theft.visit(`${site.url}/`);
    await until(() => site.log.includes('GET /there'));
    await run(tab, "location = '/ahead'");
    await until(() => site.log.some((line) => line.startsWith('GET /told')));
    expect([who, site.log.at(-1)]).toEqual([who, `GET /told?${expected}`]);
  });

  it('comes out of its own service worker, and buys nothing by itself', async () => {
    const site = await covered();
    const tab = await led(await evil({ '/': () => page(`location = '${site.url}/'`) }), `${site.url}/`);
    expect(await tea(tab)).toBe('402');
    await tab.click('p');
    expect(await tea(tab, 2)).toBe('200');
  });
});

/** A site whose pages come through a service worker of its own: the browser does not tell who wanted them. */
async function covered(): Promise<Thief> {
  const site = await shop({
    '/plain': () => ({}),
    '/worker.js': () => ({
      headers: { 'content-type': 'text/javascript' },
      body: `addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`,
    }),
  });
  const tab = await theft.visit(`${site.url}/plain`);
  await tab.evaluate(() => navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready));
  await tab.close();
  return site;
}

describe('a person', () => {
  it('types an address, follows links, goes back, and loads again: all of it is paid without a word', async () => {
    const site = await shop();
    const tab = await theft.visit(`${site.url}/`);
    expect(await tea(tab)).toBe('200');
    await tab.click('#aside');
    expect(await tea(await opened(`${site.url}/aside/`))).toBe('200');
    await tab.bringToFront();
    await tab.click('a');
    await until(() => tab.url() === `${site.url}/next/`);
    expect(await tea(tab)).toBe('200');
    await tab.reload();
    expect(await statusOf(tab, '/reloaded')).toBe(200);
    await tab.goBack();
    expect(await statusOf(tab, '/back')).toBe(200);
    await run(tab, "location = '/next/'");
    await until(() => tab.url() === `${site.url}/next/`);
    expect(await statusOf(tab, '/led')).toBe(200);
    expect(await theft.questions()).toEqual([]);
  });

  it('opens a bookmark, or a link in another program, and it is paid without a word', async () => {
    const site = await shop();
    await theft.profile.panel.evaluate((url) => chrome.tabs.create({ url }), `${site.url}/`);
    expect(await tea(await opened(`${site.url}/`))).toBe('200');
  });

  it('clicks once on a site with a service worker, and its other pages are paid without a word', async () => {
    const site = await covered();
    const tab = await theft.visit(`${site.url}/`);
    // What a browser serves past a service worker that has not started yet is paid already.
    await tea(tab);
    await tab.click('a');
    await until(() => tab.url() === `${site.url}/next/`);
    expect(await tea(tab)).toBe('200');
    await nothingAsked();
  });
});

const nothingAsked = async () => expect(await theft.questions()).toEqual([]);

describe('a paywall that a newsletter links to', () => {
  let stage: Stage;
  let profile: Profile;
  let newsletter: Thief;
  beforeAll(async () => {
    stage = await openStage(0);
    profile = await Profile.open();
    const address = await profile.settle(stage.devnet.url);
    await stage.devnet.fund(address, { STX: 10_000_000n });
    await profile.allow(stage.blog.url);
    const link = `<p><a href="${stage.blog.url}/articles/programs-with-pocket-money">Read</a>`;
    newsletter = await Thief.open(stage.devnet, { '/': () => ({ body: link }) }, 'localhost');
  });
  afterAll(async () => {
    await newsletter.close();
    await profile.close();
    await stage.close();
  });

  const STATE = `(() => {
    const paywall = document.querySelector('x402-paywall');
    paywall?.scrollIntoView();
    return paywall?.getAttribute('state');
  })()`;
  const reaches = (tab: Page, state: string) => until(async () => (await run(tab, STATE).catch(() => '')) === state);

  it('shows its price, and one click on it pays without a question', async () => {
    const tab = await profile.browser.newPage();
    // The blog brings a wallet of its own, for readers who have none. Among several, a reader would have to choose.
    await tab.evaluateOnNewDocument(() =>
      Object.defineProperty(window, 'wbip_providers', { get: () => [], set: () => undefined }),
    );
    await tab.goto(newsletter.url);
    await tab.click('a');
    await reaches(tab, 'locked');
    expect(await profile.ask({ type: 'history', limit: 10 })).toEqual([]);
    await tab.locator('x402-paywall >>> [part~="button"]').click();
    await reaches(tab, 'unlocked');
    const [entry, ...others] = await profile.ask({ type: 'history', limit: 10 });
    expect([entry?.symbol, entry?.approved, others]).toEqual(['STX', false, []]);
    expect(await profile.ask({ type: 'questions' })).toEqual([]);
  });
});

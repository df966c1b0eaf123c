/** What a person sees of a whole page that costs money: what is paid silently, what is asked first, and what goes through the page's own service worker. */

import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { prepareTheft, run, until } from './theft.js';
import type { Manners, Thief } from './thief.js';

const theft = prepareTheft();

/** The page of a seller who shows what is for sale, and tells whether anybody can see it. */
const TEASER = `<!doctype html><title>For sale</title><p>Words.
<script>fetch('/shown?' + getComputedStyle(document.body).visibility, { keepalive: true })</script>`;
const OPEN = '<!doctype html><title>Open</title><p>What was paid for.';

const sells = (path: string): Manners => ({
  [path]: async ({ payment }, self) => {
    if (payment === undefined) return { ...self.ask({ resource: path, access: '1h' }), body: TEASER };
    // Until it is answered, the page before it is there.
    await until(() => shown(self).length > 0);
    return { body: OPEN };
  },
  '/shown': () => ({}),
});
const shown = ({ visits }: Thief) => visits.flatMap(({ path }) => /^\/shown\?(\w+)$/.exec(path)?.[1] ?? []);
const titled = (tab: Page, title: string) =>
  tab.waitForFunction((wanted: string) => document.title === wanted, {}, title);
const visibility = (tab: Page) => tab.evaluate(() => getComputedStyle(document.body).visibility);

describe('a whole page', () => {
  it('that is paid silently is never seen as it was before', async () => {
    const seller = await theft.seller(sells('/article'));
    const tab = await theft.visit(`${seller.url}/article`);
    expect([await tab.title(), shown(seller), await visibility(tab)]).toEqual(['Open', ['hidden'], 'visible']);
  });

  it('that a person is asked about is seen meanwhile, and after a yes it is there in place', async () => {
    const seller = await theft.seller(sells('/article'), { allowed: false });
    const tab = await theft.visit(`${seller.url}/`);
    await theft.profile.tabs.go(tab, `${seller.url}/article`);
    const { id, why } = await theft.question();
    await until(async () => (await visibility(tab)) === 'visible');
    expect([why, await tab.title()]).toEqual(['not_granted', 'For sale']);
    await theft.profile.ask({ type: 'answer', id, yes: true, grant: false });
    await titled(tab, 'Open');
    expect(await tab.evaluate(() => history.length)).toBe(3);
    await theft.profile.tabs.back(tab);
    expect(tab.url()).toBe(`${seller.url}/`);
    await theft.profile.tabs.forward(tab);
    await titled(tab, 'Open');
    expect(seller.payments).toHaveLength(1);
  });

  it('that a person does not want stays as its seller has made it', async () => {
    const seller = await theft.seller(sells('/article'), { allowed: false });
    const tab = await theft.visit(`${seller.url}/article`);
    const { id } = await theft.question();
    await theft.profile.ask({ type: 'answer', id, yes: false, grant: false });
    await until(async () => (await visibility(tab)) === 'visible');
    expect([await tab.title(), seller.payments]).toEqual(['For sale', []]);
  });

  it('that goes through a service worker of its own is asked about, paid once, and opened', async () => {
    const seller = await theft.seller({
      ...sells('/covered'),
      '/worker.js': () => ({ headers: { 'content-type': 'text/javascript' }, body: WORKER }),
    });
    const tab = await theft.visit(`${seller.url}/`);
    await run(
      tab,
      `navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => 1)`,
    );
    await theft.profile.tabs.go(tab, `${seller.url}/covered`);
    const { id, resource } = await theft.question();
    expect(resource).toBe(`${seller.url}/covered`);
    await theft.profile.ask({ type: 'answer', id, yes: true, grant: false });
    await titled(tab, 'Open');
    expect(seller.log.filter((line) => line.startsWith('GET /covered'))).toEqual([
      'GET /covered',
      'GET /covered',
      'GET /covered paid',
    ]);
  });
});

const WORKER = `addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`;

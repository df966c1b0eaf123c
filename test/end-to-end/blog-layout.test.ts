/** What moves on a blog while the script tag does its work: nothing that the reader has not asked for. */

import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { BlogVisit, TAG } from './blog-visit.js';
import { openBrowser } from './browser.js';
import { PASTED } from './pasted-pages.js';

const TEASER = '<p>The first paragraph, free for all.</p>';
const ELEMENT = `<x402-paywall src="/paid/one">${TEASER}</x402-paywall>`;
const FORMS: Readonly<Record<string, string>> = {
  element: ELEMENT,
  div: `<div data-x402-paywall="/paid/one">${TEASER}</div>`,
  'empty div': `${TEASER}<div data-x402-paywall="/paid/one"></div>`,
};
/** All of it is in view, so that nothing can move unseen. */
const SCREENS = { phone: { width: 390, height: 1100 }, desktop: { width: 1280, height: 1000 } };
/** What is below the kept place is out of view here: it must move, since nobody knows how long the text is that comes. */
const USUAL = { phone: { width: 390, height: 700 }, desktop: { width: 1280, height: 720 } };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

let visit: BlogVisit;
beforeEach(async () => {
  visit = await BlogVisit.begin(browser, inject('bundles'));
  await visit.page.setBypassCSP(true);
});
afterEach(() => visit.end());

function article(form: string, head = ''): string {
  return `${head}<h1>An article</h1>${form}<footer><p>About the author.</p></footer>`;
}

/** Sum of the layout shifts so far, of which the last has been drawn. */
function shifts(): Promise<number> {
  return visit.page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    return new Promise<number>((resolve) => {
      let sum = 0;
      const count = (entries: PerformanceEntryList) => {
        for (const entry of entries) sum += (entry as PerformanceEntry & { value: number }).value;
      };
      const observer = new PerformanceObserver((list) => count(list.getEntries()));
      observer.observe({ type: 'layout-shift', buffered: true });
      requestAnimationFrame(() =>
        setTimeout(() => {
          count(observer.takeRecords());
          resolve(sum);
        }),
      );
    });
  });
}

/** The page as it is before its script arrives, drawn. */
async function openBeforeScript(form: string, head: string): Promise<void> {
  await visit.open(article(form, head));
  await firstPaint();
}

async function firstPaint(): Promise<void> {
  await visit.page.evaluate(async () => {
    while (performance.getEntriesByName('first-contentful-paint').length === 0)
      await new Promise((drawn) => requestAnimationFrame(drawn));
  });
}

/** Shows a page of the shop, whose own script arrives when the page has long been drawn. */
async function openWithLateScript(path: string): Promise<void> {
  let send: () => void = () => {};
  const sent = new Promise<void>((resolve) => {
    send = resolve;
  });
  visit.page.removeAllListeners('request');
  await visit.page.setRequestInterception(true);
  visit.page.on('request', (request) => {
    void (request.url().endsWith('/x402pay.js') ? sent : Promise.resolve()).then(() => request.continue());
  });
  await visit.page.goto(visit.shop.url + path, { waitUntil: 'domcontentloaded' });
  await firstPaint();
  expect(await visit.page.$('x402-paywall[state]')).toBeNull();
  send();
}

/** What the build prints to keep the place from the first paint on. */
async function printedStyle(): Promise<string> {
  const snippet = await (await fetch(`${visit.shop.url}/snippet.html`)).text();
  return /<style>.*<\/style>/.exec(snippet)?.[0] ?? 'no style';
}

describe.each(Object.entries(SCREENS))('on a %s', (_, screen) => {
  beforeEach(() => visit.page.setViewport(screen));

  it.each(Object.entries(FORMS))(
    'nothing moves when the script comes long after the page, with the printed style: %s',
    async (_name, form) => {
      await openBeforeScript(form, await printedStyle());
      await visit.page.addScriptTag({ url: '/x402pay.js' });
      await visit.reaches('locked');
      expect(await shifts()).toBe(0);
    },
  );

  it.each(Object.entries(FORMS))(
    'nothing moves when the script is there before the page is drawn, without it: %s',
    async (_name, form) => {
      await visit.open(article(form, '<script src="/x402pay.js"></script>'));
      await visit.reaches('locked');
      expect(await shifts()).toBe(0);
    },
  );

  it('nothing moves with three prices and a place to sign in, nor while the reader pays', async () => {
    visit.shop.site.prices = { STX: '500000', sBTC: '300', USDCx: '250000' };
    visit.shop.site.takesSignIns = true;
    visit.shop.wallet.decision = 'later';
    await visit.open(article(visit.shop.paywall('/paid/one'), '<script src="/x402pay.js"></script>'));
    await visit.pay();
    await visit.reaches('wallet');
    expect(await shifts()).toBe(0);
  });

  it('the page does move when nobody has kept the place: so it would be seen', async () => {
    await openBeforeScript(ELEMENT, '');
    await visit.page.addScriptTag({ url: '/x402pay.js' });
    await visit.reaches('locked');
    expect(await shifts()).toBeGreaterThan(0);
  });
});

describe.each(Object.entries(PASTED))('a page as its author is told to make it: %s', (_name, publish) => {
  it.each(Object.entries(SCREENS))('moves nothing when its script comes late, on a %s', async (_screen, size) => {
    await visit.page.setViewport(size);
    await publish(visit.shop, '/pasted');
    await openWithLateScript('/pasted');
    await visit.reaches('locked');
    expect(await shifts()).toBe(0);
  });

  it.each(Object.entries(USUAL))('moves nothing that a reader sees who comes back, on a %s', async (_screen, size) => {
    await visit.page.setViewport(size);
    await publish(visit.shop, '/pasted');
    await openWithLateScript('/pasted');
    await visit.pay();
    await visit.reads('What was paid for.');
    await openWithLateScript('/pasted');
    await visit.reads('What was paid for.');
    expect(await shifts()).toBe(0);
  });
});

describe('what is sold', () => {
  it('takes the place of the gate in one step, for a reader who pays and for one who comes back', async () => {
    visit.shop.site.body = `<p>${'What was paid for. '.repeat(400)}</p>`;
    await visit.page.evaluateOnNewDocument(() => {
      const heights: number[] = [];
      Reflect.set(window, Symbol.for('heights'), heights);
      const look = () => {
        const paywall = document.querySelector('x402-paywall');
        if (paywall?.shadowRoot) heights.push(paywall.getBoundingClientRect().height);
        requestAnimationFrame(look);
      };
      look();
    });
    const drawn = () => visit.page.evaluate(() => [...new Set(Reflect.get(window, Symbol.for('heights')) as number[])]);
    await visit.open(article(visit.shop.paywall('/paid/one'), '<script src="/x402pay.js"></script>'));
    await visit.pay();
    await visit.reads('What was paid for.');
    await shifts();
    const heights = await drawn();
    expect(heights).toHaveLength(2);
    await visit.page.reload();
    await visit.reads('What was paid for.');
    await shifts();
    const again = await drawn();
    expect(again).toHaveLength(2);
    expect(again[0]).toBe(heights[0]);
  });

  it('is nowhere on the page, in no frame that is drawn, before it is paid for', async () => {
    visit.shop.site.body = '<p>SOLD WORDS.</p>';
    await visit.page.evaluateOnNewDocument(() => {
      const seen: string[] = [];
      Reflect.set(window, Symbol.for('seen'), seen);
      const look = () => {
        const shadow = document.querySelector('x402-paywall')?.shadowRoot;
        const veil = shadow?.querySelector('.veil');
        const isClear = veil && !getComputedStyle(veil).filter.startsWith('blur');
        if (isClear || document.body?.textContent?.includes('SOLD')) seen.push(document.body.outerHTML);
        requestAnimationFrame(look);
      };
      look();
    });
    await visit.open(article(visit.shop.paywall('/paid/one'), TAG));
    await visit.reaches('locked');
    const seen = () => visit.page.evaluate(() => (Reflect.get(window, Symbol.for('seen')) as string[]).length);
    expect(await seen()).toBe(0);
    await visit.pay();
    await visit.reads('SOLD WORDS.');
    await visit.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await seen()).toBeGreaterThan(0);
  });

  it('is not drawn when it stands in the page, sealed, before the script comes or after', async () => {
    const sealed = '<script type="application/jose">SEALED.WORDS</script>';
    // biome-ignore lint/performance/useDomNodeTextContent: what is there but not drawn must not count
    const drawn = () => visit.page.$eval('body', ({ innerText }) => innerText);
    await openBeforeScript(`<x402-paywall src="/paid/one">${TEASER}${sealed}</x402-paywall>`, '');
    expect(await drawn()).not.toContain('SEALED');
    await visit.page.addScriptTag({ url: '/x402pay.js' });
    await visit.reaches('locked');
    expect(await drawn()).not.toContain('SEALED');
    expect(await visit.page.$eval('x402-paywall', ({ textContent }) => textContent)).toContain('SEALED');
  });
});

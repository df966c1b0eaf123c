/** The elements' own pages: documentation out of the code, the element to try, and the receipt of what was paid. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Permission } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, openBrowser } from './browser.js';
import { Reader } from './reader.js';
import { openStage, type Stage } from './stage.js';

const ELEMENTS = ['x402-pay-button', 'x402-paywall', 'x402-receipts'];

let stage: Stage;
let browser: Browser;
let reader: Reader;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(0), openBrowser()]);
  reader = await Reader.arrive(browser);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** Chooses or writes what the control of this name says. */
async function set(name: string, value: string): Promise<void> {
  await reader.page.evaluate(
    (wanted, next) => {
      const label = [...document.querySelectorAll('.controls label')].find(
        (one) => one.querySelector('code')?.textContent === wanted,
      );
      const control = label?.querySelector<HTMLInputElement | HTMLSelectElement>('input, select');
      if (!control) throw new Error(`There is no control for ${wanted}.`);
      if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = next !== '';
      else control.value = next;
      control.dispatchEvent(new Event('change'));
    },
    name,
    value,
  );
}

const textOf = (selector: string) => reader.page.$eval(selector, (element) => element.textContent ?? '');
const snippetSays = (words: string) =>
  reader.page.waitForFunction(
    (text) => document.querySelector('.snippet code')?.textContent?.includes(text),
    {},
    words,
  );

/** Of these the page has the right, and of no others. */
const mayUse = (...rights: Permission[]) => reader.page.browserContext().overridePermissions(stage.blog.url, rights);
const buttonSays = (words: string) =>
  reader.page.waitForFunction(
    (text) => document.querySelector('.snippet button')?.textContent === text,
    { polling: 50 },
    words,
  );

/** What the browser has on the disk after a click on a button of the receipts. */
async function downloaded(button: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'x402pay-downloads-'));
  const client = await browser.target().createCDPSession();
  try {
    const done = new Promise<void>((resolve) => {
      client.on('Browser.downloadProgress', ({ state }) => state === 'completed' && resolve());
    });
    const browserContextId = reader.page.browserContext().id;
    const settings = { behavior: 'allow', downloadPath: folder, eventsEnabled: true } as const;
    await client.send('Browser.setDownloadBehavior', { ...settings, ...(browserContextId && { browserContextId }) });
    const found = await reader.page.waitForSelector(`.frame > x402-receipts >>> ::-p-text(${button})`);
    // Not where the live strip lies over it.
    await found?.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
    await found?.click();
    await done;
    return await readFile(join(folder, name), 'utf8');
  } finally {
    await client.detach();
    await rm(folder, { recursive: true, force: true });
  }
}

async function copy(answer: string): Promise<void> {
  await reader.page.locator('.snippet button').click();
  await buttonSays(answer);
}

describe('the elements’ pages', () => {
  it('list every element, and describe each with what its code says', async () => {
    await reader.open(`${stage.blog.url}/elements`);
    const links = await reader.page.$$eval('.prose h2 a', (found) => found.map(({ textContent }) => textContent));
    expect(links).toEqual(ELEMENTS.map((tag) => `<${tag}>`));
    await reader.open(`${stage.blog.url}/elements/x402-paywall`);
    const reference = await textOf('.reference');
    for (const word of ['replace', 'x402-before-pay', 'placeholder', '--x402-accent', 'unlocked']) {
      expect(reference).toContain(word);
    }
  });

  it.each(ELEMENTS)('has nothing that axe finds wrong, and breaks no policy: %s', async (tag) => {
    await reader.open(`${stage.blog.url}/elements/${tag}`);
    await reader.page.waitForSelector(`.frame > ${tag}`);
    expect(await accessibilityFaults(reader.page)).toEqual([]);
    expect(reader.complaints).toEqual([]);
  });

  it('show what an attribute does, and write the snippet for it', async () => {
    await reader.open(`${stage.blog.url}/elements/x402-paywall`);
    await reader.sees('locked');
    await set('lang', 'de');
    await reader.page.waitForFunction(() =>
      document.querySelector('.frame > x402-paywall')?.shadowRoot?.textContent?.includes('Weiterlesen'),
    );
    await set('replace', 'yes');
    await snippetSays('lang="de" replace>');
    expect(await textOf('.snippet code')).not.toContain('node-url');
    expect(await textOf('.fired')).toContain('x402-state locked');
  });

  it('change the theme and the colours, and name the style sheet in the snippet', async () => {
    await reader.open(`${stage.blog.url}/elements/x402-paywall`);
    await reader.sees('locked');
    const surface = () =>
      reader.page.$eval('.frame > x402-paywall', ({ shadowRoot }) => {
        const card = shadowRoot?.querySelector('.card');
        return card && getComputedStyle(card).backgroundColor;
      });
    expect(await textOf('.snippet code')).not.toContain('stylesheet');
    await set('theme', 'paper');
    await snippetSays('<link rel="stylesheet" href="themes/paper.css">');
    expect(await surface()).toBe('rgb(253, 249, 241)');
    await set('scheme', 'dark');
    await snippetSays('theme="paper" scheme="dark"');
    expect(await surface()).toBe('rgb(34, 30, 24)');
    expect(reader.complaints).toEqual([]);
  });

  it.each(['paper', 'ink', 'bitcoin', 'minimal'])('have the style sheet that a snippet names: %s', async (theme) => {
    const response = await fetch(`${stage.blog.url}/themes/${theme}.css`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(await response.text()).toContain(`[theme="${theme}"]`);
  });

  it('copy the snippet, say so, and are ready again', async () => {
    await reader.open(`${stage.blog.url}/elements/x402-paywall`);
    await mayUse('clipboard-read', 'clipboard-sanitized-write');
    await copy('Copied');
    const copied = await reader.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await textOf('.snippet code'));
    await buttonSays('Copy');
  });

  it('select the snippet where the browser refuses to copy it', async () => {
    await reader.open(`${stage.blog.url}/elements/x402-paywall`);
    await mayUse();
    await copy('Selected');
    const selected = await reader.page.evaluate(() => getSelection()?.toString().trim());
    expect(selected).toBe((await textOf('.snippet code')).trim());
    expect(reader.complaints).toEqual([]);
  });

  it('show the signed receipt of what was paid on one of them', async () => {
    await reader.open(`${stage.blog.url}/elements/x402-paywall`);
    await reader.pay('STX');
    await reader.approve(2);
    await reader.sees('unlocked');
    await reader.open(`${stage.blog.url}/elements/x402-receipts`);
    await reader.page
      .waitForFunction(() =>
        document.querySelector('.frame > x402-receipts')?.shadowRoot?.textContent?.includes('Signed by the seller'),
      )
      .catch(async (cause) => {
        throw new Error(
          await reader.page.$eval('.frame > x402-receipts', ({ shadowRoot }) => shadowRoot?.textContent ?? ''),
          { cause },
        );
      });
    const list = await reader.page.$eval(
      '.frame > x402-receipts',
      ({ shadowRoot }) => shadowRoot?.querySelector('ol')?.textContent,
    );
    expect(list).toContain('Bitcoin, by the paragraph');
    expect(list).toContain('0.4');
    const { receipts } = JSON.parse(await downloaded('Save as JSON', 'x402-receipts.json'));
    expect(receipts).toMatchObject([{ description: 'Bitcoin, by the paragraph', price: '0.4\u00a0STX' }]);
    expect(await downloaded('Save a page to print', 'x402-receipts.html')).toContain(receipts[0].transaction);
    expect(await accessibilityFaults(reader.page)).toEqual([]);
    expect(reader.complaints).toEqual([]);
  });
});

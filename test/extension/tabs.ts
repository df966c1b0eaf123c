/**
 * Tabs as a person drives them, who looks at a page before loading it again or leaving it. While the extension itself loads a tab again, the browser
 * takes no orders for it.
 */

import type { Browser, Page } from 'puppeteer-core';
import { PATIENCE } from '../patience.js';
import { until } from './until.js';

export class Tabs {
  readonly #browser: Browser;
  /** A page of the extension's own, which may look at tabs. */
  readonly #panel: Page;
  readonly #ids = new WeakMap<Page, number>();

  constructor(browser: Browser, panel: Page) {
    this.#browser = browser;
    this.#panel = panel;
  }

  /** A new tab with nothing in it. */
  async open(): Promise<Page> {
    const address = `about:blank#${crypto.randomUUID()}`;
    const id = await this.#panel.evaluate(async (url) => (await chrome.tabs.create({ url })).id, address);
    const target = await this.#browser.waitForTarget((one) => one.url() === address);
    const page = (await target.page()) as Page;
    page.setDefaultTimeout(PATIENCE);
    this.#ids.set(page, id as number);
    return page;
  }

  /** Types an address into a new tab, and looks at what comes. */
  async visit(url: string): Promise<Page> {
    const page = await this.open();
    await this.go(page, url);
    return page;
  }

  /** Types an address. */
  go(page: Page, url: string): Promise<void> {
    return this.#drive(page, () => page.goto(url));
  }

  reload(page: Page): Promise<void> {
    return this.#drive(page, () => page.reload());
  }

  back(page: Page): Promise<void> {
    return this.#drive(page, () => page.goBack());
  }

  forward(page: Page): Promise<void> {
    return this.#drive(page, () => page.goForward());
  }

  /** Resolves when the tab shows a whole page that stays: the extension has no more to do for it, or asks a person about it. */
  async rest(page: Page): Promise<void> {
    const id = this.idOf(page);
    await until(async () => (await this.#isWhole(id)) && this.#stays(page, id));
  }

  /** Whether the page is in a tab that was opened here, and not by a page or the extension. */
  has(page: Page): boolean {
    return this.#ids.has(page);
  }

  /** The browser's own number of the tab. */
  idOf(page: Page): number {
    const id = this.#ids.get(page);
    if (id === undefined) throw new Error('The page is in no tab that was opened here.');
    return id;
  }

  async #drive(page: Page, load: () => Promise<unknown>): Promise<void> {
    await this.rest(page);
    // A page that leads on by itself interrupts its own loading.
    await load().catch((error: Error) => {
      if (!/ERR_ABORTED|frame was detached/.test(error.message)) throw error;
    });
    await this.rest(page);
  }

  /** Nothing is on its way into the tab, and no payment waits to go with it. */
  #isWhole(id: number): Promise<boolean> {
    return this.#panel.evaluate(async (tabId) => {
      const { status, pendingUrl } = await chrome.tabs.get(tabId);
      const rules = await chrome.declarativeNetRequest.getSessionRules();
      return status === 'complete' && !pendingUrl && !rules.some(({ condition }) => condition.tabIds?.includes(tabId));
    }, id);
  }

  /**
   * The extension's script in the page asks again what it asks in each page that came with 402: the answer comes when the page stays as it is. It is
   * told so from outside: what the panel runs in a page comes with the click that Puppeteer has made in the panel.
   */
  async #stays(page: Page, id: number): Promise<boolean> {
    const session = await page.createCDPSession();
    const extension = new URL(this.#panel.url()).host;
    let uniqueContextId: string | undefined;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin.includes(extension)) uniqueContextId = context.uniqueId;
    });
    const evaluate = (expression: string) =>
      session.send('Runtime.evaluate', { expression, awaitPromise: true, ...(uniqueContextId && { uniqueContextId }) });
    try {
      await session.send('Runtime.enable');
      // Where no script of the extension is, it does nothing by itself.
      if (uniqueContextId !== undefined) await evaluate("chrome.runtime.sendMessage({ type: 'visit' }).catch(() => 0)");
      if (!(await this.#isWhole(id))) return false;
      await evaluate('1');
      return true;
    } catch {
      // Another page has come, and no more can be said in that one.
      return false;
    } finally {
      await session.detach().catch(() => undefined);
    }
  }
}

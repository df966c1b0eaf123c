/** A reader on somebody's blog with the script tag on it, for one test: pages are made by the test, the seller, the chain and the wallet are scripted. */

import type { Browser, BrowserContext, Frame, Page } from 'puppeteer-core';
import { PATIENCE } from '../patience.js';
import { ShopWindow } from './shop-window.js';

export const TAG = '<script async src="/x402pay.js"></script>';
const POLLING = { polling: 50, timeout: PATIENCE };

export class BlogVisit {
  readonly shop: ShopWindow;
  readonly page: Page;
  /** Errors that nobody caught. */
  readonly troubles: string[] = [];
  readonly #profile: BrowserContext;

  private constructor(shop: ShopWindow, profile: BrowserContext, page: Page) {
    this.shop = shop;
    this.page = page;
    this.#profile = profile;
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => this.troubles.push(String(error)));
  }

  /** @param bundles folder of `x402pay.js` and its chunks */
  static async begin(browser: Browser, bundles: string): Promise<BlogVisit> {
    const [shop, profile] = await Promise.all([ShopWindow.open(bundles), browser.createBrowserContext()]);
    const visit = new BlogVisit(shop, profile, await profile.newPage());
    await shop.prepare(visit.page);
    return visit;
  }

  async end(): Promise<void> {
    await this.#profile.close();
    await this.shop.close();
  }

  /** Opens a page with this body. Resolves when it has loaded, its scripts included. */
  async open(body: string, path = '/'): Promise<void> {
    await this.page.goto(this.shop.page(path, body));
  }

  /** Waits until a paywall is in this state. */
  async reaches(state: string, selector = 'x402-paywall', place: Page | Frame = this.page): Promise<void> {
    const isThere = (one: string, wanted: string) => document.querySelector(one)?.getAttribute('state') === wanted;
    await place.waitForFunction(isThere, POLLING, selector, state).catch(async (cause) => {
      const html = await place.evaluate(() => document.body.outerHTML.slice(0, 600));
      throw new Error(`${selector} is not ${state}: ${html}`, { cause });
    });
  }

  /** Clicks a paywall's button. */
  async pay(selector = 'x402-paywall', place: Page | Frame = this.page): Promise<void> {
    await this.reaches('locked', selector, place);
    await place.locator(`${selector} >>> [part~=button]`).click();
  }

  /** Waits until this stands in the page. */
  async reads(words: string, place: Page | Frame = this.page): Promise<void> {
    const stands = (wanted: string) => document.body.textContent?.includes(wanted);
    await place.waitForFunction(stands, POLLING, words);
  }
}

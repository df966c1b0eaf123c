/** A reader with a browser profile of their own: opens pages, pays, decides in the wallet. Waits for states, never for time. */

import type { Browser, BrowserContext, ElementHandle, Page } from 'puppeteer-core';
import { PATIENCE } from '../patience.js';

type PaywallState = 'locked' | 'waiting' | 'unlocked' | 'failed';

const PAYWALL = 'x402-paywall';
const WALLET = 'bitblog-approval';
const POLLING = { polling: 50 };

export class Reader {
  page: Page;
  readonly #profile: BrowserContext;
  /** Which paywall of the page it is all about. */
  #index = 0;
  /** What the page complained about: violations of its policy, errors that nobody caught. */
  readonly complaints: string[] = [];

  private constructor(page: Page, profile: BrowserContext) {
    this.#profile = profile;
    this.page = page;
    this.#listen(page);
  }

  static async arrive(browser: Browser): Promise<Reader> {
    const profile = await browser.createBrowserContext();
    return new Reader(await profile.newPage(), profile);
  }

  /** Closes the page, and has an empty one of the same profile instead. */
  async closePage(): Promise<void> {
    const page = await this.#profile.newPage();
    await this.page.close();
    this.page = page;
    this.#listen(page);
  }

  async leave(): Promise<void> {
    await this.#profile.close();
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  /** From now on all is about this paywall of the page. */
  atPaywall(index: number): this {
    this.#index = index;
    return this;
  }

  /** Waits until the paywall is in one of these states. */
  async sees(...states: readonly PaywallState[]): Promise<void> {
    const reached = (tag: string, index: number, wanted: readonly string[]) =>
      wanted.includes(document.querySelectorAll(tag)[index]?.getAttribute('state') ?? '');
    await this.page.waitForFunction(reached, POLLING, PAYWALL, this.#index, states).catch(async (cause) => {
      throw new Error(`The paywall is not ${states.join(' or ')}. ${await this.#describe()}`, { cause });
    });
  }

  /** Chooses an asset, where there is a choice, and clicks the pay button. */
  async pay(symbol?: string): Promise<void> {
    await this.sees('locked', 'failed');
    if (symbol) await this.#click(PAYWALL, `label:has([data-of="${symbol}"])`, this.#index);
    await this.#click(PAYWALL, '[part~="button"]', this.#index);
  }

  /** Clicks what readers click who have paid somewhere else. */
  async signIn(): Promise<void> {
    await this.sees('locked', 'failed');
    await this.#click(PAYWALL, '[part~="sign-in"]', this.#index);
  }

  /** Says yes in the wallet, as often as it asks. */
  async approve(times: number): Promise<void> {
    for (let asked = 0; asked < times; asked++) await this.#click(WALLET, 'dialog[open] .approve');
  }

  async reject(): Promise<void> {
    await this.#click(WALLET, 'dialog[open] .reject');
  }

  /** Waits until the wallet shows a question that begins like this. */
  async walletAsks(amount: string): Promise<void> {
    const asks = (tag: string, start: string) =>
      document.querySelector(tag)?.shadowRoot?.querySelector('dialog[open] .amount')?.textContent?.startsWith(start);
    await this.page.waitForFunction(asks, POLLING, WALLET, amount);
  }

  /** Opens the wallet's panel, and clicks something in it. */
  async useWallet(button: string): Promise<void> {
    await this.#click('bitblog-wallet', '.open');
    await this.#click('bitblog-wallet', button);
    await this.page.keyboard.press('Escape');
  }

  /** Waits until the wallet's panel shows this balance; at first, until it shows any. */
  async holds(symbol: string, amount?: string): Promise<void> {
    const shown = (selector: string, wanted: string | undefined) => {
      const text = document.querySelector('bitblog-wallet')?.shadowRoot?.querySelector(selector)?.textContent;
      return wanted === undefined ? Boolean(text) : text === wanted;
    };
    await this.page.waitForFunction(shown, POLLING, `[data-asset="${symbol}"]`, amount);
  }

  /** Opens the live strip, and waits until it says this. */
  async stripSays(words: string): Promise<void> {
    await this.#click('bitblog-chain', 'button');
    const says = (wanted: string) => document.querySelector('bitblog-chain')?.shadowRoot?.textContent?.includes(wanted);
    await this.page.waitForFunction(says, POLLING, words);
  }

  /** Presses Tab until what has the focus begins with these words. */
  async tabTo(words: string): Promise<void> {
    const focused = () => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.textContent?.trim() ?? '';
    };
    const seen: string[] = [];
    for (let pressed = 0; pressed < 40; pressed++) {
      await this.page.keyboard.press('Tab');
      const text = await this.page.evaluate(focused);
      if (text.startsWith(words)) return;
      seen.push(text.slice(0, 30));
    }
    throw new Error(`Tab never reached "${words}", only ${seen.join(', ')}.`);
  }

  /** Waits until these words can be read on the page. */
  async reads(words: string): Promise<void> {
    // biome-ignore lint/performance/useDomNodeTextContent: what is there but hidden must not count
    const shown = (wanted: string) => document.querySelector('main')?.innerText.includes(wanted);
    await this.page.waitForFunction(shown, POLLING, words);
  }

  /** Waits for words of the paywall itself: some are loaded only when they are needed. */
  async says(words: string): Promise<void> {
    const shown = (tag: string, index: number, wanted: string) =>
      document.querySelectorAll(tag)[index]?.shadowRoot?.textContent?.includes(wanted);
    await this.page.waitForFunction(shown, POLLING, PAYWALL, this.#index, words).catch(async (cause) => {
      throw new Error(`The paywall does not say "${words}". ${await this.#describe()}`, { cause });
    });
  }

  /** What the paywall itself says. */
  paywallText(): Promise<string> {
    return this.page.$$eval(PAYWALL, (all, index) => all[index]?.shadowRoot?.textContent ?? '', this.#index);
  }

  async #describe(): Promise<string> {
    const states = await this.page.$$eval(PAYWALL, (all) => all.map((one) => one.getAttribute('state')).join());
    const says = (await this.paywallText()).replace(/\s+/g, ' ').slice(0, 400);
    return `States: ${states}. It says: ${says}. Complaints: ${this.complaints.join('; ')}`;
  }

  async #click(host: string, selector: string, index = 0): Promise<void> {
    const find = (tag: string, place: number, inside: string) =>
      document.querySelectorAll(tag)[place]?.shadowRoot?.querySelector(inside);
    const found = await this.page.waitForFunction(find, POLLING, host, index, selector).catch(async (cause) => {
      throw new Error(`There is no ${selector} in ${host}. ${await this.#describe()}`, { cause });
    });
    await (found as ElementHandle<Element>).asLocator().click();
  }

  #listen(page: Page): void {
    // Long enough for slow machines, and shorter than a test, so that what is missing is said.
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => this.complaints.push(error instanceof Error ? error.message : String(error)));
    page.on('console', (message) => {
      // A 402 is what a paywall is for, and a page may be missing; the browser reports both as errors all the same.
      const isMissing = message.text().includes('404') && message.location().url === page.url();
      const isExpected = message.text().includes('402') || isMissing;
      if (message.type() === 'error' && !isExpected) this.complaints.push(message.text());
    });
  }
}

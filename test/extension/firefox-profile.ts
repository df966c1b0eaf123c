/** Firefox with the real extension in it, and a fresh profile. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { buildExtension } from '../../extension/build/build.js';
import type { PanelAnswers, PanelMessage, PanelReply } from '../../extension/messages/panel.js';
import { accountOf } from '../../extension/seed/seed.js';
import { findFirefox } from '../browser/find-firefox.mjs';
import { PATIENCE, patient } from '../patience.js';
import { PASSPHRASE, WORDS } from './profile.js';
import { until } from './until.js';

const EXTENSION = 'x402pay@x402pay.example';
/** Firefox gives each installation an address of its own, unless its profile has one already. */
const ADDRESS = '11111111-2222-4333-8444-555555555555';

/** WebDriver BiDi, as much of it as is used here; Puppeteer does not know Firefox's own scope. */
interface BidiConnection {
  send(
    method: string,
    params: object,
  ): Promise<{
    readonly result: {
      readonly type?: string;
      readonly exceptionDetails?: { readonly text: string };
      readonly contexts?: readonly { readonly context: string }[];
    };
  }>;
}

export class FirefoxProfile {
  readonly browser: Browser;
  /** A page of the extension's own origin. */
  readonly panel: Page;
  readonly #folder: string;

  private constructor(browser: Browser, panel: Page, folder: string) {
    this.browser = browser;
    this.panel = panel;
    this.#folder = folder;
  }

  /** @param settings more of the browser's own, as `about:config` has them */
  static async open(settings: Readonly<Record<string, unknown>> = {}): Promise<FirefoxProfile> {
    const folder = mkdtempSync(join(tmpdir(), 'x402pay-firefox-'));
    const grantedSites = ['http://127.0.0.1/*', 'http://localhost/*'];
    await buildExtension({ folder, browser: 'firefox', grantedSites });
    const executablePath = findFirefox();
    if (!executablePath) throw new Error('There is no Firefox.');
    const opened = await puppeteer.launch({
      ...{ browser: 'firefox', executablePath, headless: true, timeout: PATIENCE },
      // Else no program may open the extension's own pages.
      args: ['--remote-allow-system-access'],
      extraPrefsFirefox: { ...settings, 'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION]: ADDRESS }) },
    });
    const browser = patient(opened);
    await browser.installExtension(folder);
    const panel = await browser.newPage();
    // No event tells that it has been loaded.
    panel.goto(`moz-extension://${ADDRESS}/manifest.json`).catch(() => undefined);
    // While one document goes and the next comes, Firefox may answer with an error of its own.
    await until(() => panel.evaluate(`typeof browser === 'object'`).catch(() => false) as Promise<boolean>);
    return new FirefoxProfile(browser, panel, folder);
  }

  async close(): Promise<void> {
    await this.browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Asks the worker as a page of the extension does. @throws Error with the refusal's code */
  async ask<Message extends PanelMessage>(message: Message): Promise<PanelAnswers[Message['type']]> {
    const asking = `browser.runtime.sendMessage(${JSON.stringify(message)})`;
    const reply = (await this.panel.evaluate(asking)) as PanelReply<Message['type']>;
    if ('ok' in reply) return reply.ok;
    throw new Error(reply.refused);
  }

  /** Runs where our content script lives, in the tab that shows a site. */
  asContentScript<Result>(site: string, work: () => Promise<Result>): Promise<Result> {
    return this.panel.evaluate(`(async () => {
      const tab = (await browser.tabs.query({})).find(({ url = '' }) => url.startsWith('${site}'));
      const [{ result }] = await browser.scripting.executeScript({ target: { tabId: tab.id }, func: ${work} });
      return result;
    })()`) as Promise<Result>;
  }

  /** Imports the tests' account on the embedded chain; returns its address. */
  async settle(nodeUrl: string): Promise<string> {
    await this.ask({ type: 'store', ...accountOf(WORDS), passphrase: PASSPHRASE });
    const { settings } = await this.ask({ type: 'status' });
    await this.ask({ type: 'setSettings', settings: { ...settings, network: 'stacks:2147483648', nodeUrl } });
    const { address } = await this.ask({ type: 'status' });
    if (address === undefined) throw new Error('The account has no address.');
    return address;
  }

  /** Ends the worker, as Firefox does when it has had nothing to do for half a minute. */
  async putToSleep(): Promise<void> {
    await this.#inBrowser(`WebExtensionPolicy.getByID('${EXTENSION}').extension.terminateBackground()`);
  }

  /** Evaluates in the browser's own window, where its buttons are. */
  async #inBrowser(expression: string): Promise<void> {
    const { connection } = this.browser as unknown as { connection: BidiConnection };
    const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const target = { context: tree.result.contexts?.[0]?.context };
    const { result } = await connection.send('script.evaluate', { expression, target, awaitPromise: true });
    if (result.type !== 'success') throw new Error(result.exceptionDetails?.text);
  }

  /** A page that has our scripts in it: the worker registers them when it has started, for pages that are loaded after that. */
  async visit(url: string): Promise<Page> {
    const page = await this.browser.newPage();
    await page.goto(url);
    while (!(await page.evaluate(`typeof x402 === 'object'`))) await page.goto(url);
    return page;
  }
}

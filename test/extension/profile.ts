/** A browser with the real extension in it, and a fresh profile. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page, type Target, type WebWorker } from 'puppeteer-core';
import { inject } from 'vitest';
import type { PanelAnswers, PanelMessage, PanelReply, ShownQuestion } from '../../extension/messages/panel.js';
import { accountOf } from '../../extension/seed/seed.js';
import { CHROME_FLAGS, findChrome } from '../browser/find-chrome.mjs';
import { PATIENCE, patient } from '../patience.js';
import { type Listening, listen, restore, type Stored } from './panel.js';
import { Tabs } from './tabs.js';
import { until } from './until.js';

export const PASSPHRASE = 'a passphrase of the tests';
/** The words that every Stacks wallet's documentation uses. */
export const WORDS = `${'abandon '.repeat(11)}about`;

/** Two cores can have other things to do. */
const LOADED = { timeout: PATIENCE };

/** With what the browser was started. */
interface Launched {
  readonly folder: string;
  readonly extension: string;
  readonly flags: readonly string[];
}

export class Profile {
  readonly browser: Browser;
  readonly id: string;
  /** A page of the extension's own origin. */
  readonly panel: Page;
  /** What a person sees right after the installation. */
  readonly welcome: Page;
  readonly tabs: Tabs;
  readonly #launched: Launched;
  #settled: Stored = { local: {}, session: {} };

  private constructor(
    browser: Browser,
    id: string,
    { panel, welcome }: { panel: Page; welcome: Page },
    launched: Launched,
  ) {
    this.browser = browser;
    this.id = id;
    this.panel = panel;
    this.welcome = welcome;
    this.tabs = new Tabs(browser, panel);
    this.#launched = launched;
  }

  /**
   * @param extension folder; default: the one that has this computer's sites granted
   * @param flags more of the browser's own
   */
  static async open(extension: string = inject('extension'), flags: readonly string[] = []): Promise<Profile> {
    return Profile.#launch({ folder: mkdtempSync(join(tmpdir(), 'x402pay-profile-')), extension, flags }, true);
  }

  /** The browser is closed, and opened again with the same profile. */
  async restart(): Promise<Profile> {
    await this.browser.close();
    return Profile.#launch(this.#launched, false);
  }

  static async #launch(launched: Launched, isNew: boolean): Promise<Profile> {
    const { folder, extension, flags } = launched;
    const opened = await puppeteer.launch({
      executablePath: findChrome(),
      headless: true,
      userDataDir: folder,
      pipe: true,
      enableExtensions: [extension],
      args: [...CHROME_FLAGS, ...flags],
      defaultViewport: { width: 1280, height: 720 },
      ...LOADED,
    });
    const browser = patient(opened);
    try {
      const isWorker = (one: Target) => one.type() === 'service_worker' && one.url().endsWith('/worker.js');
      const id = new URL((await browser.waitForTarget(isWorker)).url()).host;
      const panel = await browser.newPage();
      await panel.goto(`chrome-extension://${id}/manifest.json`);
      await panel.evaluate(listen);
      // It opens by itself, once, and must not come before a test's own page later.
      const isWelcome = (one: Target) => one.url().endsWith('/onboarding.html');
      const welcome = isNew ? ((await (await browser.waitForTarget(isWelcome)).page()) as Page) : panel;
      return new Profile(browser, id, { panel, welcome }, launched);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    rmSync(this.#launched.folder, { recursive: true, force: true });
  }

  /** Asks the worker as a page of the extension does. @throws Error with the refusal's code */
  async ask<Message extends PanelMessage>(message: Message): Promise<PanelAnswers[Message['type']]> {
    const reply = (await this.panel.evaluate(
      (sent: unknown) => chrome.runtime.sendMessage(sent),
      message,
    )) as PanelReply<Message['type']>;
    if ('ok' in reply) return reply.ok;
    throw new Error(reply.refused);
  }

  /** Imports the tests' account on the embedded chain; returns its address. */
  async settle(nodeUrl: string): Promise<string> {
    await this.ask({ type: 'store', ...accountOf(WORDS), passphrase: PASSPHRASE });
    const { settings } = await this.ask({ type: 'status' });
    const network = 'stacks:2147483648';
    await this.ask({ type: 'setSettings', settings: { ...settings, network, nodeUrl } });
    const { address } = await this.ask({ type: 'status' });
    if (address === undefined) throw new Error('The account has no address.');
    this.#settled = await this.panel.evaluate(async () => ({
      local: await chrome.storage.local.get(),
      session: await chrome.storage.session.get(),
    }));
    return address;
  }

  /** As it was when it had just been settled, with nothing in its ledger, and no tab but the panel: what takes a browser of its own seconds. */
  async renew(): Promise<void> {
    await this.closeTabs();
    await this.panel.evaluate(restore, this.#settled);
    // What it knows by heart goes with it.
    await this.kill();
    await this.ask({ type: 'touch' });
  }

  /** Lets a site be paid without asking. */
  async allow(origin: string): Promise<void> {
    await this.ask({ type: 'setSite', origin, site: { automatic: true } });
  }

  /** Resolves when the worker, too, has been told by the browser how a request for the address ended. */
  async heard(url: string): Promise<void> {
    await until(() => this.panel.evaluate((wanted) => (globalThis as Listening).ended?.includes(wanted) === true, url));
    await this.ask({ type: 'status' });
  }

  /** The one question that is open, as soon as it is. */
  async question(): Promise<ShownQuestion> {
    let open: ShownQuestion | undefined;
    await until(async () => {
      [open] = await this.ask({ type: 'questions' });
      return open !== undefined;
    });
    return open as unknown as ShownQuestion;
  }

  /** The window of one question, or of one wish, when a click in it counts. */
  async window(kind: 'question' | 'wish', id: string, button: string): Promise<Page> {
    const target = await this.browser.waitForTarget((one) => one.url().endsWith(`.html?${kind}=${id}`));
    const page = (await target.page()) as Page;
    await page.waitForSelector(`pierce/${button}[aria-disabled=false]`, LOADED);
    return page;
  }

  /** Closes every tab but the panel, when nothing is being paid there any more; resolves when nobody is asked about them any more. */
  async closeTabs(): Promise<void> {
    for (const page of await this.browser.pages()) {
      if (page === this.panel) continue;
      if (this.tabs.has(page)) await this.tabs.rest(page);
      await page.close().catch(() => undefined);
    }
    for (const type of ['questions', 'wishes', 'addressQuestions'] as const) {
      await until(async () => (await this.ask({ type })).length === 0);
    }
  }

  /** A click on the extension's button while a page is shown, which opens that one tab to it. Returns the tab's id. */
  async click(page: Page): Promise<number> {
    await page.bringToFront();
    const extension = (await this.browser.extensions()).get(this.id);
    await extension?.triggerAction(page);
    return this.tabs.idOf(page);
  }

  /** The worker that is alive now. */
  async worker(): Promise<WebWorker> {
    for (;;) {
      await this.ask({ type: 'status' });
      const isWorker = (one: Target) => one.type() === 'service_worker' && one.url().includes(this.id);
      const worker = await (await this.browser.waitForTarget(isWorker)).worker();
      // One that has just been killed is listed for a moment.
      if (await worker?.evaluate(() => true).catch(() => false)) return worker as WebWorker;
    }
  }

  /** Ends the worker; resolves when it has stopped. What is said to one that is just ending is heard by nobody. */
  async kill(worker?: WebWorker): Promise<void> {
    // Else the next one would wait for a debugger that is not there.
    await (worker ?? (await this.worker())).client.detach();
    const session = await this.panel.createCDPSession();
    let isTold = false;
    const stopped = new Promise<void>((resolve) => {
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        const [version] = versions.filter(({ scriptURL }) => scriptURL.includes(this.id));
        if (version?.runningStatus === 'stopped') resolve();
        // The next one, which can follow at once, lives.
        if (version?.runningStatus !== 'running' || isTold) return;
        isTold = true;
        session.send('ServiceWorker.stopWorker', { versionId: version.versionId }).catch(() => undefined);
      });
    });
    await session.send('ServiceWorker.enable');
    await stopped;
    await session.detach();
  }
}

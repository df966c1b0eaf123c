/**
 * The browser's own question for a site. No program can press its button, so that the tests' copy has its sites from the start; here they are taken
 * back as a person does on the browser's page for extensions, and given in the moment in which the button would be pressed.
 */

import type { Page } from 'puppeteer-core';
import type { Profile } from './profile.js';

/** What the browser's own page for extensions calls. */
interface ExtensionsPage {
  updateExtensionConfiguration(change: { extensionId: string; hostAccess: string }, done: () => void): void;
  addHostPermission(extensionId: string, host: string, done: () => void): void;
}

export class SiteAccess {
  readonly #page: Page;
  readonly #id: string;

  private constructor(page: Page, id: string) {
    this.#page = page;
    this.#id = id;
  }

  /** Takes every site back: as right after the installation. */
  static async none({ browser, id }: Profile): Promise<SiteAccess> {
    const page = await browser.newPage();
    await page.goto('chrome://extensions');
    await page.evaluate((extensionId) => {
      const { developerPrivate } = chrome as unknown as { developerPrivate: ExtensionsPage };
      const change = { extensionId, hostAccess: 'ON_SPECIFIC_SITES' };
      return new Promise<void>((done) => developerPrivate.updateExtensionConfiguration(change, done));
    }, id);
    return new SiteAccess(page, id);
  }

  /** What "Allow" does. */
  async allow(pattern: string): Promise<void> {
    await this.#page.evaluate(
      (extensionId, host) => {
        const { developerPrivate } = chrome as unknown as { developerPrivate: ExtensionsPage };
        return new Promise<void>((done) => developerPrivate.addHostPermission(extensionId, host, done));
      },
      this.#id,
      pattern,
    );
  }
}

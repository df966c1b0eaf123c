/** How long tests wait for what is not theirs. */

import type { Browser } from 'puppeteer-core';

/**
 * Milliseconds that a test waits for a browser, a process or a server of its own. They end what hangs, a little before the test's own time does, so that it is
 * said what was missing; what is only slow on a busy machine is none of a test's business.
 */
export const PATIENCE = 240_000;

/** A browser whose pages are waited for as long. */
export function patient(browser: Browser): Browser {
  const [waitForTarget, newPage] = [browser.waitForTarget.bind(browser), browser.newPage.bind(browser)];
  browser.waitForTarget = (isIt, options) => waitForTarget(isIt, { timeout: PATIENCE, ...options });
  browser.newPage = async (options) => {
    const page = await newPage(options);
    page.setDefaultTimeout(PATIENCE);
    return page;
  };
  return browser;
}

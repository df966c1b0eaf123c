/** A headless browser for one test file. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
import { CHROME_FLAGS, findChrome } from '../browser/find-chrome.mjs';
import { PATIENCE, patient } from '../patience.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function openBrowser(): Promise<Browser> {
  const browser = await puppeteer.launch({
    executablePath: findChrome(),
    args: CHROME_FLAGS,
    timeout: PATIENCE,
    defaultViewport: { width: 1280, height: 720 },
  });
  return patient(browser);
}

/** What axe finds wrong, one line for each rule; empty is good. */
export async function accessibilityFaults(
  page: Page | Frame,
  except: readonly string[] = [],
): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    async (left) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const rules = Object.fromEntries(left.map((rule) => [rule, { enabled: false }]));
      const { violations } = await axe.run(document, { resultTypes: ['violations'], rules });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    },
    [...except],
  );
}

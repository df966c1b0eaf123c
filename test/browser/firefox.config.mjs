/** The elements' tests in Firefox: `npx wtr --config test/browser/firefox.config.mjs`. Driven by WebDriver BiDi. */

import { chromeLauncher } from '@web/test-runner-chrome';
import puppeteer from 'puppeteer-core';
import { findFirefox } from './find-firefox.mjs';
import chromium from './web-test-runner.config.mjs';

/** As a reader who wants less movement: what moves has no colour that could be measured. */
const PREFERENCES = { 'ui.prefersReducedMotion': 1 };

const noEmulation = {
  name: 'x402pay-no-emulation',
  executeCommand: ({ command }) => (command === 'emulate-features' ? false : undefined),
};

export default {
  ...chromium,
  // What a reader asks of the browser cannot be asked for by a test here.
  files: [...chromium.files, '!elements/paywall/wishes.browser-test.ts', '!extension/**'],
  plugins: chromium.plugins.map((plugin) => (plugin.name === 'x402pay-emulation' ? noEmulation : plugin)),
  browsers: [
    chromeLauncher({
      // The launcher asks for any puppeteer when it is not to look for a Chrome by itself.
      puppeteer,
      launchOptions: { browser: 'firefox', executablePath: findFirefox(), extraPrefsFirefox: PREFERENCES },
    }),
  ],
};

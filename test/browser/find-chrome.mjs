/** Finds a Chromium for tests and demos; on Debian as root, installs one. Shared by the elements' tests and the end-to-end walks. */

import { findBrowser } from './find-browser.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

const USUAL_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  '/snap/bin/chromium',
];

/**
 * The path of a Chromium: `CHROME_PATH`, then the search path, then the usual places, then Debian's package where it may be installed.
 *
 * @returns {string}
 * @throws {Error} that says how to get one
 */
export function findChrome() {
  const found = findBrowser({
    variable: 'CHROME_PATH',
    names: NAMES,
    places: USUAL_PLACES,
    packages: ['chromium', 'fonts-liberation'],
  });
  if (found) return found;
  throw new Error(
    'These tests need Chromium or Chrome. Install it (Debian and Ubuntu: "sudo apt-get install chromium"; macOS: "brew install --cask chromium"), or say where it is: CHROME_PATH=/path/to/chrome npm test',
  );
}

/** Flags with which Chromium runs as root, in a container, and without asking the network for anything. */
export const CHROME_FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A process that waits for the next site: no test has one, and starting it is a tenth of what a page costs.
  '--disable-features=SpareRendererForSitePerProcess',
];

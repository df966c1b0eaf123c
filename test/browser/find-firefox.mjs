/** Finds a Firefox for the elements' tests; on Debian as root, installs one. */

import { findBrowser } from './find-browser.mjs';

const USUAL_PLACES = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  '/snap/bin/firefox',
];

/**
 * The path of a Firefox: `FIREFOX_PATH`, then the search path, then the usual places, then Debian's package where it may be installed.
 *
 * @returns {string | undefined}
 */
export function findFirefox() {
  return findBrowser({
    variable: 'FIREFOX_PATH',
    names: ['firefox-esr', 'firefox'],
    places: USUAL_PLACES,
    packages: ['firefox-esr'],
  });
}

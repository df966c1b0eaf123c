/** Finds a Chromium for tests and demos; on Debian as root, installs one. Shared by the elements' tests and the end-to-end walks. */

import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

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
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) {
    if (isExecutable(CHROME_PATH)) return CHROME_PATH;
    throw new Error(`CHROME_PATH is "${CHROME_PATH}", but no program is there.`);
  }
  const found = onSearchPath() ?? USUAL_PLACES.find(isExecutable) ?? installedFromDebian();
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
];

function onSearchPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}

function installedFromDebian() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.error("No Chromium found: installing Debian's package (apt-get install chromium) …");
  const quietly = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  try {
    execFileSync('apt-get', ['update', '-qq'], quietly);
    execFileSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      quietly,
    );
  } catch {
    return undefined;
  }
  return onSearchPath();
}

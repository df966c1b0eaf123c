/** `npm run extension`: builds the extension for each kind of browser, packs it, and says how to load it. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExtension } from './build.js';
import { sourcePackage, storePackage } from './packages.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const OUTPUT = join(PROJECT, 'dist-extension');

const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
mkdirSync(OUTPUT, { recursive: true });
for (const browser of ['chromium', 'firefox'] as const) {
  const folder = join(OUTPUT, browser);
  await buildExtension({ folder, browser });
  writeFileSync(join(OUTPUT, `x402pay-${browser}-${version}.zip`), storePackage(folder));
}
writeFileSync(join(OUTPUT, `x402pay-source-${version}.zip`), sourcePackage(PROJECT));

console.log(`
  The extension is built.

  Chromium, Chrome, Edge, Brave
    1. Open chrome://extensions and switch on "Developer mode".
    2. "Load unpacked": ${join(OUTPUT, 'chromium')}

  Firefox
    1. Open about:debugging#/runtime/this-firefox.
    2. "Load Temporary Add-on": ${join(OUTPUT, 'firefox', 'manifest.json')}

  For the stores: ${join(OUTPUT, `x402pay-{chromium,firefox,source}-${version}.zip`)}
`);

/** `npm run screenshots`: takes all pictures of the documents again, to be looked at before they are committed. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXACT, readPicture } from '../picture.js';
import { blogScreenshots } from './blog.js';
import { extensionScreenshots } from './extension.js';
import { themesScreenshot } from './themes.js';

const FOLDER = fileURLToPath(new URL('../../../demo/screenshots', import.meta.url));

const bundles = await mkdtemp(join(tmpdir(), 'x402pay-screenshots-'));
try {
  for (const take of [() => blogScreenshots(bundles), themesScreenshot, extensionScreenshots]) {
    for (const [name, png] of Object.entries(await take())) {
      await writeFile(join(FOLDER, `${name}.png`), EXACT.develop(readPicture(png)));
      console.log(`demo/screenshots/${name}.png`);
    }
  }
} finally {
  await rm(bundles, { recursive: true, force: true });
}
process.exit(0);

/** Builds what the browser loads: the demo's own page script, (for tests) the script tag's bundle, and what the pages say of the elements, each into a folder. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cli as analyze } from '@custom-elements-manifest/analyzer/cli.js';
import { build } from 'vite';
import viteConfig from '../vite.config.js';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** Writes `page.js` into `folder`. */
export async function buildPageScript(folder: string): Promise<void> {
  const { resolve } = viteConfig({ command: 'build', mode: 'page' });
  await build({
    configFile: false,
    root: PROJECT,
    publicDir: false,
    logLevel: 'warn',
    ...(resolve && { resolve }),
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: { page: fileURLToPath(new URL('./page/page.ts', import.meta.url)) },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
}

/** Writes `x402pay.js` and its chunks into `folder`, as `npm run build:browser` does into `dist`. */
export async function buildScriptTag(folder: string): Promise<void> {
  await build({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    root: PROJECT,
    mode: 'browser',
    publicDir: false,
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: false },
  });
}

/** Writes `custom-elements.json` into `folder`, as `npm run build:manifest` does into `dist`. */
export async function buildManifest(folder: string): Promise<void> {
  const argv = ['analyze', '--quiet', '--config', 'elements/manifest/config.mjs'];
  const manifest = await analyze({ argv, cwd: PROJECT, noWrite: true });
  await writeFile(join(folder, 'custom-elements.json'), JSON.stringify(manifest));
}

/** Builds the development wallet as one classic script, for pages that have no build of their own. */

import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import viteConfig from '../../vite.config.js';

/** @returns the script's text; nothing is written */
export async function buildWalletScript(): Promise<string> {
  const { resolve } = viteConfig({ command: 'build', mode: 'page' });
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('../..', import.meta.url)),
    publicDir: false,
    logLevel: 'warn',
    ...(resolve && { resolve }),
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('./page-script.ts', import.meta.url)),
        output: { format: 'iife' },
      },
    },
  });
  const [script] = ([built].flat()[0] as Rolldown.RolldownOutput).output;
  return script.code;
}

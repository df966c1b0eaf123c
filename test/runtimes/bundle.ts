/** Scripts for runtimes that have no `node_modules`: bundled from the installed package, as deployment tools do it. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** Modules for Workers: `main.js`, and what it imports when it is needed. */
export async function bundleForWorkers(folder: string, entry: string): Promise<string> {
  return await bundle(folder, entry, ['workerd', 'worker'], true);
}

/** One script without imports for the Edge runtime. */
export async function bundleForEdge(folder: string, entry: string): Promise<string> {
  const output = await bundle(folder, entry, ['edge-light'], false);
  const script = join(output, 'main.js');
  if (readdirSync(output).length > 1 || /^(?:import|export)\b\s*[{*'"]/m.test(readFileSync(script, 'utf8'))) {
    throw new Error('The Edge runtime takes one script without modules.');
  }
  return script;
}

async function bundle(folder: string, entry: string, conditions: string[], codeSplitting: boolean): Promise<string> {
  const outDir = join(folder, `bundle-${entry.replace('.mjs', '')}`);
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: [...conditions, 'module', 'import'] },
    build: {
      outDir,
      target: 'es2023',
      minify: false,
      lib: { entry: { main: join(folder, entry) }, formats: ['es'] },
      rolldownOptions: {
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', codeSplitting },
      },
    },
  });
  return outDir;
}

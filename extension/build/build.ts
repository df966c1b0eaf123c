/** Builds the extension into a folder: plain Vite, and the same bytes each time. */

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';
import { type BrowserKind, manifest } from '../manifest.js';
import { iconPng } from './icon.js';
import { publicSuffixes } from './public-suffixes.js';
import { shortErrors } from './short-errors.js';

const EXTENSION = fileURLToPath(new URL('..', import.meta.url));
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export interface BuildOptions {
  readonly folder: string;
  readonly browser: BrowserKind;
  /** For tests only, see `manifest`. */
  readonly grantedSites?: readonly string[];
}

export async function buildExtension({ folder, browser, grantedSites }: BuildOptions): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'icons'), { recursive: true });
  const pages = pageNames();
  if (pages.length > 0) await buildPages(folder, pages);
  // Each in one file of its own: a worker that imports little starts fast, and content scripts cannot import at all.
  await buildScript(folder, 'worker', 'worker/worker.ts', 'es');
  await buildScript(folder, 'bridge', 'content/bridge.ts', 'iife');
  await buildScript(folder, 'provider', 'content/provider.ts', 'iife');
  await buildScript(folder, 'listing', 'content/listing.ts', 'iife');
  for (const size of [16, 32, 48, 128]) writeFileSync(join(folder, `icons/${size}.png`), iconPng(size));
  // Beside the worker, not in it: read when there is a domain to find.
  writeFileSync(join(folder, 'public-suffixes.txt'), publicSuffixes());
  cpSync(join(EXTENSION, '_locales'), join(folder, '_locales'), { recursive: true });
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  const described = manifest({ browser, version, pages, ...(grantedSites && { grantedSites }) });
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(described, null, 2)}\n`);
}

/** Folders of `pages` that have a page of the same name in them, and its script. */
function pageNames(): readonly string[] {
  const folder = join(EXTENSION, 'pages');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => ['html', 'ts'].every((kind) => existsSync(join(folder, name, `${name}.${kind}`))))
    .sort();
}

function shared(folder: string): InlineConfig {
  return {
    configFile: false,
    root: EXTENSION,
    base: './',
    publicDir: false,
    logLevel: 'warn',
    // Lit as for production also where NODE_ENV says something else, as in tests.
    resolve: { conditions: ['module', 'browser', 'production'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2023',
      minify: true,
      modulePreload: false,
      sourcemap: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
  };
}

async function buildPages(folder: string, pages: readonly string[]): Promise<void> {
  const common = shared(folder);
  const input = Object.fromEntries(pages.map((name) => [name, join(EXTENSION, `pages/${name}/${name}.html`)]));
  await build({ ...common, build: { ...common.build, rolldownOptions: { input } } });
}

async function buildScript(folder: string, name: string, source: string, format: 'es' | 'iife'): Promise<void> {
  const common = shared(folder);
  const lib = { entry: join(EXTENSION, source), formats: [format], name: 'x402pay', fileName: () => `${name}.js` };
  // Vite leaves the white space of a library's ES module alone, and what it says to the next bundler: there is none.
  const rolldownOptions = { output: { minify: true, comments: false } };
  // Nobody reads sentences there: codes go to our pages, which have texts for them.
  const resolve = { ...common.resolve, alias: SMALLER };
  await build({ ...common, resolve, plugins: [shortErrors()], build: { ...common.build, lib, rolldownOptions } });
}

/** In the worker and the content scripts, each byte is loaded again and again. */
const SMALLER = [{ find: '@noble/curves/secp256k1.js', replacement: join(EXTENSION, 'worker/secp256k1.ts') }];

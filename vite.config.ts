import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { shortErrors } from './extension/build/short-errors.js';
import { PLACE_STYLE } from './src/place.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version, dependencies, optionalDependencies } = JSON.parse(readFileSync(here('package.json'), 'utf8'));
const installed = [...Object.keys(dependencies), ...Object.keys(optionalDependencies)];

/** Subpath exports of the package: built file → source. */
const entries: Record<string, string> = {
  index: 'src/index.ts',
  errors: 'src/errors.ts',
  stacks: 'src/stacks.ts',
  'key-payer': 'src/key-payer.ts',
  verifier: 'server-verifier/index.ts',
  'verifier/node': 'server-verifier/adapters/node.ts',
  'verifier/express': 'server-verifier/adapters/express.ts',
  'verifier/hono': 'server-verifier/adapters/hono.ts',
  'verifier/fetch': 'server-verifier/adapters/fetch.ts',
  'verifier/redis-claims': 'server-verifier/stores/redis-claims.ts',
  'verifier/postgres-claims': 'server-verifier/stores/postgres-claims.ts',
  'verifier/claim-store-suite': 'server-verifier/claim-store-suite.ts',
  seal: 'server-verifier/adapters/seal.ts',
  vite: 'server-verifier/adapters/vite.ts',
  eleventy: 'server-verifier/adapters/eleventy.ts',
  facilitator: 'server-verifier/facilitator.ts',
  mechanism: 'server-verifier/mechanism/index.ts',
  elements: 'elements/index.ts',
  'elements/define': 'elements/define.ts',
  react: 'elements/react/index.ts',
  'typings/react': 'elements/typings/react.ts',
  'typings/preact': 'elements/typings/preact.ts',
  'typings/solid': 'elements/typings/solid.ts',
  'typings/vue': 'elements/typings/vue.ts',
  'typings/svelte': 'elements/typings/svelte.ts',
  cli: 'server-verifier/cli/main.ts',
};

/** Walks through the frameworks' apps. */
const APPS = 'test/frameworks/apps.test.ts';

/** `vite build`: the package, unbundled dependencies, readable. `--mode browser`: the script tag's bundle. */
export default defineConfig(({ mode }) => ({
  resolve: mode === 'browser' ? browserResolution() : { alias: ownNames() },
  plugins:
    mode === 'browser'
      ? [
          freshChunks(),
          withoutWalletConnect(),
          compactTransactions(),
          shortTemplates(),
          shortErrors(),
          classicLoader(),
          pinnedTag(),
          themes(),
        ]
      : [],
  build: mode === 'browser' ? browserBuild() : packageBuild(),
  test: {
    // By default one core is left idle; most of our tests wait, for a chain or a process.
    maxWorkers: '100%',
    projects: [
      project('unit', [
        'src/**/*.test.ts',
        'server-verifier/**/*.test.ts',
        'elements/**/*.test.ts',
        'extension/**/*.test.ts',
      ]),
      project('contracts', ['contracts/**/*.test.ts']),
      project('demo', ['demo/**/*.test.ts']),
      project('whole', ['test/**/*.test.ts'], { exclude: ['test/end-to-end/**', 'test/extension/**', APPS] }),
      // The real extension in a browser.
      project('extension', ['test/extension/**/*.test.ts'], {
        globalSetup: ['test/end-to-end/build.ts', 'test/extension/build.ts'],
      }),
      // Each file has a chain, a blog and a browser of its own.
      project('end-to-end', ['test/end-to-end/*.test.ts', APPS], { globalSetup: 'test/end-to-end/build.ts' }),
    ],
  },
}));

/** The package's own name, resolved to its sources, so that `demo` and `test` import as a user would. From tsconfig.json's `paths`. */
function ownNames() {
  const { paths } = JSON.parse(readFileSync(here('tsconfig.json'), 'utf8')).compilerOptions as {
    paths: Record<string, [string]>;
  };
  return Object.entries(paths).map(([name, [source]]) => ({
    find: new RegExp(`^${name.replace('*', '(.+)')}$`),
    replacement: here(source.replace('*', '$1')),
  }));
}

function packageBuild() {
  return {
    target: 'es2023',
    minify: false,
    emptyOutDir: true,
    lib: {
      entry: Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(here(source)))),
      formats: ['es' as const],
    },
    rolldownOptions: {
      external: (id: string) =>
        id.startsWith('node:') ||
        ['@stacks/connect', 'express', 'hono', 'react', 'secp256k1'].some(
          (name) => id === name || id.startsWith(`${name}/`),
        ) ||
        installed.some((name) => id === name || id.startsWith(`${name}/`)),
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'shared/[name]-[hash].js',
        banner: (chunk: { name: string }) => (chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
      },
    },
  };
}

/** The script tag's own file; one chunk for what is seen before the reader's click, one for what the click needs, and those that few readers ever need. */
function browserBuild() {
  return {
    target: 'es2022',
    emptyOutDir: false,
    // As a library, so that Vite adds no preloading code to the dynamic imports.
    lib: {
      entry: {
        x402pay: here('elements/loader.ts'),
        paywall: here('elements/bundle/paywall.ts'),
        'pay-button': here('elements/bundle/pay-button.ts'),
        receipts: here('elements/bundle/receipts.ts'),
      },
      formats: ['es' as const],
    },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension' as const,
      output: {
        minify: true,
        // Nobody bundles these files again, so nobody needs to be told which calls are pure.
        comments: false,
        entryFileNames: (chunk: { name: string }) =>
          chunk.name === 'x402pay' ? 'x402pay.js' : 'chunks/[name]-[hash].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: partOf('paywall', here('elements/bundle/paywall.ts'), /wire-codes/), priority: 2 },
            { name: partOf('payment', here('elements/paywall/later.ts'), ON_DEMAND), priority: 1 },
          ],
        },
      },
    },
  };
}

/** Doors show more than goes through them: what is behind `src/stacks.ts` and `src/errors.ts` only for chunks that are loaded on demand. */
const ON_DEMAND =
  /wire-codes|compact-sha512|\/later\.ts$|lib\/(?:json|shape|decode|decode-base64|wire-shapes)\.ts$|stacks\/(?:byte-writer|clarity|clarity-value|encode-clarity|encode-transaction|post-condition|write-clarity|build-payment|check-payment|decode-transaction|judge-post-conditions|byte-reader|read-[\w-]+|origin|structured-data|transaction-hash)\.ts$/;

/** Puts everything that a module imports, without what it imports on demand, into one chunk. */
function partOf(chunk: string, root: string, without: RegExp) {
  const reached = new Set<string>();
  return (id: string, graph: { getModuleInfo(id: string): { importedIds: readonly string[] } | null }) => {
    const reach = (module: string): void => {
      if (reached.has(module) || (module !== root && without.test(module))) return;
      reached.add(module);
      graph.getModuleInfo(module)?.importedIds.forEach(reach);
    };
    if (reached.size === 0) reach(root);
    return reached.has(id) && !without.test(id) ? chunk : null;
  };
}

/** Our own hashes and templates (see `elements/bundle/compact-*.ts`). */
function browserResolution() {
  return {
    alias: [
      { find: '@noble/hashes/sha2.js', replacement: here('elements/bundle/compact-sha2.ts') },
      { find: 'lit/html.js', replacement: here('elements/bundle/compact-html.ts') },
    ],
    conditions: ['module', 'browser', 'production'],
  };
}

/** Readers who pay load the writer of payments alone (see `elements/bundle/compact-transaction.ts`); what checks a wallet's changes keeps the whole one. */
function compactTransactions(): Plugin {
  return {
    name: 'x402pay-compact-transactions',
    enforce: 'pre',
    resolveId: (source, importer = '') =>
      /\/src\/(?:stacks|node-reader|stacks\/build-unsigned-payment)\.ts$/.test(importer) &&
      /^\.\/(?:stacks\/(?:encode-transaction|encode-clarity|post-condition)|transaction)\.js$/.test(source)
        ? here('elements/bundle/compact-transaction.ts')
        : null,
  };
}

/** The themes are style sheets as they stand, for the script tag as for the package. */
function themes(): Plugin {
  const folder = here('elements/themes');
  return {
    name: 'x402pay-themes',
    generateBundle() {
      for (const name of readdirSync(folder))
        this.emitFile({ type: 'asset', fileName: `themes/${name}`, source: readFileSync(resolve(folder, name)) });
    },
  };
}

/** `dist` belongs to both builds, so only what an earlier browser build has left there goes. */
function freshChunks(): Plugin {
  return {
    name: 'x402pay-fresh-chunks',
    configResolved: ({ root, build }) =>
      rmSync(resolve(root, build.outDir, 'chunks'), { recursive: true, force: true }),
  };
}

/** The loader is a classic script, so that `<script async src>` needs no `type` and no CORS: no imports, no exports, no globals. */
function classicLoader(): Plugin {
  return {
    name: 'x402pay-classic-loader',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const loader = chunks.find((chunk) => chunk.fileName === 'x402pay.js');
      const elements = chunks.filter((chunk) => chunk.isEntry && chunk !== loader);
      if (!loader || elements.length === 0) throw new Error('The loader or what it loads is missing.');
      if (/^\s*(?:import\s*["'{*\w]|export\b)/m.test(loader.code))
        throw new Error('The loader must not import statically, nor export.');
      const files = Object.fromEntries(elements.map(({ name, fileName }) => [`x402-${name}`, fileName]));
      loader.code = `(()=>{const CHUNKS=${JSON.stringify(files)};${loader.code.trim()}})();\n`;
    },
  };
}

/**
 * The loader under a name that never means another file, and what to paste for it, printed and in `snippet.html`. A script's `integrity` covers that file
 * alone; what it loads is covered by an import map, which browsers without its `integrity` ignore. `--base` is the address of the folder.
 */
function pinnedTag(): Plugin {
  const pinned = `x402pay-${version}.js`;
  let base = '/';
  let print = console.log;
  let lines: string[] = [];
  return {
    name: 'x402pay-pinned-tag',
    configResolved(config) {
      base = config.base;
      print = (text) => config.logger.info(text);
    },
    // The files as they are on the disk: nothing changes them any more.
    writeBundle({ dir = '' }, bundle) {
      const hashOf = (file: string) =>
        `sha384-${createHash('sha384')
          .update(readFileSync(resolve(dir, file)))
          .digest('base64')}`;
      const chunks = Object.keys(bundle).filter((file) => /^chunks\/.*\.js$/.test(file));
      const integrity = Object.fromEntries(chunks.sort().map((file) => [base + file, hashOf(file)]));
      lines = [
        PLACE_STYLE,
        `<script type="importmap">${JSON.stringify({ integrity })}</script>`,
        `<script async src="${base}${pinned}" integrity="${hashOf('x402pay.js')}" crossorigin></script>`,
      ];
      copyFileSync(resolve(dir, 'x402pay.js'), resolve(dir, pinned));
      writeFileSync(resolve(dir, 'snippet.html'), `${lines.join('\n')}\n`);
    },
    closeBundle() {
      print(`\nTo paste into every page's head, in this order (also in snippet.html):\n\n${lines.join('\n')}\n`);
    },
  };
}

/** `@stacks/connect` reaches WalletConnect (1.1 MB) only with an option that we never set. */
function withoutWalletConnect(): Plugin {
  const stub = '\0without-walletconnect';
  return {
    name: 'x402pay-without-walletconnect',
    enforce: 'pre',
    resolveId: (id) => (id.startsWith('@reown/appkit') ? stub : null),
    load: (id) => (id === stub ? 'export {};' : null),
  };
}

/** No indentation in the elements' templates and style sheets, and no zero in front of a point. */
function shortTemplates(): Plugin {
  return {
    name: 'x402pay-short-templates',
    enforce: 'pre',
    transform(code, id) {
      if (/elements\/(?:paywall|pay-button|receipts)\/[\w-]*styles\.ts$/.test(id)) {
        return code.replace(/`([^`]*)`/g, (_, sheet: string) => {
          const short = sheet.replace(/\s+/g, ' ').replace(/ ?([{};,]) ?|: /g, (match, mark) => mark ?? match.trim());
          return `\`${short
            .trim()
            .replaceAll(';}', '}')
            .replace(/(?<![\d.])0\.(?=\d)/g, '.')}\``;
        });
      }
      if (!/elements\/(?:paywall|pay-button|receipts)\/(?:[\w-]*view|aside)\.ts$/.test(id)) return null;
      return code
        .replace(/([>}])\s*\n\s*(?=<|\$\{)/g, '$1')
        .replace(/\s*\n\s*(?=>)/g, '')
        .replace(/\s*\n\s*(?=[\w@-]+=\$\{)/g, ' ');
    },
  };
}

function project(name: string, include: string[], options: object = {}) {
  return {
    extends: true as const,
    // They end what hangs; what is only slow on a busy machine is none of a test's business.
    test: { name, include, environment: 'node', testTimeout: 300_000, hookTimeout: 300_000, ...options },
  };
}

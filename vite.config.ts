import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(here('package.json'), 'utf8'));
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
  'verifier/claim-store-suite': 'server-verifier/claim-store-suite.ts',
  elements: 'elements/index.ts',
  'elements/define': 'elements/define.ts',
  cli: 'server-verifier/cli/main.ts',
};

/** `vite build`: the package, unbundled dependencies, readable. `--mode browser`: the script tag's bundle. */
export default defineConfig(({ mode }) => ({
  resolve: { alias: ownNames() },
  build: mode === 'browser' ? browserBuild() : packageBuild(),
  test: {
    projects: [
      project('unit', ['src/**/*.test.ts', 'server-verifier/**/*.test.ts', 'elements/**/*.test.ts']),
      project('contracts', ['contracts/**/*.test.ts']),
      project('demo', ['demo/**/*.test.ts']),
      project('whole', ['test/**/*.test.ts']),
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
        ['@stacks/connect', 'express', 'hono', 'secp256k1'].some((name) => id === name || id.startsWith(`${name}/`)) ||
        installed.some((name) => id === name || id.startsWith(`${name}/`)),
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'shared/[name]-[hash].js',
        banner: (chunk: { name: string }) => (chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
      },
    },
  };
}

function browserBuild() {
  return {
    target: 'es2022',
    emptyOutDir: false,
    modulePreload: false as const,
    rolldownOptions: {
      input: { x402pay: here('elements/loader.ts') },
      output: { format: 'es' as const, entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  };
}

function project(name: string, include: string[]) {
  return {
    extends: true as const,
    test: { name, include, environment: 'node', testTimeout: 30_000, hookTimeout: 60_000 },
  };
}

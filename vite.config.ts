import { existsSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
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
  'verifier/redis-claims': 'server-verifier/stores/redis-claims.ts',
  'verifier/postgres-claims': 'server-verifier/stores/postgres-claims.ts',
  'verifier/claim-store-suite': 'server-verifier/claim-store-suite.ts',
  facilitator: 'server-verifier/facilitator.ts',
  mechanism: 'server-verifier/mechanism/index.ts',
  elements: 'elements/index.ts',
  'elements/define': 'elements/define.ts',
  cli: 'server-verifier/cli/main.ts',
};

/** `vite build`: the package, unbundled dependencies, readable. `--mode browser`: the script tag's bundle. */
export default defineConfig(({ mode }) => ({
  resolve: mode === 'browser' ? browserResolution() : { alias: ownNames() },
  plugins:
    mode === 'browser' ? [freshChunks(), withoutWalletConnect(), shortTemplates(), shortErrors(), classicLoader()] : [],
  build: mode === 'browser' ? browserBuild() : packageBuild(),
  test: {
    // By default one core is left idle; most of our tests wait, for a chain or a process.
    maxWorkers: '100%',
    projects: [
      project('unit', ['src/**/*.test.ts', 'server-verifier/**/*.test.ts', 'elements/**/*.test.ts']),
      project('contracts', ['contracts/**/*.test.ts']),
      project('demo', ['demo/**/*.test.ts']),
      project('whole', ['test/**/*.test.ts'], { exclude: ['test/end-to-end/**'] }),
      // Each file has a chain, a blog and a browser: one at a time, or two cores are not enough for either.
      project('end-to-end', ['test/end-to-end/*.test.ts'], {
        globalSetup: 'test/end-to-end/build.ts',
        fileParallelism: false,
      }),
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

/** The script tag's own file; one chunk for what is seen before the reader's click, one for what the click needs, and those that few readers ever need. */
function browserBuild() {
  return {
    target: 'es2022',
    emptyOutDir: false,
    // As a library, so that Vite adds no preloading code to the dynamic imports.
    lib: {
      entry: { x402pay: here('elements/loader.ts'), paywall: here('elements/define.ts') },
      formats: ['es' as const],
    },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension' as const,
      output: {
        minify: true,
        entryFileNames: (chunk: { name: string }) =>
          chunk.name === 'x402pay' ? 'x402pay.js' : 'chunks/[name]-[hash].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: partOf('paywall', here('elements/define.ts'), /wire-codes/), priority: 2 },
            { name: partOf('payment', here('elements/paywall/later.ts'), ON_DEMAND), priority: 1 },
          ],
        },
      },
    },
  };
}

/** Doors show more than goes through them: what is behind `src/stacks.ts` and `src/errors.ts` only for chunks that are loaded on demand. */
const ON_DEMAND =
  /wire-codes|compact-sha512|\/later\.ts$|stacks\/(?:build-payment|check-payment|decode-transaction|judge-post-conditions|byte-reader|read-[\w-]+|origin|structured-data|transaction-hash)\.ts$/;

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

/** Our own hashes (see `elements/bundle/compact-sha2.ts`), and Lit as for production also where NODE_ENV says something else, as in tests. */
function browserResolution() {
  return {
    alias: [{ find: '@noble/hashes/sha2.js', replacement: here('elements/bundle/compact-sha2.ts') }],
    conditions: ['module', 'browser', 'production'],
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
      const paywall = chunks.find((chunk) => chunk.name === 'paywall');
      if (!loader || !paywall) throw new Error('The loader or the chunk that it loads is missing.');
      if (/^\s*(?:import\s*["'{*\w]|export\b)/m.test(loader.code))
        throw new Error('The loader must not import statically, nor export.');
      loader.code = `(()=>{${loader.code.trim().replace('PAYWALL_CHUNK', JSON.stringify(paywall.fileName))}})();\n`;
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

/** No indentation in the elements' templates and style sheets. */
function shortTemplates(): Plugin {
  return {
    name: 'x402pay-short-templates',
    enforce: 'pre',
    transform(code, id) {
      if (/elements\/paywall\/[\w-]*styles\.ts$/.test(id)) {
        return code.replace(/`([^`]*)`/g, (_, sheet: string) => {
          const short = sheet.replace(/\s+/g, ' ').replace(/ ?([{};,]) ?|: /g, (match, mark) => mark ?? match.trim());
          return `\`${short.trim().replaceAll(';}', '}')}\``;
        });
      }
      if (!/elements\/paywall\/(?:[\w-]*view|aside)\.ts$/.test(id)) return null;
      return code
        .replace(/([>}])\s*\n\s*(?=<|\$\{)/g, '$1')
        .replace(/\s*\n\s*(?=>)/g, '')
        .replace(/\s*\n\s*(?=[\w@-]+=\$\{)/g, ' ');
    },
  };
}

/** In the script tag's bundle an error's message is its code; sentences for developers are a tenth of our bytes. Readers get `explanations.ts`. */
function shortErrors(): Plugin {
  return {
    name: 'x402pay-short-errors',
    enforce: 'post',
    transform(code, id) {
      if (!/\/(?:src|elements)\/(?!.*(?:texts|explanations)\.ts$)[^?]*\.ts$/.test(id)) return null;
      const sentences: { start: number; end: number }[] = [];
      const visit = (node: unknown): void => {
        if (typeof node !== 'object' || node === null) return;
        const { type, arguments: given } = node as { type?: string; arguments?: SyntaxNode[] };
        if (type === 'NewExpression' || type === 'CallExpression') {
          sentences.push(...(given ?? []).filter((argument) => isSentence(argument, code)));
        }
        for (const child of Object.values(node)) visit(child);
      };
      visit(this.parse(code));
      const pieces = sentences.sort((one, other) => other.start - one.start);
      return pieces.reduce((text, { start, end }) => `${text.slice(0, start)}""${text.slice(end)}`, code);
    },
  };
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Text that begins with a capital, a quotation or a value, and ends with a full stop. */
function isSentence({ type, start, end }: SyntaxNode, code: string): boolean {
  const isText = type === 'Literal' || type === 'TemplateLiteral';
  return isText && /^["'`](?:[A-Z]|"?\$\{).* .*\.["'`]$/s.test(code.slice(start, end));
}

function project(name: string, include: string[], options: object = {}) {
  return {
    extends: true as const,
    test: { name, include, environment: 'node', testTimeout: 30_000, hookTimeout: 60_000, ...options },
  };
}

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Chunk = Rolldown.OutputChunk;

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'x402pay-bundle-'));
let chunks: Map<string, Chunk>;

describe("the script tag's bundle", () => {
  beforeAll(async () => {
    const configFile = join(root, 'vite.config.ts');
    const options = { outDir: folder, emptyOutDir: true };
    const built = await build({ root, configFile, mode: 'browser', logLevel: 'error', build: options });
    const [output] = [built].flat() as Rolldown.RolldownOutput[];
    const files = [...(output?.output ?? [])].filter((file): file is Chunk => file.type === 'chunk');
    chunks = new Map(files.map((chunk) => [chunk.fileName, chunk]));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('begins with a classic script that leaves no globals, and asks for one chunk beside itself', () => {
    const asked: string[] = [];
    const scope = scopeOf('https://cdn.example/assets/x402pay.js');
    const before = Object.keys(scope);
    // `import()` needs a module loader; what it is asked for is enough here.
    const code = text('x402pay.js').replace(/import\(/g, '__asked(');
    runInNewContext(code, Object.assign(scope, { __asked: async (url: string) => asked.push(url) }));
    expect(Object.keys(scope).filter((name) => name !== '__asked')).toEqual(before);
    expect(code).not.toMatch(/^\s*(?:import|export)\b/m);
    expect(asked).toEqual([`https://cdn.example/assets/${named('paywall')}`]);
  });

  it('has nothing of wallets, signatures and hashes before the click', () => {
    expect(packagesIn(staticallyFrom(named('paywall')))).toEqual(['idb-keyval']);
  });

  it('pays without any package but those, and without the code for what few readers meet', () => {
    const paying = staticallyFrom(named('later'));
    expect(packagesIn(paying)).toEqual(['idb-keyval']);
    const modules = paying.flatMap(modulesOf).join('\n');
    for (const rare of ['decode-transaction', 'check-payment', 'explanations', 'recovery', 'broadcast', 'connect.ts']) {
      expect(modules).not.toContain(rare);
    }
  });

  it('loads the words of another language for its readers only', () => {
    const languages = [...chunks.values()].filter((chunk) =>
      modulesOf(chunk).some((id) => /\/languages\/[\w-]+\.ts$/.test(id)),
    );
    expect(languages.length).toBeGreaterThan(7);
    for (const entry of ['paywall', 'later', 'aside', 'content']) {
      const loaded = staticallyFrom(named(entry));
      expect(languages.filter((chunk) => loaded.includes(chunk))).toEqual([]);
    }
  });

  it('puts @stacks/connect behind one dynamic import, and WalletConnect nowhere', () => {
    const importers = [...chunks.values()].filter(({ dynamicImports }) =>
      dynamicImports.some((name) => packagesIn(staticallyFrom(name)).some((one) => one.startsWith('@stacks/'))),
    );
    expect(importers.flatMap(modulesOf).filter((id) => id.includes('/elements/'))).toEqual([
      join(root, 'elements/wallet/connect.ts'),
    ]);
    const everything = packagesIn([...chunks.values()]).join('\n');
    expect(everything).not.toMatch(/@reown|@walletconnect|jose/);
  });

  it('has the pay button in a chunk of its own, which takes what it shares from the paywall’s', () => {
    const button = staticallyFrom(named('pay-button'));
    expect(button.slice(1).map(({ fileName }) => fileName)).toContain(named('paywall'));
    expect(staticallyFrom(named('paywall')).flatMap(modulesOf).join('\n')).not.toContain('/elements/pay-button/');
    expect(button.slice(0, 1).flatMap(modulesOf).join('\n')).not.toContain('/elements/paywall/');
  });

  it('asks for no helper of the bundler, but with what needs CommonJS', () => {
    const helped = [...chunks.values()].filter((chunk) =>
      modulesOf(chunk).some((id) => id.includes('rolldown/runtime')),
    );
    expect(helped.filter((chunk) => !packagesIn([chunk]).includes('@stacks/connect'))).toEqual([]);
  });

  it('contains every chunk that it loads', () => {
    const files = readdirSync(folder, { recursive: true }).map(String);
    for (const chunk of chunks.values()) {
      for (const name of [...chunk.imports, ...chunk.dynamicImports]) expect(files).toContain(name);
    }
  });

  it('stays within its sizes (minified, brotli)', () => {
    const bytes = (list: readonly Chunk[]) =>
      list.reduce((sum, { fileName }) => sum + brotliCompressSync(text(fileName)).length, 0);
    const loader = bytes([chunks.get('x402pay.js') as Chunk]);
    const paywall = staticallyFrom(named('paywall'));
    const payment = staticallyFrom(named('later')).filter((chunk) => !paywall.includes(chunk));
    expect(loader).toBeLessThanOrEqual(1000);
    expect(loader + bytes(paywall)).toBeLessThanOrEqual(11_000);
    expect(bytes(payment)).toBeLessThanOrEqual(12_000);
  });
});

function text(fileName: string): string {
  return readFileSync(join(folder, fileName), 'utf8');
}

function named(name: string): string {
  return [...chunks.keys()].find((fileName) => fileName.startsWith(`chunks/${name}-`)) ?? `no chunk ${name}`;
}

/** A chunk, and everything that is loaded with it. */
function staticallyFrom(fileName: string, seen = new Set<string>()): Chunk[] {
  const chunk = chunks.get(fileName);
  if (!chunk || seen.has(fileName)) return [];
  seen.add(fileName);
  return [chunk, ...chunk.imports.flatMap((name) => staticallyFrom(name, seen))];
}

/** Modules of which something is left. */
function modulesOf(chunk: Chunk): string[] {
  return Object.entries(chunk.modules)
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .map(([id]) => id);
}

function packagesIn(list: readonly Chunk[]): string[] {
  const names = list.flatMap(modulesOf).flatMap((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** As much of a page as the loader touches: one paywall, near the viewport. */
function scopeOf(src: string): Record<string, unknown> {
  const paywall = { localName: 'x402-paywall' };
  const document = {
    currentScript: { src },
    readyState: 'complete',
    addEventListener: () => {},
    adoptedStyleSheets: [],
    querySelectorAll: (selector: string) => (selector.includes(':defined') ? [paywall] : []),
  };
  class IntersectionObserver {
    readonly seen: (entries: object[]) => void;
    constructor(seen: (entries: object[]) => void) {
      this.seen = seen;
    }
    observe(target: object): void {
      this.seen([{ target, isIntersecting: true }]);
    }
  }
  class CSSStyleSheet {
    replaceSync(): void {}
  }
  class MutationObserver {
    observe(): void {}
  }
  return { document, IntersectionObserver, MutationObserver, CSSStyleSheet, URL, addEventListener: () => {} };
}

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const workshop = join(root, '.examples');

/** The README and public modules: every example in them is a promise. Elements need a browser, and are shown by their own tests. */
const modules = [
  'README.md',
  ...sourcesIn('src'),
  ...sourcesIn('src/lib'),
  ...sourcesIn('src/stacks'),
  ...sourcesIn('server-verifier'),
  ...sourcesIn('server-verifier/adapters'),
  ...sourcesIn('server-verifier/stores'),
  ...sourcesIn('server-verifier/mechanism'),
];

describe('examples in the README and in doc comments', () => {
  beforeEach(() => {
    vi.spyOn(console, 'assert').mockImplementation((condition, ...message) => {
      if (!condition) throw new Error(`an assertion of the example is false ${message.join(' ')}`);
    });
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => rmSync(workshop, { recursive: true, force: true }));

  it('are found', () => expect(modules.flatMap(examplesIn).length).toBeGreaterThan(10));

  for (const { name, code, assertions } of modules.flatMap(examplesIn)) {
    it(`runs ${name}`, async () => {
      mkdirSync(workshop, { recursive: true });
      const file = join(workshop, `${name.replace(/\W+/g, '-')}.ts`);
      writeFileSync(file, `${code}\nexport {};\n`);
      await import(/* @vite-ignore */ file);
      expect(vi.mocked(console.assert)).toHaveBeenCalledTimes(assertions);
    });
  }
});

interface Example {
  name: string;
  code: string;
  /** How many `console.assert` it must reach; loops are not counted. */
  assertions: number;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(folder, file));
}

function examplesIn(module: string): Example[] {
  const text = readFileSync(join(root, module), 'utf8');
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map((match, index) => {
    const code = (match[1] ?? '').replace(/^ *\* ?/gm, '');
    return { name: `${module} example ${index + 1}`, code, assertions: code.match(/console\.assert\(/g)?.length ?? 0 };
  });
}

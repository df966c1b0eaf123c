import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';
import { forbidden } from './rules.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sketches: string[] = [];

describe('who may import whom', () => {
  afterAll(() => {
    for (const sketch of sketches) rmSync(sketch, { recursive: true, force: true });
  });

  it('holds in every room', async () => {
    const rooms = ['src', 'server-verifier', 'elements', 'extension', 'demo', 'contracts', 'test'];
    expect(await violations(root, rooms)).toEqual([]);
  });

  it.each([
    ['src/planted.ts', "import 'lit';", 'src-imports-only-its-packages'],
    ['src/planted.ts', "import 'node:fs';", 'no-node-builtins'],
    ['src/planted.ts', "import '../elements/define.js';", 'src-imports-only-its-neighbours'],
    ['src/planted.ts', "import '@noble/curves/secp256k1.js';", 'only-its-seam-imports--noble-curves'],
    ['src/planted.ts', "import '@stacks/clarinet-sdk';", 'only-the-embedded-chain-imports-the-vm'],
    ['src/planted.ts', "import './key-payer.js';", 'src-does-not-use-its-entry-points'],
    ['elements/planted.ts', "import '../src/lib/deep.js';", 'front-doors-only'],
    ['elements/planted.ts', "import '@stacks/connect';", 'only-its-seam-imports--stacks-connect'],
    ['elements/planted.ts', "import '../server-verifier/index.js';", 'elements-imports-only-its-neighbours'],
    ['server-verifier/planted.ts', "import 'lit';", 'server-verifier-imports-only-its-packages'],
    ['extension/worker/planted.ts', "import '../../elements/define.js';", 'the-worker-stays-small'],
    ['extension/ledger/planted.ts', "import 'lit';", 'the-worker-stays-small'],
    ['extension/worker/planted.ts', "import '@scure/bip39';", 'only-its-seam-imports--scure-bip39'],
    ['extension/content/planted.ts', "import '../../src/index.js';", 'content-scripts-carry-no-code-of-others'],
    ['extension/pages/planted.ts', "import 'node:fs';", 'no-node-builtins'],
    ['extension/pages/planted.ts', "import '../../server-verifier/index.js';", 'extension-imports-only-its-neighbours'],
    ['server-verifier/stores/planted.ts', "import 'redis';", 'server-verifier-imports-only-its-packages'],
  ])('finds %s with %s', async (file, code, rule) => {
    const found = await violations(sketchWith(file, code), ['src', 'elements', 'server-verifier', 'extension']);
    expect(found.map((violation) => violation.split(':')[0])).toContain(rule);
  });
});

/** A house with one file in each room, and a planted one. */
function sketchWith(planted: string, code: string): string {
  const sketch = mkdtempSync(join(tmpdir(), 'x402pay-architecture-'));
  sketches.push(sketch);
  symlinkSync(join(root, 'node_modules'), join(sketch, 'node_modules'));
  cpSync(join(root, 'package.json'), join(sketch, 'package.json'));
  const files = [
    'src/index.ts',
    'src/key-payer.ts',
    'src/lib/deep.ts',
    'elements/define.ts',
    'server-verifier/index.ts',
    'extension/manifest.ts',
  ];
  for (const file of [...files, planted]) {
    mkdirSync(dirname(join(sketch, file)), { recursive: true });
    writeFileSync(join(sketch, file), file === planted ? code : 'export {};');
  }
  return sketch;
}

async function violations(baseDir: string, rooms: string[]): Promise<string[]> {
  const result = await cruise(rooms, {
    baseDir,
    ruleSet: { forbidden } as never,
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.demo)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    } as never,
  });
  const output = result.output as ICruiseResult;
  return output.summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`);
}

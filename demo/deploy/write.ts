/** `npx tsx demo/deploy/write.ts [folder]` writes the four ready-made servers again, as `npx x402pay init` does. A test holds them against it. */

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../server-verifier/cli/command-line.js';
import { nodeTerminal } from '../../server-verifier/cli/terminal.js';

/** An account of the embedded chain, whose key everybody knows. */
const ANSWERS = [
  ...['--address', 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM', '--network', 'devnet'],
  ...['--price', 'STX=0.5', '--price', 'USDCx=0.25', '--price', 'sBTC=0.00001', '--origin', 'https://blog.example'],
];

const [, , folder = fileURLToPath(new URL('.', import.meta.url))] = process.argv;
const silent = { ...nodeTerminal(), environment: {}, print: () => {}, note: console.error };
for (const target of ['node', 'workers', 'vercel', 'deno']) {
  const dir = join(folder, target);
  rmSync(dir, { recursive: true, force: true });
  process.exitCode ||= await run(['init', ...ANSWERS, '--target', target, '--dir', dir, '--yes'], silent);
  // Wherever the repository is, it is above this folder.
  const manifest = join(dir, 'package.json');
  if (existsSync(manifest))
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"file:[^"]*"/, '"file:../../.."'));
}

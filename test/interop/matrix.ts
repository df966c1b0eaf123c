/** `npm run interop`: runs everybody's clients against everybody's servers, and prints the table of who could buy from whom. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'x402pay-interop-'));
const file = join(folder, 'matrix.md');
const args = ['--no-install', 'vitest', 'run', '--project', 'whole', 'test/interop/matrix.test.ts'];
spawnSync('npx', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, X402PAY_MATRIX: file } });
console.log(readFileSync(file, 'utf8'));
rmSync(folder, { recursive: true });

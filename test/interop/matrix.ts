/**
 * `npm run interop`: runs everybody's clients against everybody's servers, prints the table of who could buy from whom, and writes it into the README. A run in which
 * something failed changes nothing, and fails.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withTable } from './table.js';

const readme = fileURLToPath(new URL('../../README.md', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'x402pay-interop-'));
const file = join(folder, 'matrix.md');
const args = ['--no-install', 'vitest', 'run', '--project', 'whole', 'test/interop/matrix.test.ts'];
const { status } = spawnSync('npx', args, { stdio: 'inherit', env: { ...process.env, X402PAY_MATRIX: file } });
const table = existsSync(file) ? readFileSync(file, 'utf8') : 'The run did not get as far as the table.';
rmSync(folder, { recursive: true });
console.log(table);
if (status === 0) writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), table));
process.exitCode = status ?? 1;

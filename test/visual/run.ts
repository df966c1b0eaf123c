/** `npm run visual`: compares the pictures; with `--update`, takes new ones. */

import { spawnSync } from 'node:child_process';

const VISUAL_UPDATE = process.argv.includes('--update') ? 'yes' : 'no';
const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', '--project', 'whole', 'test/visual'], {
  stdio: 'inherit',
  env: { ...process.env, VISUAL_UPDATE },
});
process.exitCode = status ?? 1;

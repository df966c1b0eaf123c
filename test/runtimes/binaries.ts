/** The runtimes' own programs, from the packages that carry them. */

import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../package/installed.js';

const PLATFORMS: Readonly<Record<string, { bun: string; deno: string }>> = {
  'linux x64': { bun: 'linux-x64', deno: 'linux-x64-glibc' },
  'linux arm64': { bun: 'linux-aarch64', deno: 'linux-arm64-glibc' },
  'darwin x64': { bun: 'darwin-x64', deno: 'darwin-x64' },
  'darwin arm64': { bun: 'darwin-aarch64', deno: 'darwin-arm64' },
};
const platform = PLATFORMS[`${process.platform} ${process.arch}`] ?? { bun: '', deno: '' };

/** Smaller files stand in for a program until an install script has run. */
const LEAST_BYTES = 1_000_000;

export const binaries = {
  bun: () => found('bun', [`@oven/bun-${platform.bun}/bin/bun`, 'bun/bin/bun.exe']),
  deno: () => found('deno', [`@deno/${platform.deno}/deno`, 'deno/deno']),
  workerd: () => createRequire(import.meta.url)('workerd').default as string,
};

/** Install scripts move the program from the platform's package to the one with the plain name; where they do not run, it stays. */
function found(name: string, places: readonly string[]): string {
  const paths = places.map((place) => join(root, 'node_modules', place));
  const program = paths.find((path) => existsSync(path) && statSync(path).size > LEAST_BYTES);
  if (!program) throw new Error(`${name} is not installed for this platform: npm ci --include=optional`);
  return program;
}

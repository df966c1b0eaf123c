/** Files that are published beside the built code. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { X402Error } from '../../src/errors.js';

/** From `dist/` and from `dist/shared/`, and from this folder in the repository. */
const WAYS_UP = ['../', '../../'];

/**
 * Text of a file of the package, `contracts/revenue-split.clar` or `package.json`, wherever this code runs from.
 *
 * @throws `invalid_configuration` when the installation is broken
 */
export function packageFile(path: string): string {
  for (const up of WAYS_UP) {
    try {
      return readFileSync(new URL(up + path, import.meta.url), 'utf8');
    } catch {}
  }
  throw new X402Error('invalid_configuration', `This installation of x402pay has no ${path}; install it again.`);
}

/** Names of the files in a folder of the package; none where it is not built. */
export function packageFolder(path: string): readonly string[] {
  const folder = WAYS_UP.map((up) => new URL(up + path, import.meta.url)).find((url) => existsSync(url));
  return folder ? readdirSync(folder).sort() : [];
}

/** The repository, when this code runs in a checkout of it: it has what is never published. */
export function checkoutFolder(): string | undefined {
  const root = WAYS_UP.map((up) => new URL(up, import.meta.url)).find((url) =>
    existsSync(new URL('package.json', url)),
  );
  return root && existsSync(new URL('demo/devnet/start.ts', root)) ? fileURLToPath(root) : undefined;
}

/** Files that are published beside the built code. */

import { readFileSync } from 'node:fs';
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

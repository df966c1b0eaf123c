/** Finds a browser on this machine; on Debian as root, installs one. */

import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The path of a browser: from an environment variable, then the search path, then the usual places, then Debian's package where it may be installed.
 *
 * @param {{ variable: string, names: string[], places: string[], packages: string[] }} browser `packages`: Debian's, the browser first
 * @returns {string | undefined}
 * @throws {Error} when the variable names a program that is not there
 */
export function findBrowser({ variable, names, places, packages }) {
  const named = process.env[variable];
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`${variable} is "${named}", but no program is there.`);
  }
  return onSearchPath(names) ?? places.find(isExecutable) ?? installedFromDebian(names, packages);
}

function onSearchPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}

function installedFromDebian(names, packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.error(`No ${packages[0]} found: installing Debian's package (apt-get install ${packages[0]}) …`);
  const quietly = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  try {
    execFileSync('apt-get', ['update', '-qq'], quietly);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quietly);
  } catch {
    return undefined;
  }
  return onSearchPath(names);
}

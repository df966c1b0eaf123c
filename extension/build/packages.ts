/** What goes to the stores: the extension itself, and the sources that a reviewer builds the same bytes from. */

import { zipOf } from './pack.js';

/** Everything that the build reads, besides what `npm ci` installs. */
const SOURCES = [
  'extension',
  'src',
  'elements',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'LICENSE',
  'CONTRIBUTING.md',
];

/** @param folder a built extension */
export function storePackage(folder: string): Uint8Array {
  return zipOf(folder, ['.'], { change: (path, bytes) => (path === 'manifest.json' ? withoutKey(bytes) : bytes) });
}

export function sourcePackage(project: string): Uint8Array {
  return zipOf(project, SOURCES, { skip: (path) => /\.test\.ts$|-test\.ts$/.test(path) });
}

/** The key is for copies that are loaded by hand. The Chrome Web Store has one of its own for each extension, and takes no manifest that names one. */
function withoutKey(manifest: Uint8Array): Uint8Array {
  const { key: _, ...described } = JSON.parse(new TextDecoder().decode(manifest));
  return new TextEncoder().encode(`${JSON.stringify(described, null, 2)}\n`);
}

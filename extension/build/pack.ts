/** Packs folders and files for the browsers' stores. No time and no order of the disk gets into the zip. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';

/** The oldest time that a zip can hold. */
const TIMELESS = '1980-01-01T00:00:00';

interface ZipOptions {
  /** Names what is left out. */
  readonly skip?: (path: string) => boolean;
  /** What a file is in the zip, where that is something else than on the disk. */
  readonly change?: (path: string, bytes: Uint8Array) => Uint8Array;
}

/** @param paths files and folders below `root` */
export function zipOf(
  root: string,
  paths: readonly string[],
  { skip = () => false, change = (_, bytes) => bytes }: ZipOptions = {},
): Uint8Array {
  const files = paths
    .flatMap((path) => filesBelow(join(root, path)))
    .map((file) => relative(root, file).split(sep).join('/'));
  const entries = files
    .filter((file) => !skip(file))
    .sort()
    .map((file) => [file, change(file, readFileSync(join(root, file)))]);
  return zipSync(Object.fromEntries(entries) as Zippable, { level: 9, mtime: TIMELESS });
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

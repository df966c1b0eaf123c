/** Writes several files, or none of them. */

import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { X402Error } from '../../src/errors.js';

/** A file to write. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
  /** Only its owner may read it. */
  readonly isSecret?: boolean;
}

const UNFINISHED = '.x402pay-unfinished';

/**
 * Writes each file beside its place first, and moves all of them when the last one is complete. Nothing else runs in between, so that Ctrl+C comes
 * before or after.
 *
 * @throws `invalid_configuration` with field `dir`; then no file has changed
 */
export function writeFiles(files: readonly NewFile[]): void {
  // Node ends a process at Ctrl+C at once, unless somebody listens.
  const later = () => process.exit(130);
  process.once('SIGINT', later);
  const folders: string[] = [];
  const written: string[] = [];
  try {
    for (const { path, text, isSecret } of files) {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
        throw Object.assign(new Error('A folder is in the way.'), { code: 'EISDIR', path });
      }
      const folder = mkdirSync(dirname(path), { recursive: true });
      if (folder !== undefined) folders.push(folder);
      written.push(path);
      writeFileSync(path + UNFINISHED, text, { mode: isSecret ? 0o600 : 0o666 });
    }
    for (const { path } of files) renameSync(path + UNFINISHED, path);
  } catch (cause) {
    for (const path of written) rmSync(path + UNFINISHED, { force: true });
    for (const folder of folders.reverse()) rmSync(folder, { recursive: true, force: true });
    const { code, path } = cause as NodeJS.ErrnoException;
    const message = `Nothing was written: ${path?.replace(UNFINISHED, '')} cannot be (${code}).`;
    throw new X402Error('invalid_configuration', message, { cause, field: 'dir' });
  } finally {
    process.off('SIGINT', later);
  }
}

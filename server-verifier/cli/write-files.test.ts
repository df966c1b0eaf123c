import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isX402Error } from '../../src/errors.js';
import { writeFiles } from './write-files.js';

describe('writeFiles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'x402pay-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('writes files with their folders, and a secret for its owner only', () => {
    const path = join(folder, 'a/b/[name].js');
    const secret = join(folder, '.env');
    writeFileSync(secret, 'old', { mode: 0o644 });
    writeFiles([
      { path, text: 'one' },
      { path: secret, text: 'two', isSecret: true },
    ]);
    expect([readFileSync(path, 'utf8'), readFileSync(secret, 'utf8')]).toEqual(['one', 'two']);
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['.env', 'a']);
  });

  it.each([
    ['a folder is in the way', (there: string) => mkdirSync(join(there, 'last'))],
    ['a file is where a folder should be', (there: string) => writeFileSync(join(there, 'last'), '')],
  ])('writes nothing when %s', (_, obstruct) => {
    obstruct(folder);
    writeFileSync(join(folder, 'there'), 'old');
    const last = statSync(join(folder, 'last')).isDirectory() ? 'last' : 'last/file';
    const files = ['there', 'new/file', last].map((name) => ({ path: join(folder, name), text: 'new' }));
    const error = refusal(() => writeFiles(files));
    expect([error.code, error.field]).toEqual(['invalid_configuration', 'dir']);
    expect(readdirSync(folder).sort()).toEqual(['last', 'there']);
    expect(readFileSync(join(folder, 'there'), 'utf8')).toBe('old');
  });
});

function refusal(run: () => void) {
  try {
    run();
  } catch (error) {
    if (isX402Error(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** What writing a project does to the files that are there. Nothing is lost that was not said to be. */

import { join } from 'node:path';
import type { ProjectFile } from './init-project.js';
import type { Terminal } from './terminal.js';
import type { NewFile } from './write-files.js';

/** `new`, `unchanged`, `extended` by lines that were missing, or `overwritten`. */
type Change = 'new' | 'unchanged' | 'extended' | 'overwritten';

export interface PlannedFile extends NewFile {
  readonly change: Change;
}

/** Compares the project's files with what is there. */
export function planFiles(
  files: readonly ProjectFile[],
  dir: string,
  terminal: Pick<Terminal, 'readText'>,
): readonly PlannedFile[] {
  return files.map((file) => {
    const path = join(dir, file.path);
    return { path, ...changed(file, terminal.readText(path)), ...(file.kind === 'secret' && { isSecret: true }) };
  });
}

function changed({ text, kind }: ProjectFile, there: string | undefined): { text: string; change: Change } {
  if (there === undefined) return { text, change: 'new' };
  const whole = kind ? merged(there, text) : text;
  if (whole === there) return { text: there, change: 'unchanged' };
  return { text: whole, change: kind && whole.startsWith(there) ? 'extended' : 'overwritten' };
}

/** Name and value, also where a shell could read the file. */
const VARIABLE = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/;

/** All lines that are there, with those that are missing after them. A variable has one line, and a secret that is set stays. */
function merged(there: string, wanted: string): string {
  const lines = there.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const missing: string[] = [];
  for (const line of wanted.split('\n').filter((one) => one !== '')) {
    const [, name] = VARIABLE.exec(line) ?? [];
    // Where a variable stands twice, the last one counts.
    const place = lines.findLastIndex((one) => (name ? VARIABLE.exec(one)?.[1] === name : one.trim() === line));
    const [, , value] = VARIABLE.exec(lines[place] ?? '') ?? [];
    if (place < 0) missing.push(line);
    // Another secret would lock out all who have paid.
    else if (name && (name !== 'X402PAY_SECRET' || value === '')) lines[place] = line;
  }
  const isEnded = there.endsWith('\n') || missing.length > 0;
  return [...lines, ...missing].join('\n') + (isEnded ? '\n' : '');
}

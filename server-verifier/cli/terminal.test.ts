import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const TERMINAL = new URL('terminal.ts', import.meta.url).href;

describe('a question on the real terminal', () => {
  it.each([
    ['an answer', 'yes\r', '"yes"'],
    ['an empty answer', '\r', '""'],
    ['Ctrl+C', 'ye\x03', 'gone'],
    ['the end of the input', '', 'gone'],
  ])('is told from one that nobody hears: %s', async (_, typed, heard) => {
    expect(await asked(typed)).toBe(heard);
  });
});

/** Asks in a process of its own, whose input is what was typed. */
function asked(typed: string): Promise<string> {
  const code = `const { nodeTerminal } = await import('${TERMINAL}');
    console.log(JSON.stringify(await nodeTerminal().prompt('? ')) ?? 'gone');`;
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  return new Promise((resolve, reject) => {
    const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
    const child = execFile(process.execPath, args, { cwd }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout.trim());
    });
    child.stdin?.end(typed);
  });
}

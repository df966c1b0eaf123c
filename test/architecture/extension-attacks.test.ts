/** The extension's table of attacks names tests: each has to be there. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rows = readFileSync(`${root}/extension/SECURITY.md`, 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!attack |what \||--)/.test(line));
/** Names of tests, as `it('…', () =>` and `it.each(…)('…', async (…) =>` have them. */
const names = ['test/extension', 'extension', 'src/budget']
  .flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(`${root}/${file}`, 'utf8'))
  .flatMap((code) => [...code.matchAll(/(?:\bit|\))\(\s*'([^'\n]+)',\s*(?:async )?\(/g)])
  .map(([, name]) => name as string);

describe('the table of attacks', () => {
  it('is read', () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(names.length).toBeGreaterThan(100);
  });

  it.each(rows.map((row) => [/\| `([^`|]+)` \|$/.exec(row)?.[1] ?? row]))('names a test that is there: %s', (named) => {
    expect(names.filter((name) => name.startsWith(named))).not.toEqual([]);
  });
});

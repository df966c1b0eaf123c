/** What the build prints for pages that let somebody else serve the script. That browsers refuse other files: `test/end-to-end/blogs.test.ts`. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const BASE = 'https://cdn.example/x402/';

let folder: string;
let printed: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'x402pay-integrity-'));
  const command = ['run', 'build:browser', '--', '--outDir', folder, '--base', BASE];
  printed = execFileSync('npm', command, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the specification of Subresource Integrity has it. */
function integrityOf(file: string): string {
  return `sha384-${createHash('sha384')
    .update(readFileSync(join(folder, file)))
    .digest('base64')}`;
}

describe('the printed script tag', () => {
  it('has an address that never means another version, and the hash of the file there', () => {
    const [, address, integrity] = /<script async src="(\S+)" integrity="(\S+)" crossorigin>/.exec(printed) ?? [];
    expect(address).toBe(`${BASE}x402pay-${version}.js`);
    expect(integrity).toBe(integrityOf(`x402pay-${version}.js`));
    expect(integrity).toBe(integrityOf('x402pay.js'));
  });

  it('comes after the hashes of everything that it can load', () => {
    const [map = '', json = '{}'] = /<script type="importmap">(.*?)<\/script>/.exec(printed) ?? [];
    const chunks = readdirSync(join(folder, 'chunks'));
    expect(chunks.length).toBeGreaterThan(5);
    const expected = Object.fromEntries(
      chunks.map((chunk) => [`${BASE}chunks/${chunk}`, integrityOf(`chunks/${chunk}`)]),
    );
    expect(JSON.parse(json)).toEqual({ integrity: expected });
    expect(printed.indexOf(map)).toBeLessThan(printed.indexOf('<script async'));
  });

  it('stands in a file, too, for other programs', () => {
    const snippet = readFileSync(join(folder, 'snippet.html'), 'utf8');
    expect(snippet.trim().split('\n')).toHaveLength(3);
    expect(printed).toContain(snippet);
  });
});

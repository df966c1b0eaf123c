import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../package/installed.js';

/** With secrets, and so in no repository. */
const IGNORED =
  /(^|\/)(\.env|\.env\.local|\.dev\.vars|node_modules\/.*|\.wrangler\/.*|\.vercel\/.*|package-lock\.json|deno\.lock)$/;

describe('the ready-made servers in demo/deploy', () => {
  let fresh: string;
  beforeAll(() => {
    fresh = mkdtempSync(join(tmpdir(), 'x402pay-demo-deploy-'));
    execFileSync(process.execPath, ['--import', 'tsx', 'demo/deploy/write.ts', fresh], { cwd: root, stdio: 'pipe' });
  });
  afterAll(() => rmSync(fresh, { recursive: true, force: true }));

  it.each(['node', 'workers', 'vercel', 'deno'])(
    'are what init writes for %s (else: npx tsx demo/deploy/write.ts)',
    (target) => {
      const [written, readyMade] = [filesIn(join(fresh, target)), filesIn(join(root, 'demo/deploy', target))];
      expect(Object.keys(readyMade).length).toBeGreaterThan(6);
      expect(readyMade).toEqual(written);
    },
  );
});

/** Text by path. */
function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const names = paths.map((path) => path.slice(folder.length + 1)).filter((name) => !IGNORED.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

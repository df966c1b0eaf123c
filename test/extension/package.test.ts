import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildExtension } from '../../extension/build/build.js';
import { sourcePackage, storePackage } from '../../extension/build/packages.js';

const project = fileURLToPath(new URL('../..', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'x402pay-package-'));
const [first, second, firefox] = ['first', 'second', 'firefox'].map((name) => join(root, name)) as [
  string,
  string,
  string,
];

beforeAll(async () => {
  await buildExtension({ folder: first, browser: 'chromium' });
  await buildExtension({ folder: second, browser: 'chromium' });
  await buildExtension({ folder: firefox, browser: 'firefox' });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const files = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
const textOf = (unzipped: ReturnType<typeof unzipSync>, name: string) => new TextDecoder().decode(unzipped[name]);
const manifestIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

describe('what goes to the stores', () => {
  it('is the same bytes each time, file by file and as a zip', () => {
    const contents = (folder: string) =>
      files(folder).map((file) => [file.slice(folder.length), readFileSync(file, 'base64')]);
    expect(contents(second)).toEqual(contents(first));
    expect(Buffer.compare(storePackage(first), storePackage(second))).toBe(0);
  });

  it('is a zip with the manifest at its top, as it was built, but for the key that the store refuses', () => {
    const unzipped = unzipSync(storePackage(first));
    expect(Object.keys(unzipped)).toEqual(files(first).map((file) => file.slice(first.length + 1)));
    const { key, ...described } = manifestIn(first);
    expect(key).toMatch(/^MII/);
    expect(textOf(unzipped, 'manifest.json')).toBe(`${JSON.stringify(described, null, 2)}\n`);
    expect(textOf(unzipSync(storePackage(firefox)), 'manifest.json')).toBe(
      readFileSync(join(firefox, 'manifest.json'), 'utf8'),
    );
  });

  it('can be built from the sources that go along, by who has nothing else: the same bytes for each browser', () => {
    // Where the folders around are called as our own ones are.
    const copy = join(root, 'src', 'elements');
    for (const [path, bytes] of Object.entries(unzipSync(sourcePackage(project)))) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), bytes);
    }
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
    const { status, stderr } = spawnSync('npm', ['run', 'extension'], { cwd: copy, encoding: 'utf8' });
    expect([stderr, status]).toEqual(['', 0]);
    const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    const built = (name: string) => readFileSync(join(copy, 'dist-extension', `x402pay-${name}-${version}.zip`));
    expect(Buffer.compare(built('chromium'), storePackage(first))).toBe(0);
    expect(Buffer.compare(built('firefox'), storePackage(firefox))).toBe(0);
    expect(Buffer.compare(built('source'), sourcePackage(project))).toBe(0);
  });

  it('reaches no site when it is installed, and allows no code but its own', () => {
    for (const folder of [first, firefox]) {
      const { host_permissions, permissions, content_security_policy, content_scripts, externally_connectable } =
        manifestIn(folder);
      expect([host_permissions, content_scripts, externally_connectable]).toEqual([undefined, undefined, undefined]);
      expect(permissions).not.toContain('tabs');
      const policy = content_security_policy.extension_pages as string;
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|script-src[^;]*https?:/);
    }
  });

  it('has its worker where each browser looks for it, and files for all that the manifest names', () => {
    expect(manifestIn(first).background).toEqual({ service_worker: 'worker.js', type: 'module' });
    expect(manifestIn(firefox).background).toEqual({ scripts: ['worker.js'], type: 'module' });
    const { icons, action, options_ui } = manifestIn(first);
    const named = [...Object.values(icons), action.default_popup, options_ui?.page].filter(Boolean) as string[];
    expect(files(first)).toEqual(expect.arrayContaining(named.map((name) => join(first, name))));
  });

  it('neither evaluates text nor fetches code', () => {
    for (const file of files(first).filter((name) => name.endsWith('.js'))) {
      const code = readFileSync(file, 'utf8');
      expect(code).not.toMatch(/\beval\(|importScripts|\bimport\(["'`]https?:/);
    }
  });
});

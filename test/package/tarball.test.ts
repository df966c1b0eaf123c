import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What a user gets: the packed tarball, installed beside its own dependencies and nothing else of ours. */
describe('the published tarball', () => {
  let folder: string;
  let files: string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'x402pay-tarball-'));
    if (!existsSync(join(root, 'dist/index.js'))) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' });
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
        cwd: root,
        encoding: 'utf8',
      }),
    );
    files = packed.files.map((file: { path: string }) => file.path);
    execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    cpSync(join(folder, 'package'), join(modules, 'x402pay'), { recursive: true });
    for (const name of installedWithThePackage()) link(name, modules);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds nothing but the built package and its documents', () => {
    const strangers = files.filter(
      (file) =>
        !/^(dist\/|contracts\/[\w-]+\.clar$|package\.json$|README\.md$|LICENSE$|SECURITY\.md$|CHANGELOG\.md$)/.test(
          file,
        ),
    );
    expect(strangers).toEqual([]);
    expect(files).toContain('dist/x402pay.js');
  });

  it('holds nothing of the GPL virtual machine', () => {
    const traces = files
      .filter((file) => file !== 'package.json')
      .filter(
        (file) =>
          file.endsWith('.wasm') || readFileSync(join(folder, 'package', file), 'utf8').includes('clarinet-sdk'),
      );
    expect(traces).toEqual([]);
    const { dependencies, optionalDependencies, peerDependencies } = packageJson;
    expect({ ...dependencies, ...optionalDependencies, ...peerDependencies }).not.toHaveProperty(
      '@stacks/clarinet-sdk',
    );
  });

  it('never makes @stacks/connect a dependency of our users', () => {
    expect({ ...packageJson.dependencies, ...packageJson.optionalDependencies }).not.toHaveProperty('@stacks/connect');
  });

  it.each(Object.keys(packageJson.exports).filter((path) => !/\.js(on)?$/.test(path)))(
    'can be imported in Node as %s',
    (path) => {
      const name = `x402pay${path.slice(1)}`;
      const code = `const names = Object.keys(await import('${name}')); console.log(names.length);`;
      const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
        cwd: folder,
        encoding: 'utf8',
      });
      if (!path.endsWith('/define')) expect(Number(output)).toBeGreaterThan(0);
    },
  );

  it('has a types file behind every entry', () => {
    const missing = Object.values(packageJson.exports)
      .flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry as Record<string, string>)))
      .filter((file) => !existsSync(join(folder, 'package', file)));
    expect(missing).toEqual([]);
  });

  it('answers --help as a command', () => {
    const output = execFileSync(process.execPath, [join(folder, 'node_modules/x402pay/dist/cli.js'), '--help'], {
      encoding: 'utf8',
    });
    expect(output).toContain('x402pay deploy');
  });
});

/** The package's own dependencies and theirs, from our lock file's tree. */
function installedWithThePackage(): Set<string> {
  const found = new Set<string>();
  const queue = Object.keys({ ...packageJson.dependencies, ...packageJson.optionalDependencies });
  for (let name = queue.pop(); name; name = queue.pop()) {
    const manifest = join(root, 'node_modules', name, 'package.json');
    if (found.has(name) || !existsSync(manifest)) continue;
    found.add(name);
    queue.push(...Object.keys(JSON.parse(readFileSync(manifest, 'utf8')).dependencies ?? {}));
  }
  return found;
}

function link(name: string, modules: string): void {
  const target = join(modules, name);
  mkdirSync(join(target, '..'), { recursive: true });
  if (!existsSync(target)) symlinkSync(join(root, 'node_modules', name), target);
}

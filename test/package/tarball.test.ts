import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installed, install, packageJson, root } from './installed.js';

/** What a user gets: the packed tarball, installed beside its own dependencies and nothing else of ours. */
describe('the published tarball', () => {
  let installed: Installed;

  beforeAll(() => {
    if (!existsSync(join(root, 'dist/index.js'))) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' });
    installed = install();
    // What `x402pay/react` finds in a project that uses it.
    symlinkSync(join(root, 'node_modules/react'), join(installed.folder, 'node_modules/react'));
  });

  afterAll(() => installed.remove());

  it('holds nothing but the built package and its documents', () => {
    const strangers = installed.files.filter(
      (file) =>
        !/^(dist\/|contracts\/[\w-]+\.clar$|server-verifier\/cli\/templates\/|package\.json$|README\.md$|LICENSE$|SECURITY\.md$|CHANGELOG\.md$)/.test(
          file,
        ),
    );
    expect(strangers).toEqual([]);
    expect(installed.files).toContain('dist/x402pay.js');
    expect(installed.files.filter((file) => file.startsWith('dist/themes/'))).toHaveLength(4);
  });

  it('holds nothing of the GPL virtual machine', () => {
    const traces = installed.files
      .filter((file) => file !== 'package.json')
      .filter(
        (file) =>
          file.endsWith('.wasm') || readFileSync(join(installed.package, file), 'utf8').includes('clarinet-sdk'),
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

  it.each(Object.keys(packageJson.exports).filter((path) => !/\.(js|json|css)$/.test(path)))(
    'can be imported in Node as %s',
    (path) => {
      const name = `x402pay${path.slice(1)}`;
      const code = `const names = Object.keys(await import('${name}')); console.log(names.length);`;
      const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
        cwd: installed.folder,
        encoding: 'utf8',
      });
      if (!/\/define$|^\.\/types\//.test(path)) expect(Number(output)).toBeGreaterThan(0);
    },
  );

  it('has a types file behind every entry', () => {
    const missing = Object.values(packageJson.exports)
      .flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry as Record<string, string>)))
      .filter((file) => !existsSync(join(installed.package, file)));
    expect(missing).toEqual([]);
  });

  it('answers --help as a command', () => {
    const output = execFileSync(process.execPath, [join(installed.package, 'dist/cli.js'), '--help'], {
      encoding: 'utf8',
    });
    expect(output).toContain('x402pay deploy');
  });
});

/** The packed package, installed in a folder beside its own dependencies and nothing else of ours: what a user gets. */

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../..', import.meta.url));
export const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

export interface Installed {
  /** Imports from here find `x402pay` and what it depends on. */
  readonly folder: string;
  /** The unpacked package. */
  readonly package: string;
  /** What the tarball holds. */
  readonly files: readonly string[];
  remove(): void;
}

/**
 * Packs the package and installs it in a new folder.
 *
 * @param source a folder to pack instead of the project's own, with its own `dist`
 */
export function install(source: string = root): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'x402pay-installed-'));
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: source,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', modules]);
  // Where npm puts a package, too, it is called by its name.
  cpSync(join(modules, 'package'), join(modules, 'x402pay'), { recursive: true });
  rmSync(join(modules, 'package'), { recursive: true });
  for (const name of installedWithThePackage()) link(name, modules);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return {
    folder,
    package: join(modules, 'x402pay'),
    files: packed.files.map((file: { path: string }) => file.path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * As {@link install}, of a build of the sources as they are now, without types. Races with no other build.
 *
 * @param builds `browser` is the script tag's bundle
 */
export function installFresh(...builds: readonly 'browser'[]): Installed {
  const stage = mkdtempSync(join(tmpdir(), 'x402pay-stage-'));
  try {
    const documents = packageJson.files.filter((name: string) => /^[A-Z]/.test(name));
    for (const file of ['package.json', ...documents, 'contracts', 'server-verifier/cli/templates']) {
      cpSync(join(root, file), join(stage, file), { recursive: true });
    }
    const build = ['--no-install', 'vite', 'build', '--outDir', join(stage, 'dist'), '--logLevel', 'error'];
    for (const mode of ['production', ...builds]) {
      execFileSync('npx', [...build, '--mode', mode], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    }
    return install(stage);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

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
  mkdirSync(dirname(target), { recursive: true });
  if (!existsSync(target)) symlinkSync(join(root, 'node_modules', name), target);
}

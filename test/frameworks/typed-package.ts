/** The package as a project with one framework sees it: our declarations as they are published, and no package but that framework. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { packageJson, root } from '../package/installed.js';

export interface TypedProject {
  readonly folder: string;
  remove(): void;
}

/** Writes the declarations of everything that the elements' entries show. */
export function emitDeclarations(folder: string): void {
  const config = ts.readConfigFile(join(root, 'tsconfig.declarations.json'), (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const entries = Object.entries(packageJson.exports as Record<string, { types?: string }>)
    .filter(([name]) => /^\.\/(?:elements|react|types)\b/.test(name))
    .map(([, { types = '' }]) => join(root, types.replace('./dist/types/', '').replace('.d.ts', '.ts')));
  ts.createProgram(entries, { ...options, outDir: folder, noCheck: true }).emit();
}

/**
 * @param declarations what {@link emitDeclarations} has written
 * @param sample the file to check, from `types/`
 * @param framework packages that the project has; what they need comes along
 */
export function makeProject(
  declarations: string,
  sample: string,
  framework: readonly string[],
  compilerOptions: object = {},
): TypedProject {
  const folder = mkdtempSync(join(tmpdir(), 'x402pay-typed-'));
  const modules = join(folder, 'node_modules');
  const own = join(modules, 'x402pay');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), JSON.stringify(packageJson));
  cpSync(declarations, join(own, 'dist/types'), { recursive: true });
  for (const name of framework) link(name, modules);
  const code = readFileSync(join(root, 'test/frameworks/types', sample), 'utf8');
  writeFileSync(join(folder, sample), code.replace(/\{\/\* README \*\/\}|<!-- README -->/, readmeSnippet(sample)));
  const settings = {
    target: 'ES2023',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'Bundler',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    // Our own declarations are looked at, too.
    skipLibCheck: false,
    noEmit: true,
    types: [],
    ...compilerOptions,
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: settings, include: [sample], vueCompilerOptions: { strictTemplates: true } }),
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Row of the README's table by sample. */
const ROWS: Readonly<Record<string, string>> = {
  'react-components.tsx': 'React 19',
  'react.tsx': 'React 19, as an element',
  'preact.tsx': 'Preact',
  'solid.tsx': 'Solid',
  'VueSample.vue': 'Vue',
  'SvelteSample.svelte': 'Svelte 5',
};

/** What the README says to write. */
function readmeSnippet(sample: string): string {
  const row = ROWS[sample];
  if (row === undefined) return '';
  return readmeRow(row);
}

/** @throws when the README has no such row */
export function readmeRow(row: string): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, snippet] = readme.split(`\n| ${row} | \``)[1]?.match(/^([^`]+)` \|/) ?? [];
  if (snippet === undefined) throw new Error(`The README has no row for ${row}.`);
  return snippet;
}

/** What the compiler says, one line for each error. */
export function errorsOf({ folder }: TypedProject): string[] {
  const file = join(folder, 'tsconfig.json');
  const config = ts.readConfigFile(file, (path) => readFileSync(path, 'utf8'));
  const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder);
  const program = ts.createProgram(fileNames, options);
  // The sample and our declarations; the frameworks' are their business.
  const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
  return [program.getOptionsDiagnostics(), ...files.map((one) => program.getSemanticDiagnostics(one))]
    .flat()
    .map(({ file, start = 0, messageText }) => {
      const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${file?.fileName.replace(`${folder}/`, '')}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}

/** A package, and everything that it depends on. */
function link(name: string, modules: string): void {
  const [source, target] = [join(root, 'node_modules', name), join(modules, name)];
  if (!existsSync(source) || existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(source, target);
}

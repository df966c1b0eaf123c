/** What editors and compilers say of our elements in each framework: right attributes compile, wrong ones do not. */

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTemplate } from '@angular/compiler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../package/installed.js';
import { emitDeclarations, errorsOf, makeProject, readmeRow, type TypedProject } from './typed-package.js';

const declarations = mkdtempSync(join(tmpdir(), 'x402pay-declarations-'));
const projects: TypedProject[] = [];
/** Programs of their own, at work while the compiler is at work here. */
let vue: Promise<string>;
let svelte: Promise<string>;

beforeAll(() => {
  emitDeclarations(declarations);
  const { folder } = project('VueSample.vue', ['vue', '@vue', 'csstype'], { jsx: 'preserve', skipLibCheck: true });
  vue = said('vue-tsc', ['--noEmit', '-p', folder]);
  const inSvelte = project('SvelteSample.svelte', ['svelte'], { skipLibCheck: true });
  svelte = said('svelte-check', ['--workspace', inSvelte.folder, '--output', 'machine', '--threshold', 'error']);
});
afterAll(() => {
  for (const { remove } of projects) remove();
  rmSync(declarations, { recursive: true, force: true });
});

function project(...project: [sample: string, packages: readonly string[], compilerOptions?: object]): TypedProject {
  const made = makeProject(declarations, ...project);
  projects.push(made);
  return made;
}

describe('what the README says to write', () => {
  it('is a template to Angular', () => {
    const { errors, nodes } = parseTemplate(readmeRow('Angular'), 'README.md');
    expect(errors).toBeNull();
    expect(nodes).toMatchObject([{ name: 'x402-paywall', outputs: [{ name: 'x402-paid' }] }]);
  });
});

// The README's snippets stand in the samples.
describe('the elements’ typings', () => {
  it('need no framework', () => {
    expect(errorsOf(project('plain.ts', []))).toEqual([]);
  });

  it.each([
    ['the JSX of React 19', 'react.tsx', ['react', '@types/react', 'csstype'], 'react'],
    ['the React components and the hook', 'react-components.tsx', ['react', '@types/react', 'csstype'], 'react'],
    ['the JSX of Preact', 'preact.tsx', ['preact'], 'preact'],
    ['the JSX of Solid', 'solid.tsx', ['solid-js', 'csstype'], 'solid-js'],
  ])('let right attributes, properties and listeners pass in %s, and wrong ones not', (...row) => {
    const [, sample, packages, jsxImportSource] = row;
    const jsx = jsxImportSource === 'solid-js' ? 'preserve' : 'react-jsx';
    expect(errorsOf(project(sample, packages, { jsx, jsxImportSource }))).toEqual([]);
  });

  it('do so in the templates of Vue', async () => {
    expect(await vue).toBe('');
  });

  it('do so in the templates of Svelte', async () => {
    const output = await svelte;
    const sample = readFileSync(join(root, 'test/frameworks/types/SvelteSample.svelte'), 'utf8').split('\n');
    const firstWrong = sample.findIndex((line) => line.includes('source=')) + 1;
    const wrong = [...output.matchAll(/ERROR "SvelteSample\.svelte" (\d+):\d+ "(.*)"$/gm)];
    expect(
      wrong.map(([, line]) => Number(line) - firstWrong),
      output,
    ).toEqual([0, 1, 2, 3, 4, 5]);
    const reasons = ['source', "'number'", 'headline', 'state', "'amount'", 'replace'];
    for (const [index, reason] of reasons.entries()) expect(wrong[index]?.[2]).toContain(reason);
  });
});

/** What a checker prints. */
function said(program: string, options: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(join(root, 'node_modules/.bin', program), options, (error, stdout, stderr) =>
      resolve(error ? stdout + stderr || String(error) : stdout.trim()),
    );
  });
}

/**
 * `npm test`: everything that does not walk through whole browsers. `npm run test:walks`: those walks. Each ends with what failed, if
 * anything did, and the line `N passed, N failed`. The elements' own tests have one page at a time and run beside the others, so that
 * no core is left idle.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import viteConfig from '../vite.config.js';
import { findChrome } from './browser/find-chrome.mjs';
import { findFirefox } from './browser/find-firefox.mjs';

/** What a runner's reporter wrote. */
interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

interface Run extends Count {
  /** What the runner wrote, where it was not to write between the lines of another one. */
  readonly output: string;
}

/** Vitest's projects. */
const PROJECTS = (viteConfig({ command: 'serve', mode: 'test' }).test?.projects ?? []) as {
  readonly test: { readonly name: string };
}[];
/** Those with a chain, a seller and a whole browser for each file. */
const WALKS = ['end-to-end', 'extension'];
const CORES = availableParallelism();

const reports = mkdtempSync(join(tmpdir(), 'x402pay-test-'));
const hasFirefox = findBrowsers();
const runs = process.argv[2] === 'walks' ? [await nodeTests(CORES, WALKS)] : await quickTests();
rmSync(reports, { recursive: true, force: true });

for (const { name, message } of runs.flatMap((run) => run.failures)) console.log(failureText(name, message));
const passed = runs.reduce((sum, run) => sum + run.passed, 0);
const failed = runs.reduce((sum, run) => sum + run.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Looks for the browsers before anybody else does: where they are missing they are installed, which two at a time cannot do. */
function findBrowsers(): boolean {
  try {
    findChrome();
  } catch {
    // Every test that needs it says so.
  }
  return findFirefox() !== undefined;
}

async function quickTests(): Promise<Run[]> {
  const others = PROJECTS.map(({ test }) => test.name).filter((name) => !WALKS.includes(name));
  const [node, elements] = await Promise.all([nodeTests(CORES, others), elementTests()]);
  for (const { output } of elements) process.stdout.write(output);
  return [node, ...elements];
}

/** What runs in Node. */
async function nodeTests(workers: number, projects: readonly string[]): Promise<Run> {
  const report = join(reports, 'node.json');
  const { status } = await run(
    'vitest',
    [
      'run',
      `--maxWorkers=${workers}`,
      ...projects.map((name) => `--project=${name}`),
      '--reporter=default',
      '--reporter=./test/count-reporter.ts',
    ],
    { env: { TEST_REPORT: report } },
  );
  return counted('vitest', status, '', report);
}

/** The elements' own tests, inside one real browser after the other. */
async function elementTests(): Promise<Run[]> {
  return [await browserTests('web-test-runner.config.mjs'), await firefoxTests()];
}

async function browserTests(config: string): Promise<Run> {
  const report = join(reports, `${config}.json`);
  const env = { TEST_REPORT: report };
  const { status, output } = await run('wtr', ['--config', `test/browser/${config}`], { isQuiet: true, env });
  return counted(config, status, output, report);
}

/** The same in Firefox, where there is one. */
async function firefoxTests(): Promise<Run> {
  if (hasFirefox) return browserTests('firefox.config.mjs');
  const output =
    'No Firefox was found, so the elements were tested in Chromium only. FIREFOX_PATH=/path/to/firefox says where it is.\n';
  const failures = process.env.CI ? [{ name: 'Firefox', message: output }] : [];
  return { passed: 0, failed: failures.length, failures, output };
}

/** A runner that failed outside of any test (it crashed, say) counts as one failure. */
function counted(runner: string, status: number, output: string, report: string): Run {
  const ended = { name: runner, message: `ended with code ${status}; what it wrote above says why` };
  try {
    const count: Count = JSON.parse(readFileSync(report, 'utf8'));
    if (status === 0 || count.failed > 0) return { ...count, output };
    return { ...count, failed: 1, failures: [ended], output };
  } catch {
    return { passed: 0, failed: 1, failures: [ended], output };
  }
}

/** A failure at the end of all that was written, where it is looked for: each line marked, so that CI can gather them. */
function failureText(name: string, message: string): string {
  const lines = stripVTControlCharacters(message).split('\n').filter(Boolean).slice(0, 12);
  return [name, ...lines.map((line) => `  ${line.slice(0, 300)}`)].map((line) => `failed: ${line}`).join('\n');
}

/** @returns the exit code, and for a quiet run what it wrote instead of writing it */
async function run(
  command: string,
  args: readonly string[],
  { isQuiet = false, env = {} }: { isQuiet?: boolean; env?: Record<string, string> } = {},
): Promise<{ status: number; output: string }> {
  const quiet = isQuiet ? 'pipe' : 'inherit';
  const child = spawn('npx', ['--no-install', command, ...args], {
    stdio: ['inherit', quiet, quiet],
    env: { ...process.env, ...env },
  });
  const written = [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : ''));
  const status = await new Promise<number>((done) => child.on('close', (code) => done(code ?? 1)));
  return { status, output: (await Promise.all(written)).join('') };
}

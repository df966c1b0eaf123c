/** `npm test`: everything. Runs each suite in its own runner, and ends with the line `N passed, N failed`. */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Count {
  passed: number;
  failed: number;
}

const reports = mkdtempSync(join(tmpdir(), 'x402pay-test-'));
const counts = [await nodeTests(), await browserTests()];
rmSync(reports, { recursive: true, force: true });

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Everything that runs in Node, the end-to-end walks in a real browser among it. */
async function nodeTests(): Promise<Count> {
  const report = join(reports, 'node.json');
  const status = await run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  return counted(status, () => {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: result.numPassedTests, failed: result.numFailedTests };
  });
}

/** The elements' own tests, inside a real browser. */
async function browserTests(): Promise<Count> {
  const report = join(reports, 'browser.json');
  const status = await run('wtr', ['--config', 'test/browser/web-test-runner.config.mjs'], { TEST_REPORT: report });
  return counted(status, () => JSON.parse(readFileSync(report, 'utf8')));
}

/** A runner that failed outside of any test (a file that does not load, a crash) counts as one failure. */
function counted(status: number, read: () => Count): Count {
  try {
    const count = read();
    return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn('npx', ['--no-install', command, ...args], {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('close', (code) => done(code ?? 1));
  });
}

/** Tests of the elements, and of the extension's pages, inside a real browser: `npx wtr --config test/browser/web-test-runner.config.mjs`. */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { CHROME_FLAGS, findChrome } from './find-chrome.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default {
  rootDir: root,
  files: ['elements/**/*.browser-test.ts', 'extension/pages/**/*.browser-test.ts'],
  nodeResolve: { exportConditions: ['browser'], extensions: ['.ts', '.mjs', '.js'] },
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${root}elements/tsconfig.json` }), emulation()],
  browsers: [chromeLauncher({ launchOptions: { executablePath: findChrome(), args: CHROME_FLAGS } })],
  // One page at a time: pages behind another one have no focus and draw no frames.
  concurrency: 1,
  testFramework: { config: { timeout: 120_000 } },
  // They end what hangs; what is only slow on a busy machine is none of a test's business.
  testsFinishTimeout: 600_000,
  browserStartTimeout: 300_000,
  testsStartTimeout: 300_000,
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countReporter()],
};

/** The command of `media.ts`: the runner's own cannot force colours. */
function emulation() {
  const clients = new Map();
  return {
    name: 'x402pay-emulation',
    async executeCommand({ command, payload, session }) {
      if (command !== 'emulate-features') return undefined;
      const page = session.browser.getPage(session.id);
      const client = clients.get(page) ?? (await page.createCDPSession());
      clients.set(page, client);
      const features = ['prefers-color-scheme', 'prefers-reduced-motion', 'forced-colors', 'prefers-contrast'];
      await client.send('Emulation.setEmulatedMedia', {
        media: payload.media ?? '',
        features: features.map((name) => ({ name, value: payload[name] ?? '' })),
      });
      return true;
    },
  };
}

/** Writes how many tests passed, and which failed with which words, to the file in `TEST_REPORT`, for `npm test`. */
function countReporter() {
  return {
    stop({ sessions }) {
      const { TEST_REPORT } = process.env;
      if (TEST_REPORT) writeFileSync(TEST_REPORT, JSON.stringify(countOf(sessions)));
    },
  };
}

function countOf(sessions) {
  const results = sessions.flatMap(resultsOf).filter(({ skipped }) => !skipped);
  const failures = results.filter(({ passed }) => !passed).map(({ name, message }) => ({ name, message }));
  return { passed: results.length - failures.length, failed: failures.length, failures };
}

/** A file that does not load has no tests; it counts as one that failed. */
function resultsOf({ testFile, browser, passed, testResults, errors }) {
  const file = `${testFile.replace(root, '')} (${browser.name})`;
  const tests = testsIn(testResults).map(({ names, skipped, passed, error }) => ({
    name: [file, ...names].join(' > '),
    skipped,
    passed,
    message: error?.message ?? '',
  }));
  const isSilent = !passed && tests.every((test) => test.passed || test.skipped);
  const message = errors.map((error) => error.message).join('\n');
  return isSilent ? [...tests, { name: file, skipped: false, passed: false, message }] : tests;
}

function testsIn(suite, above = []) {
  if (!suite) return [];
  const tests = suite.tests.map((test) => ({ ...test, names: [...above, test.name] }));
  return [...tests, ...suite.suites.flatMap((inner) => testsIn(inner, [...above, inner.name]))];
}

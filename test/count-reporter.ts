/** A reporter of Vitest for `npm test`: how many tests passed, and which failed with which words. Written as JSON to the file in `TEST_REPORT`. */

import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

interface Failure {
  readonly name: string;
  readonly message: string;
}

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const { TEST_REPORT } = process.env;
    if (!TEST_REPORT) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const failures = [
      ...modules.flatMap(failuresIn),
      ...unhandled.map((error) => failure('outside of any test', [error])),
    ];
    writeFileSync(TEST_REPORT, JSON.stringify({ passed, failed: failures.length, failures }));
  }
}

/** Its tests that failed, and what failed around them: a file that does not load, a hook. */
function failuresIn(module: TestModule): Failure[] {
  const file = module.relativeModuleId;
  const suites = [...module.children.allSuites()];
  const tests = [...module.children.allTests('failed')];
  return [
    ...(module.errors().length > 0 ? [failure(file, module.errors())] : []),
    ...suites
      .filter((suite) => suite.errors().length > 0)
      .map((suite) => failure(`${file} > ${suite.fullName}`, suite.errors())),
    ...tests.map((test) => failure(`${file} > ${test.fullName}`, test.result().errors ?? [])),
  ];
}

function failure(name: string, errors: readonly { readonly message: string; readonly stack?: string }[]): Failure {
  return { name, message: errors.map(({ message, stack }) => `${message}\n${stack ?? ''}`).join('\n') };
}

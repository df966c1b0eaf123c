/** What importing the built package costs a fresh process, in CPU time over a process that imports nothing. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, printGoal, printTable } from './measure.js';

const BUDGET_MILLISECONDS = 60;
const RUNS = 11;
const dist = new URL('../../dist/', import.meta.url);
const run = promisify(execFile);

interface Start {
  readonly name: string;
  /** Module text to run. */
  readonly code: string;
}

export async function benchColdStart(): Promise<void> {
  if (!existsSync(new URL('verifier.js', dist))) {
    console.log('\nCold start needs the built package: run `npm run build` first.');
    return;
  }
  const starts: Start[] = [
    { name: 'an empty process', code: '' },
    { name: 'import x402pay', code: importOf('index.js') },
    { name: 'import x402pay/stacks', code: importOf('stacks.js') },
    { name: 'import x402pay/verifier', code: importOf('verifier.js') },
    {
      name: 'the same, and load the engine for the first payment',
      code: `${importOf('verifier.js')} await module.pickRecover();`,
    },
    { name: 'import @stacks/transactions, to compare', code: `await import('@stacks/transactions');` },
  ];
  const costs = starts.map((): number[] => []);
  for (let round = 0; round < RUNS; round++) {
    for (const [index, start] of starts.entries()) costs[index]!.push(await cpuMilliseconds(start.code));
  }
  const empty = median(costs[0]!);
  const over = costs.map((samples) => median(samples) - empty);
  printTable(
    `Cold start, median of ${RUNS} processes`,
    ['', 'CPU ms', 'over empty'],
    starts.map(({ name }, index) => [name, median(costs[index]!).toFixed(0), over[index]!.toFixed(0)]),
  );
  console.log();
  const verifier = over[starts.findIndex(({ name }) => name === 'import x402pay/verifier')]!;
  printGoal(
    `importing the verifier, at most ${BUDGET_MILLISECONDS} ms`,
    verifier <= BUDGET_MILLISECONDS,
    `${verifier.toFixed(0)} ms`,
  );
}

function importOf(file: string): string {
  return `const module = await import(${JSON.stringify(new URL(file, dist).href)});`;
}

/** User and system time of one process, told by itself at its end. */
async function cpuMilliseconds(code: string): Promise<number> {
  const report = `const { user, system } = process.cpuUsage(); console.log((user + system) / 1000);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', `${code}\n${report}`], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return Number(stdout);
}

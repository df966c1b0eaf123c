/** Measures by CPU time and in turn, so that noisy neighbours and a warming engine touch all cases alike. */

export interface Case {
  readonly name: string;
  /** Does the work once. */
  readonly run: () => unknown;
}

export interface Measured {
  readonly name: string;
  /** Operations per CPU-second (user and system, all threads of the process): the median of the rounds, and their range. */
  readonly perSecond: number;
  readonly lowest: number;
  readonly highest: number;
  /** Times as fast as the first case: round by round, then the median. */
  readonly ratio: number;
}

export interface Rounds {
  readonly rounds: number;
  /** Wall time of one case in one round. */
  readonly milliseconds: number;
}

/** Runs the cases in turn (A B C, B C A, …), after one round that only warms up. The first case is what the others are compared with. */
export function measure(cases: readonly Case[], { rounds, milliseconds }: Rounds): Measured[] {
  const speeds = cases.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < cases.length; turn++) {
      const index = (turn + round + cases.length) % cases.length;
      const speed = operationsPerSecond(cases[index]!.run, milliseconds);
      if (round >= 0) speeds[index]!.push(speed);
    }
  }
  return cases.map(({ name }, index) => ({
    name,
    perSecond: median(speeds[index]!),
    lowest: Math.min(...speeds[index]!),
    highest: Math.max(...speeds[index]!),
    ratio: median(speeds[index]!.map((speed, round) => speed / speeds[0]![round]!)),
  }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function printTable(title: string, headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ');
  console.log(`\n${title}\n\n${line(headings)}\n${widths.map((width) => '-'.repeat(width)).join('  ')}`);
  for (const row of rows) console.log(line(row));
}

/** The rows of a table of speeds. */
export function speedRows(results: readonly Measured[]): string[][] {
  return results.map(({ name, perSecond, lowest, highest, ratio }) => [
    name,
    thousands(perSecond),
    `${thousands(lowest)}–${thousands(highest)}`,
    `${ratio.toFixed(2)}×`,
  ]);
}

export const SPEED_HEADINGS: readonly string[] = ['', 'per CPU-second', 'min–max', 'ratio'];

/** Says whether a goal was met, in the same words everywhere. */
export function printGoal(goal: string, met: boolean, found: string): void {
  console.log(`${met ? 'met   ' : 'MISSED'} ${goal}: ${found}`);
}

export function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function operationsPerSecond(run: () => unknown, milliseconds: number): number {
  const end = performance.now() + milliseconds;
  const before = process.cpuUsage();
  let operations = 0;
  do {
    for (let repeat = 0; repeat < 8; repeat++) run();
    operations += 8;
  } while (performance.now() < end);
  const { user, system } = process.cpuUsage(before);
  return (operations * 1e6) / (user + system);
}

import { PATIENCE } from '../patience.js';

/** Looks until it is so. For what no event tells of. @throws Error with what was waited for, as it stands in the test */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Waited in vain for: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The same, while something goes on: nobody looks any more when that is over. */
export function untilOver(work: Promise<unknown>, isSo: () => boolean | Promise<boolean>): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  return until(async () => isOver || isSo());
}

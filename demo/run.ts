/** How every program of the demo runs: `--help`, errors as one sentence, a clean end on Ctrl-C. */

/**
 * Runs `start` until the program is told to stop.
 *
 * @param help printed for `--help` instead
 * @param start resolves with what is to be done at the end
 */
export async function untilStopped(help: string, start: () => Promise<() => Promise<void>>): Promise<void> {
  if (wantsHelp()) return console.log(help);
  const told = toldToStop();
  try {
    const stop = await start();
    await told;
    await stop();
    process.exit(0);
  } catch (error) {
    fail(error);
  }
}

/** Resolves with the first Ctrl-C, also while still starting. The second one is for those who cannot wait. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (told) process.exit(1);
        told = true;
        resolve();
      });
    }
  });
}

export function wantsHelp(): boolean {
  return process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h');
}

export function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

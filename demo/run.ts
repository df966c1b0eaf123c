/** How every program of the demo runs: `--help`, errors as one sentence, a clean end on Ctrl-C. */

/**
 * Runs `start` until the program is told to stop.
 *
 * @param help printed for `--help` instead
 * @param start resolves with what is to be done at the end
 */
export async function untilStopped(help: string, start: () => Promise<() => Promise<void>>): Promise<void> {
  if (wantsHelp()) return console.log(help);
  try {
    const stop = await start();
    let stopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        // A second Ctrl-C is for those who cannot wait.
        if (stopping) process.exit(1);
        stopping = true;
        stop().then(
          () => process.exit(0),
          (error) => fail(error),
        );
      });
    }
  } catch (error) {
    fail(error);
  }
}

export function wantsHelp(): boolean {
  return process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h');
}

export function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

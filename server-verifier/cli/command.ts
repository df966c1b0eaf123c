/** What every command is. */

import type { ExitCode } from './exit.js';
import type { Terminal } from './terminal.js';

export interface Command {
  /** One line for the overview. */
  readonly summary: string;
  /** All about it, for `--help`. */
  readonly help: string;
  /** @throws `X402Error` for anything that the person has to know */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** The command `x402pay`. */

import { run } from './command-line.js';
import { nodeTerminal } from './terminal.js';

process.exitCode = await run(process.argv.slice(2), nodeTerminal());

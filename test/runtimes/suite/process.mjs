/** Node, Bun and Deno: runs the suite, and prints the report as the last line. */

import { runSuite } from './suite.mjs';

console.log(JSON.stringify(await runSuite()));

/** `npm run bench`: the numbers of the README, on this machine. Ratios travel between machines, absolute figures do not. */

import { cpus } from 'node:os';
import { benchColdStart } from './cold-start.js';
import { benchVerification } from './verification.js';

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`);
await benchVerification();
await benchColdStart();

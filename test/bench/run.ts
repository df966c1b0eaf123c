/** `npm run bench`: the numbers of the README, on this machine; `npm run bench -- extension` for one of them. Ratios travel between machines, absolute figures do not. */

import { cpus } from 'node:os';
import { benchColdStart } from './cold-start.js';
import { benchUnsealing } from './unsealing.js';
import { benchVerification } from './verification.js';
import { benchWholePage } from './whole-page.js';

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`);
const benches = {
  verification: benchVerification,
  'cold-start': benchColdStart,
  unsealing: benchUnsealing,
  extension: benchWholePage,
};
const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) if (wanted.length === 0 || wanted.includes(name)) await bench();

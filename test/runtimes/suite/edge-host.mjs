/** A process with an Edge runtime in it: runs the script that it is given, and prints the answer to one request. */

import { readFileSync } from 'node:fs';
import { EdgeRuntime } from 'edge-runtime';

const [, , script] = process.argv;
// As where it is deployed: no code from bytes or text.
const codeGeneration = { strings: false, wasm: false };
const runtime = new EdgeRuntime({ initialCode: readFileSync(script, 'utf8'), codeGeneration });
const response = await runtime.dispatchFetch('https://shop.example/');
process.stdout.write(await response.text(), () => process.exit());

/** A server with an Edge runtime in it, with this process's variables as Vercel gives them to a function. */

import { readFileSync } from 'node:fs';
import { EdgeRuntime, runServer } from 'edge-runtime';

const [, , script] = process.argv;
const runtime = new EdgeRuntime({
  initialCode: readFileSync(script, 'utf8'),
  // As where it is deployed: no code from bytes or text.
  codeGeneration: { strings: false, wasm: false },
  extend: (context) => Object.assign(context, { process: { env: { ...process.env } } }),
});
const { url } = await runServer({ runtime, host: '127.0.0.1', port: 0 });
console.log(url);

/** For Node: a process that listens. `PORT` says where; put it behind a web server that speaks HTTPS. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { nodeListener } from 'x402pay/verifier/node';
import { createPaidServer } from './paid.js';

/** Has `x402pay.js` and what it loads: sites on this computer may have no network to get them from. */
const SCRIPTS = import.meta.resolve('x402pay/x402pay.js');
const paid = createPaidServer(process.env);

/** @param {Request} request */
async function answer(request) {
  const [path] = /(?<=^\/)(?:x402pay|chunks\/[\w.-]+)\.js$/.exec(new URL(request.url).pathname) ?? [];
  const script = path && (await readFile(new URL(path, SCRIPTS)).catch(() => undefined));
  if (!script) return paid(request);
  return new Response(script, { headers: { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' } });
}

const server = createServer(nodeListener(answer, { onError: console.error }));

server.on('error', (error) => {
  console.error(`${error.message}. Another port is chosen with PORT=4000, say.`);
  process.exitCode = 1;
});

server.listen(Number(process.env.PORT ?? 3000), () => {
  const address = server.address();
  console.log(`Listening on http://localhost:${typeof address === 'object' ? address?.port : address}`);
});

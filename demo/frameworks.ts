/** `npm run frameworks`: the example apps in Vite's development server, with what they sell, an embedded chain, and the development wallet. */

import { fileURLToPath } from 'node:url';
import { createServer, type Plugin } from 'vite';
import { createVerifier } from 'x402pay/verifier';
import { nodeListener } from 'x402pay/verifier/node';
import { type Devnet, startDevnet } from './devnet/index.js';
import { untilStopped } from './run.js';
import { portFrom, readSecret } from './state-folder.js';

const DEFAULT_PORT = 4030;
const DEFAULT_DEVNET_PORT = 3999;
const APPS = ['react', 'preact', 'solid', 'vue', 'svelte', 'angular', 'plain'];

const HELP = `The example apps, one for each framework, and an embedded chain to pay on. What is changed in demo/frameworks is seen at once.

  npm run frameworks

  PORT         where the apps are; default ${DEFAULT_PORT}
  DEVNET_PORT  where the chain answers; default ${DEFAULT_DEVNET_PORT}
`;

await untilStopped(HELP, async () => {
  const port = portFrom('PORT', DEFAULT_PORT);
  const devnet = await startDevnet({ port: portFrom('DEVNET_PORT', DEFAULT_DEVNET_PORT), blockMilliseconds: 2000 });
  const origin = `http://localhost:${port}`;
  const server = await createServer({
    configFile: fileURLToPath(new URL('./frameworks/vite.config.ts', import.meta.url)),
    logLevel: 'warn',
    server: { port, strictPort: true },
    plugins: [surroundings(origin, devnet)],
  });
  await server.listen().catch(async (error) => {
    await devnet.close();
    throw error;
  });
  console.log(`The example apps are at ${origin}, the chain at ${devnet.url}. Stop them with Ctrl-C.`);
  return async () => {
    await Promise.all([server.close(), devnet.close()]);
  };
});

/** What the apps have around them: a list, what they sell, and a wallet. */
function surroundings(origin: string, devnet: Devnet): Plugin {
  const sell = nodeListener(sellerOf(origin, devnet));
  return {
    name: 'x402pay-surroundings',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (request.url?.startsWith('/paid/')) return sell(request, response);
        if (request.url !== '/') return next();
        return void response.setHeader('Content-Type', 'text/html; charset=utf-8').end(listOf(devnet));
      });
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { async: true, src: `${devnet.url}/devnet/wallet.js` } }],
  };
}

function sellerOf(origin: string, devnet: Devnet): (request: Request) => Promise<Response> {
  const verifier = createVerifier({
    network: devnet.network,
    payTo: devnet.account('creator').address,
    secret: readSecret(),
    origin,
    chain: { url: devnet.url },
    page: false,
  });
  const protect = verifier.protect({ price: { STX: '0.001' }, access: '30d' });
  return (request) =>
    protect(request, () => {
      const text = `<p>What stands at ${new URL(request.url).pathname}.</p>`;
      return new Response(text, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
    });
}

function listOf({ url }: Devnet): string {
  const links = APPS.map((app) => `<li><a href="/${app}/?node=${encodeURIComponent(url)}">${app}</a></li>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Example apps</title><h1>Example apps</h1><ul>${links.join('')}</ul></html>`;
}

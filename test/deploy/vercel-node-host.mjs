/** As Vercel's Node.js runtime: finds the function of a path, and calls its export for the method. Run in the project's folder. */

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const project = pathToFileURL(join(process.cwd(), 'package.json'));
const { nodeListener } = await import(pathToFileURL(createRequire(project).resolve('x402pay/verifier/node')));
const functions = {
  articles: await import(new URL('api/articles/[name].js', project)),
  keys: await import(new URL('api/keys/[name].js', project)),
};

const server = createServer(
  nodeListener((request) => {
    const [, name] = /^\/api\/(articles|keys)\/[^/]+$/.exec(new URL(request.url).pathname) ?? [];
    const handler = functions[name]?.[request.method];
    return handler ? handler(request) : new Response(null, { status: name ? 405 : 404 });
  }),
);
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

/** Starts BitBlog alone, on an embedded chain that is already running: `npx tsx demo/blog/start.ts`. */

import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { untilStopped } from '../run.js';
import { portFrom, readSecret, STATE_FOLDER } from '../state-folder.js';
import { readDevnetFacts } from './devnet-facts.js';
import { type ServedBlog, serveBlog } from './serve.js';
import type { StaticFolders } from './static-files.js';

export const DEFAULT_PORT = 4020;
const DEFAULT_DEVNET_URL = 'http://127.0.0.1:3999';

const HELP = `BitBlog alone, on an embedded chain that is already running (npm run devnet).

  npx tsx demo/blog/start.ts

  PORT          where the blog listens; default ${DEFAULT_PORT}, 0 for any free port
  DEVNET_URL    where the chain answers; default ${DEFAULT_DEVNET_URL}
  BLOG_SECRET   at least 32 bytes; default: made once and kept in .demo/secret
  BLOG_BUNDLES  a folder with page.js, custom-elements.json, x402pay.js and chunks/; default: built, and dist/
`;

/** Builds the page's script, and starts the blog. */
export async function startBlog(port: number, devnetUrl: string): Promise<ServedBlog> {
  const [devnet, folders] = await Promise.all([readDevnetFacts(devnetUrl), bundles()]);
  return serveBlog(port, { devnetUrl, devnet, secret: readSecret(), folders });
}

async function bundles(): Promise<StaticFolders> {
  const built = process.env.BLOG_BUNDLES;
  if (built) return { page: built, scriptTag: built };
  // Only here, because it brings Vite.
  const { buildManifest, buildPageScript } = await import('../bundle.js');
  const page = join(STATE_FOLDER, 'page');
  await buildPageScript(page);
  await buildManifest(page);
  return { page, scriptTag: fileURLToPath(new URL('../../dist/', import.meta.url)) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await untilStopped(HELP, async () => {
    const blog = await startBlog(portFrom('PORT', DEFAULT_PORT), process.env.DEVNET_URL ?? DEFAULT_DEVNET_URL);
    console.log(`BitBlog is open at ${blog.url}. Stop it with Ctrl-C.`);
    return () => blog.close();
  });
}

/** The files of the pages: styles, typefaces, scripts. A fixed list, so that no request can name a file of its own. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface StaticFolders {
  /** Has `page.js` and `custom-elements.json`. */
  readonly page: string;
  /** Has `x402pay.js`, `chunks/` and `themes/`. */
  readonly scriptTag: string;
}

const require = createRequire(import.meta.url);
const ASSETS = fileURLToPath(new URL('./assets/', import.meta.url));

const FILES: Readonly<Record<string, string>> = {
  '/assets/blog.css': join(ASSETS, 'blog.css'),
  '/assets/content.css': join(ASSETS, 'content.css'),
  '/assets/plain.css': join(ASSETS, 'plain.css'),
  '/assets/playground.css': join(ASSETS, 'playground.css'),
  '/assets/icon.svg': join(ASSETS, 'icon.svg'),
  // Browsers ask for it where a page names no icon.
  '/favicon.ico': join(ASSETS, 'icon.svg'),
  '/assets/newsreader.woff2': require.resolve(
    '@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2',
  ),
  '/assets/newsreader-italic.woff2': require.resolve(
    '@fontsource-variable/newsreader/files/newsreader-latin-wght-italic.woff2',
  ),
  '/assets/inter.woff2': require.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
};

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  ico: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** The file that `path` names, or `undefined` when it names none. */
export async function staticFile(path: string, folders: StaticFolders): Promise<Response | undefined> {
  const file = FILES[path] ?? builtFile(path, folders);
  if (!file) return undefined;
  const extension = path.slice(path.lastIndexOf('.') + 1);
  try {
    const headers = { 'content-type': TYPES[extension] ?? 'application/octet-stream', 'cache-control': cacheOf(path) };
    return new Response(new Uint8Array(await readFile(file)), { headers });
  } catch {
    return undefined;
  }
}

function builtFile(path: string, folders: StaticFolders): string | undefined {
  if (path === '/x402pay.js') return join(folders.scriptTag, 'x402pay.js');
  if (/^\/(?:chunks\/[\w-]+\.js|themes\/\w+\.css)$/.test(path)) return join(folders.scriptTag, path);
  return path === '/assets/page.js' ? join(folders.page, 'page.js') : undefined;
}

/** Names with a hash never change; typefaces hardly; the rest is asked for again. */
function cacheOf(path: string): string {
  if (path.startsWith('/chunks/')) return 'public, max-age=31536000, immutable';
  return path.endsWith('.woff2') ? 'public, max-age=86400' : 'no-cache';
}

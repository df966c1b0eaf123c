/** The script tag's entry: `<script async src="x402pay.js">`. Built as a classic script without imports and without globals (see `vite.config.ts`). */

import { startLoader } from './loader/start.js';

/** Replaced by the build with the file name of the element's chunk, relative to this script. */
declare const PAYWALL_CHUNK: string;

const started = Symbol.for('x402pay.loader');
const page = document as Document & { [started]?: true };

if (!page[started]) {
  page[started] = true;
  // A classic script from another origin has no base URL for `import()`, so the chunk's address is made from the script's own.
  const script = document.currentScript ?? document.querySelector('script[src*="x402pay"]');
  const chunk = new URL(PAYWALL_CHUNK, (script as HTMLScriptElement | null)?.src || document.baseURI).href;
  startLoader(document, () => import(/* @vite-ignore */ chunk));
}

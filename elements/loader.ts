/** The script tag's entry: `<script async src="x402pay.js">`. Built as a classic script without imports and without globals (see `vite.config.ts`). */

import { startLoader } from './loader/start.js';

/** Replaced by the build with the file name of the element's chunk, relative to this script. */
declare const PAYWALL_CHUNK: string;

// A classic script from another origin has no base URL for `import()`, so the chunk's address is made from the script's own.
const { src } = document.currentScript as HTMLScriptElement;
startLoader(document, () => import(/* @vite-ignore */ new URL(PAYWALL_CHUNK, src).href));

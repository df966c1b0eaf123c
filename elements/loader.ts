/** The script tag's entry: `<script async src="x402pay.js">`. Built as a classic script without imports and without globals (see `vite.config.ts`). */

import { addressOf } from './loader/address.js';
import { reservePlace } from './loader/reserve.js';
import { startLoader } from './loader/start.js';

/** Replaced by the build: the names of the elements, and the files with their code, relative to this script. */
declare const CHUNKS: Readonly<Record<string, string>>;

// A classic script from another origin has no base URL for `import()`, so a chunk's address is made from the script's own.
const src = addressOf(document.currentScript as HTMLScriptElement | null, new Error().stack);
reservePlace(document);
startLoader(document, Object.keys(CHUNKS), (name) => import(/* @vite-ignore */ new URL(CHUNKS[name] ?? '', src).href));

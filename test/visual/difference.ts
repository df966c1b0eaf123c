/** What differs between two pictures. */

import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { type Film, type Picture, readPicture } from './picture.js';

export interface Difference {
  readonly pixels: number;
  /** A PNG with the differences in red. */
  readonly png: Buffer;
}

/** @returns `undefined` when nothing differs */
export function differenceBetween(reference: Uint8Array, actual: Picture, film: Film): Difference | undefined {
  const developed = film.develop(actual);
  if (developed.equals(reference)) return undefined;
  const before = readPicture(reference);
  const after = readPicture(developed);
  const { width, height } = before;
  if (width !== after.width || height !== after.height) return { pixels: width * height, png: developed };
  const marked = new PNG({ width, height });
  const pixels = pixelmatch(before.data, after.data, marked.data, width, height, film.tolerance);
  return pixels === 0 ? undefined : { pixels, png: PNG.sync.write(marked) };
}

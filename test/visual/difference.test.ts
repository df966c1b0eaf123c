import { describe, expect, it } from 'vitest';
import { differenceBetween } from './difference.js';
import { EXACT, type Film, type Picture, REDUCED } from './picture.js';

const SIDE = 40;
const WHITE = [255, 255, 255];
/** A border of the default theme: `#e3e1ec`. */
const HAIRLINE = [227, 225, 236];

/** A white square, with a frame of one pixel. */
function framed(colour: readonly number[]): Picture {
  const isEdge = (at: number) => at === 0 || at === SIDE - 1;
  const pixels = Array.from({ length: SIDE * SIDE }, (_, index) => {
    const frame = isEdge(index % SIDE) || isEdge(Math.floor(index / SIDE));
    return [...(frame ? colour : WHITE), 255];
  });
  return { width: SIDE, height: SIDE, data: Uint8Array.from(pixels.flat()) };
}

const lost = (film: Film) => differenceBetween(film.develop(framed(HAIRLINE)), framed(WHITE), film)?.pixels;

describe('a border of one pixel that is lost', () => {
  it('is noticed in a picture that is kept as it is', () => {
    expect(lost(EXACT)).toBe(4 * (SIDE - 1));
  });

  it('is nothing where it is still there', () => {
    expect(differenceBetween(EXACT.develop(framed(HAIRLINE)), framed(HAIRLINE), EXACT)).toBeUndefined();
    expect(differenceBetween(REDUCED.develop(framed(HAIRLINE)), framed(HAIRLINE), REDUCED)).toBeUndefined();
  });
});

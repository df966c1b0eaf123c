/** Pictures that are small enough to be kept: most of at most 256 colours, of four bits a channel, as an indexed PNG; some as they are. */

import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha for each pixel. */
  readonly data: Uint8Array;
}

/** How a picture is kept, and what counts as another one. */
export interface Film {
  develop(picture: Picture): Buffer;
  /** `threshold`: how far a colour may be off, between 0 and 1. `includeAA`: whether edges that are only smoothed otherwise count. */
  readonly tolerance: { readonly threshold: number; readonly includeAA: boolean };
}

export const REDUCED: Film = { develop: reducedPng, tolerance: { threshold: 0.1, includeAA: false } };
/** Borders of a pixel, in a colour that is hardly another one, count. */
export const EXACT: Film = { develop: exactPng, tolerance: { threshold: 0.02, includeAA: true } };

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

export function readPicture(png: Uint8Array): Picture {
  return PNG.sync.read(Buffer.from(png));
}

function exactPng({ width, height, data }: Picture): Buffer {
  const png = new PNG({ width, height });
  png.data = Buffer.from(data);
  return PNG.sync.write(png, { colorType: 2, deflateLevel: 9 });
}

/** Writes a picture with its colours reduced. */
function reducedPng({ width, height, data }: Picture): Buffer {
  const palette: number[] = [];
  const indexOf = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = 4 * pixel;
    const colour = (((data[at] ?? 0) >> 4) << 8) | (((data[at + 1] ?? 0) >> 4) << 4) | ((data[at + 2] ?? 0) >> 4);
    let index = indexOf.get(colour);
    if (index === undefined) {
      index = palette.length < MOST_COLOURS ? palette.push(colour) - 1 : nearest(palette, colour);
      indexOf.set(colour, index);
    }
    // Each row begins with the number of its filter: none.
    rows[pixel + 1 + Math.floor(pixel / width)] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, indexed (PNG, section 11.2.1).
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => channelsOf(colour).map((value) => value * 17)));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function channelsOf(colour: number): [number, number, number] {
  return [colour >> 8, (colour >> 4) & 15, colour & 15];
}

function nearest(palette: readonly number[], colour: number): number {
  const wanted = channelsOf(colour);
  const distance = (other: number) =>
    channelsOf(other).reduce((sum, value, channel) => sum + (value - (wanted[channel] ?? 0)) ** 2, 0);
  return palette.reduce((best, other, index) => (distance(other) < distance(palette[best] ?? 0) ? index : best), 0);
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

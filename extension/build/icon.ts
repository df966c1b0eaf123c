/** The icon, drawn by rule, so that no picture has to be kept: a coin with a paywall's keyhole in it. */

import { zlibSync } from 'fflate';

type Colour = readonly [number, number, number, number];

const INK: Colour = [79, 70, 196, 255];
const PAPER: Colour = [255, 255, 255, 255];
const NOTHING: Colour = [0, 0, 0, 0];
/** Samples in each direction, for smooth edges. */
const SAMPLES = 4;

/** A PNG of `size` times `size`. */
export function iconPng(size: number): Uint8Array {
  const rows = Array.from({ length: size }, (_, y) => [
    0,
    ...Array.from({ length: size }, (_, x) => pixel(x, y, size)).flat(),
  ]);
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, size);
  header.setUint32(4, size);
  // 8 bits, red, green, blue and alpha.
  header.setUint16(8, 0x0806);
  return concatenated([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', zlibSync(Uint8Array.from(rows.flat()), { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

function pixel(x: number, y: number, size: number): readonly number[] {
  const steps = Array.from({ length: SAMPLES }, (_, step) => (step + 0.5) / SAMPLES);
  const samples = steps.flatMap((dy) => steps.map((dx) => colourAt((x + dx) / size, (y + dy) / size)));
  const alpha = samples.reduce((sum, colour) => sum + colour[3], 0);
  const mean = (channel: 0 | 1 | 2) =>
    alpha === 0 ? 0 : Math.round(samples.reduce((sum, colour) => sum + colour[channel] * colour[3], 0) / alpha);
  return [mean(0), mean(1), mean(2), Math.round(alpha / samples.length)];
}

/** Both from 0 to 1. */
function colourAt(x: number, y: number): Colour {
  const fromCentre = Math.hypot(x - 0.5, y - 0.5);
  if (fromCentre > 0.48) return NOTHING;
  if (fromCentre > 0.38 && fromCentre < 0.43) return PAPER;
  const isHole = Math.hypot(x - 0.5, y - 0.42) < 0.12;
  const isSlot = y > 0.45 && y < 0.72 && Math.abs(x - 0.5) < 0.035 + (y - 0.45) * 0.16;
  return isHole || isSlot ? PAPER : INK;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concatenated([new TextEncoder().encode(type), data]);
  return concatenated([bigEndian(data.length), body, bigEndian(checksum(body))]);
}

/** CRC-32, as PNG has it. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

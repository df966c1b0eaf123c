/** The texts of a site: all that is no picture, sound or program in bytes, whatever it is called and however a server has it compressed. */

import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { X402Error } from '../../../src/errors.js';

const HEAD_BYTES = 4096;
const LARGEST_BYTES = 256 * 1024 * 1024;
/** Servers send these in the place of the file without the ending. */
const COMPRESSED = { gz: promisify(gunzip), br: promisify(brotliDecompress) } as const;

export interface SiteText {
  readonly text: string;
  /** Only of UTF-8 can anything be written back. */
  readonly isUtf8: boolean;
  /** It is a copy of what stands beside it. */
  readonly isCompressed: boolean;
}

/**
 * `undefined` for what is no text.
 *
 * @throws `invalid_configuration` for a text that is too large to be looked through
 */
export async function siteText(path: string): Promise<SiteText | undefined> {
  const ending = /\.(gz|br)$/i.exec(path)?.[1]?.toLowerCase() as keyof typeof COMPRESSED | undefined;
  if (ending === undefined && !isText(await headOf(path))) return undefined;
  try {
    const bytes = await readFile(path);
    if (bytes.length > LARGEST_BYTES) throw new RangeError();
    const plain = ending ? await COMPRESSED[ending](bytes, { maxOutputLength: LARGEST_BYTES }) : bytes;
    return isText(plain.subarray(0, HEAD_BYTES)) ? { ...textOf(plain), isCompressed: ending !== undefined } : undefined;
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError || (cause as { code?: unknown }).code === 'ERR_FS_FILE_TOO_LARGE';
    if (isTooLarge) throw tooLarge(path, cause);
    // Not what its name says.
    if (ending) return undefined;
    throw cause;
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function isText(head: Uint8Array): boolean {
  return wideEncoding(head) !== undefined || !head.includes(0);
}

function wideEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function textOf(bytes: Uint8Array): Omit<SiteText, 'isCompressed'> {
  const wide = wideEncoding(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), isUtf8: false };
  try {
    // A byte order mark is a part of what is written back.
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isUtf8: true };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), isUtf8: false };
  }
}

function tooLarge(path: string, cause: unknown): X402Error {
  return new X402Error('invalid_configuration', `"${path}" is too large to be looked through for paid text.`, {
    cause,
  });
}

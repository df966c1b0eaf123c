/** Writes the sealed files of a page. */

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { X402Error } from '../../../src/errors.js';
import type { SealedMedia } from './media.js';
import { sealRecords } from './sealed-file.js';

/**
 * Streams the files into a folder.
 *
 * @throws `invalid_configuration` for a plain file that changed meanwhile: its key is for one content only
 */
export async function writeSealedFiles(files: readonly SealedMedia[], folder: string): Promise<void> {
  if (files.length > 0) await mkdir(folder, { recursive: true });
  for (const { path, name, key, hash } of files) {
    const target = join(folder, name);
    const digest = createHash('sha256');
    const read = async function* () {
      for await (const chunk of createReadStream(path)) {
        digest.update(chunk);
        yield chunk as Uint8Array;
      }
    };
    try {
      await pipeline(Readable.from(sealRecords(read(), key)), createWriteStream(`${target}.unfinished`));
      if (digest.digest('hex') !== hash)
        throw new X402Error('invalid_configuration', `${path} changed while it was being sealed; seal again.`);
      renameSync(`${target}.unfinished`, target);
    } catch (cause) {
      rmSync(`${target}.unfinished`, { force: true });
      throw cause;
    }
  }
}

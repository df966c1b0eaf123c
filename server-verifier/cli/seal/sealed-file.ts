/** Seals a file of any size, record by record, so that neither side ever holds all of it as plain text and cipher at once (PROTOCOL section 15). */

import { RECORD_BYTES, recordNonce } from '../../../src/sealed.js';

/**
 * The records of a sealed file. An empty file has one empty record.
 *
 * @param chunks the plain file, in pieces of any size
 * @param rawKey 32 random bytes that seal this file and nothing else
 */
export async function* sealRecords(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  rawKey: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', rawKey, 'AES-GCM', false, ['encrypt']);
  const seal = async (plain: Uint8Array, index: number, isLast: boolean) =>
    new Uint8Array(
      await crypto.subtle.encrypt({ name: 'AES-GCM', iv: recordNonce(index, isLast) }, key, Uint8Array.from(plain)),
    );
  let waiting = new Uint8Array(0);
  let index = 0;
  for await (const chunk of chunks) {
    waiting = Uint8Array.from(Buffer.concat([waiting, chunk]));
    // The last record is known only at the end, so a full one waits until there is more.
    while (waiting.length > RECORD_BYTES) {
      yield await seal(waiting.subarray(0, RECORD_BYTES), index++, false);
      waiting = waiting.slice(RECORD_BYTES);
    }
  }
  yield await seal(waiting, index, true);
}

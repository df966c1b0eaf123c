/** PROTOCOL section 15: files in records, opened here by the letter of it. */

import { createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECORD_BYTES, TAG_BYTES } from '../../../src/sealed.js';
import { sealRecords } from './sealed-file.js';

const KEY = new Uint8Array(32).fill(9);

async function sealed(chunks: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const records: Uint8Array[] = [];
  for await (const record of sealRecords(chunks, KEY)) records.push(record);
  return records;
}

/** By Node's own cipher, and with nonces written down by hand. */
function opened(records: readonly Uint8Array[]): Buffer {
  const plain = records.map((record, index) => {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(index, 7);
    nonce[11] = index === records.length - 1 ? 1 : 0;
    const decipher = createDecipheriv('aes-256-gcm', KEY, nonce);
    decipher.setAuthTag(record.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
  });
  return Buffer.concat(plain);
}

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31) % 251);

describe('a sealed file', () => {
  it.each([0, 1, RECORD_BYTES - 1, RECORD_BYTES, RECORD_BYTES + 1, 2 * RECORD_BYTES, 3 * RECORD_BYTES + 5])(
    'of %i bytes has full records up to the last one, and opens',
    async (length) => {
      const records = await sealed([bytes(length)]);
      expect(records).toHaveLength(Math.max(1, Math.ceil(length / RECORD_BYTES)));
      for (const record of records.slice(0, -1)) expect(record).toHaveLength(RECORD_BYTES + TAG_BYTES);
      expect(opened(records).equals(bytes(length))).toBe(true);
    },
  );

  it('does not depend on the pieces that it is read in', async () => {
    const sizes = fc.array(fc.nat(RECORD_BYTES * 2), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(sizes, async (lengths) => {
        const whole = bytes(lengths.reduce((sum, length) => sum + length, 0));
        const ends = lengths.map((_, index) => lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0));
        const pieces = ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end));
        expect(Buffer.concat(await sealed(pieces)).equals(Buffer.concat(await sealed([whole])))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('does not open without its last record, or with records in another order', async () => {
    const records = await sealed([bytes(3 * RECORD_BYTES)]);
    const [first, second, third] = records as [Uint8Array, Uint8Array, Uint8Array];
    for (const changed of [
      [first, second],
      [first, third],
      [second, first, third],
      [first, second, third, third],
    ]) {
      expect(() => opened(changed)).toThrow();
    }
  });
});

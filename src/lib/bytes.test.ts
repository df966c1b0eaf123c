import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesFromHex, concatBytes, equalBytes, hexFromBytes } from './bytes.js';

describe('hexadecimal', () => {
  it('is read back as the bytes that it was written from, in either case', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(bytesFromHex(hexFromBytes(bytes))).toEqual(bytes);
        expect(bytesFromHex(hexFromBytes(bytes).toUpperCase())).toEqual(bytes);
      }),
    );
  });

  it.each(['0', '0x00', 'g0', '0g', ' 00', '00 ', '0\u0130', '٠٠', '@0', '`0', '/0', ':0'])('refuses %j', (text) => {
    expect(() => bytesFromHex(text)).toThrow(expect.objectContaining({ code: 'invalid_payload' }));
  });
});

describe('byte strings', () => {
  it('are equal only with the same length and the same bytes', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 0), Uint8Array.of(1))).toBe(false);
  });

  it('are joined in order', () => {
    expect(concatBytes(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  });
});

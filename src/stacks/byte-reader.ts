/** Reads a byte string from front to back, and refuses with one code whenever it is not what it should be. */

import { X402Error, type X402ErrorCode } from '../errors.js';

export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly code: X402ErrorCode;
  private offset = 0;

  /** Copies `bytes`: what is read stays as it was, whatever the caller does with them later. */
  constructor(bytes: Uint8Array, code: X402ErrorCode) {
    this.bytes = new Uint8Array(bytes);
    this.view = new DataView(this.bytes.buffer);
    this.code = code;
  }

  /** Bytes that are left. */
  get remaining(): number {
    return this.bytes.length - this.offset;
  }

  uint8(): number {
    return this.view.getUint8(this.advance(1));
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4));
  }

  uint64(): bigint {
    return this.view.getBigUint64(this.advance(8));
  }

  /** 128 bits, unsigned. */
  uint128(): bigint {
    const high = this.uint64();
    const low = this.uint64();
    return high === 0n ? low : (high << 64n) | low;
  }

  /** A part of the copy that the reader made. */
  take(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  /** Text of one byte per character. The caller checks which characters may be in it. */
  latin1(length: number): string {
    const start = this.advance(length);
    let text = '';
    for (let index = start; index < start + length; index++) text += String.fromCharCode(this.bytes[index] as number);
    return text;
  }

  /** Ends reading: nothing may be left. */
  end(): void {
    if (this.remaining > 0) this.fail(`${this.remaining} bytes follow after the end.`);
  }

  fail(message: string): never {
    throw new X402Error(this.code, message);
  }

  private advance(length: number): number {
    const start = this.offset;
    if (length > this.bytes.length - start) this.fail(`It ends too early, at byte ${this.bytes.length}.`);
    this.offset = start + length;
    return start;
  }
}

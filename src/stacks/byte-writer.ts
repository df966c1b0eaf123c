/** Writes a byte string from front to back. */

import { X402Error, type X402ErrorCode } from '../errors.js';

const MAX_UINT64 = 2n ** 64n - 1n;

export class ByteWriter {
  private bytes: Uint8Array = new Uint8Array(512);
  private view: DataView = new DataView(this.bytes.buffer);
  private length = 0;
  private readonly code: X402ErrorCode;

  /** @param code what a value that cannot be written is refused with */
  constructor(code: X402ErrorCode) {
    this.code = code;
  }

  uint8(value: number): void {
    const start = this.grow(1);
    this.bytes[start] = value;
  }

  uint32(value: number): void {
    const start = this.grow(4);
    this.view.setUint32(start, value);
  }

  uint64(value: bigint): void {
    if (value < 0n || value > MAX_UINT64) this.fail('A number does not fit into 64 bits.');
    const start = this.grow(8);
    this.view.setBigUint64(start, value);
  }

  /** The low 128 bits of `value`; the caller checks the range. */
  uint128(value: bigint): void {
    const start = this.grow(16);
    this.view.setBigUint64(start, value >> 64n);
    this.view.setBigUint64(start + 8, value);
  }

  put(part: Uint8Array): void {
    const start = this.grow(part.length);
    this.bytes.set(part, start);
  }

  /** Text of one byte per character; the caller checks its characters. */
  latin1(text: string): void {
    const start = this.grow(text.length);
    for (let index = 0; index < text.length; index++) this.bytes[start + index] = text.charCodeAt(index);
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  /** True when exactly these bytes were written. */
  wrote(expected: Uint8Array): boolean {
    if (this.length !== expected.length) return false;
    for (let index = 0; index < expected.length; index++) if (this.bytes[index] !== expected[index]) return false;
    return true;
  }

  /** Forgets what was written, and keeps the buffer. */
  restart(): void {
    this.length = 0;
  }

  fail(message: string): never {
    throw new X402Error(this.code, message);
  }

  /** Makes room and gives where it begins. `bytes` and `view` may be others afterwards: read them after the call, not before. */
  private grow(by: number): number {
    const start = this.length;
    this.length += by;
    if (this.length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.bytes.length));
      larger.set(this.bytes);
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    return start;
  }
}

/** What a Clarity value is, and the first byte of each kind (SIP-005, "Clarity value representation"). */

import type { Principal } from './principal.js';

/** One value of the Clarity language, told apart by `type`. */
export type ClarityValue =
  | { readonly type: 'int' | 'uint'; readonly value: bigint }
  | { readonly type: 'buffer'; readonly value: Uint8Array }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'none' }
  | { readonly type: 'some' | 'ok' | 'err'; readonly value: ClarityValue }
  | { readonly type: 'principal'; readonly value: Principal }
  | { readonly type: 'list'; readonly value: readonly ClarityValue[] }
  | { readonly type: 'tuple'; readonly value: Readonly<Record<string, ClarityValue>> }
  | { readonly type: 'string-ascii' | 'string-utf8'; readonly value: string };

/** First byte of each kind of value. */
export const CLARITY_PREFIX = {
  int: 0x00,
  uint: 0x01,
  buffer: 0x02,
  true: 0x03,
  false: 0x04,
  account: 0x05,
  contract: 0x06,
  ok: 0x07,
  err: 0x08,
  none: 0x09,
  some: 0x0a,
  list: 0x0b,
  tuple: 0x0c,
  'string-ascii': 0x0d,
  'string-utf8': 0x0e,
} as const;

/** Printable characters and white space, as stacks-core admits them (clarity `types/mod.rs`, `string_ascii_from_bytes`). */
export const CLARITY_ASCII: RegExp = /^[\x20-\x7e\t\n\f\r]*$/;

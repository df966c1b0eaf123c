/** From the text of a header, or of a body, to a wire object. */

import { X402Error, type X402ErrorCode } from '../errors.js';
import { MAX_HEADER_LENGTH } from '../limits.js';
import type { Json } from '../wire.js';
import { decodeBase64 } from './decode-base64.js';
import { isObject, parseStrictJson } from './json.js';
import type { Shape } from './shape.js';

export interface WireObject {
  readonly [name: string]: Json;
}

/** The object in a header: strict base64 of strict JSON. Refusals never quote what was decoded: it may be a payment. */
export function decodeHeader(header: string, code: X402ErrorCode, shape: Shape, version?: number): WireObject {
  const bytes = header.length <= MAX_HEADER_LENGTH ? decodeBase64(header) : undefined;
  if (!bytes) {
    throw new X402Error(code, `Not base64 (standard alphabet, padded, at most ${MAX_HEADER_LENGTH} characters).`);
  }
  return decodeBody(textOf(bytes, code), code, shape, version);
}

/** The object in a body: strict JSON. */
export function decodeBody(json: string, code: X402ErrorCode, shape: Shape, version?: number): WireObject {
  const value = json.length <= MAX_HEADER_LENGTH ? parseStrictJson(json) : undefined;
  if (!isObject(value)) throw new X402Error(code, 'Not a plain, small JSON object.');
  if (version !== undefined && value.x402Version !== version) {
    throw new X402Error('invalid_x402_version', `Not x402 version ${version}.`, { field: 'x402Version' });
  }
  const field = shape(value, '');
  if (field !== undefined) throw new X402Error(code, `"${field}" is missing or malformed.`, { field });
  return value;
}

function textOf(bytes: Uint8Array, code: X402ErrorCode): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new X402Error(code, 'Not UTF-8.');
  }
}

/** Reads Clarity values strictly: one encoding for each value, bounded depth. */

import { MAX_CLARITY_DEPTH } from '../limits.js';
import type { ByteReader } from './byte-reader.js';
import { CLARITY_ASCII, CLARITY_PREFIX, type ClarityValue } from './clarity-value.js';
import { isClarityName } from './names.js';
import { readAddress, readContract } from './read-principal.js';

const TRUE: ClarityValue = { type: 'bool', value: true };
const FALSE: ClarityValue = { type: 'bool', value: false };
const NONE: ClarityValue = { type: 'none' };

/** Reads one value; `depth` is 1 for the outermost. */
export function readClarity(reader: ByteReader, depth: number = 1): ClarityValue {
  if (depth > MAX_CLARITY_DEPTH) reader.fail(`A Clarity value is nested deeper than ${MAX_CLARITY_DEPTH} levels.`);
  const prefix = reader.uint8();
  switch (prefix) {
    case CLARITY_PREFIX.int:
      return { type: 'int', value: BigInt.asIntN(128, reader.uint128()) };
    case CLARITY_PREFIX.uint:
      return { type: 'uint', value: reader.uint128() };
    case CLARITY_PREFIX.buffer:
      return { type: 'buffer', value: reader.take(reader.uint32()) };
    case CLARITY_PREFIX.true:
      return TRUE;
    case CLARITY_PREFIX.false:
      return FALSE;
    case CLARITY_PREFIX.account:
      return { type: 'principal', value: readAddress(reader) };
    case CLARITY_PREFIX.contract:
      return { type: 'principal', value: readContract(reader) };
    case CLARITY_PREFIX.ok:
      return { type: 'ok', value: readClarity(reader, depth + 1) };
    case CLARITY_PREFIX.err:
      return { type: 'err', value: readClarity(reader, depth + 1) };
    case CLARITY_PREFIX.none:
      return NONE;
    case CLARITY_PREFIX.some:
      return { type: 'some', value: readClarity(reader, depth + 1) };
    case CLARITY_PREFIX.list:
      return { type: 'list', value: readList(reader, depth) };
    case CLARITY_PREFIX.tuple:
      return { type: 'tuple', value: readTuple(reader, depth) };
    case CLARITY_PREFIX['string-ascii']:
      return { type: 'string-ascii', value: readAscii(reader) };
    case CLARITY_PREFIX['string-utf8']:
      return { type: 'string-utf8', value: readUtf8(reader) };
    default:
      return reader.fail(`A Clarity value begins with the unknown byte ${prefix}.`);
  }
}

function readList(reader: ByteReader, depth: number): ClarityValue[] {
  const count = reader.uint32();
  // Every element has at least one byte: a length that cannot be true is refused before anything is made for it.
  if (count > reader.remaining) reader.fail('A list is shorter than it says.');
  const elements: ClarityValue[] = [];
  for (let index = 0; index < count; index++) elements.push(readClarity(reader, depth + 1));
  return elements;
}

function readTuple(reader: ByteReader, depth: number): Record<string, ClarityValue> {
  const count = reader.uint32();
  if (count > reader.remaining) reader.fail('A tuple is shorter than it says.');
  // No prototype: a member may be called `constructor`.
  const members: Record<string, ClarityValue> = Object.create(null);
  let previous = '';
  for (let index = 0; index < count; index++) {
    const name = reader.latin1(reader.uint8());
    if (!isClarityName(name)) reader.fail('A member of a tuple has an impossible name.');
    if (name <= previous) reader.fail('The members of a tuple are not sorted, or one stands twice.');
    members[name] = readClarity(reader, depth + 1);
    previous = name;
  }
  return members;
}

function readAscii(reader: ByteReader): string {
  const length = reader.uint32();
  const text = reader.latin1(length);
  if (!CLARITY_ASCII.test(text)) reader.fail('A string-ascii holds a character that is not ASCII text.');
  return text;
}

function readUtf8(reader: ByteReader): string {
  const bytes = reader.take(reader.uint32());
  try {
    // A byte order mark is a character like any other here.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return reader.fail('A string-utf8 is not UTF-8.');
  }
}

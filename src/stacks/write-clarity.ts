/** Writes Clarity values, and refuses those that Clarity does not have. */

import { MAX_CLARITY_DEPTH } from '../limits.js';
import type { ByteWriter } from './byte-writer.js';
import { CLARITY_ASCII, CLARITY_PREFIX, type ClarityValue } from './clarity-value.js';
import { isClarityName } from './names.js';
import { writePrincipal } from './principal.js';

const MAX_INT = 2n ** 127n - 1n;
const MAX_UINT = 2n ** 128n - 1n;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Writes one value; `depth` is 1 for the outermost. */
export function writeClarity(writer: ByteWriter, value: ClarityValue, depth: number = 1): void {
  if (depth > MAX_CLARITY_DEPTH) writer.fail(`A Clarity value is nested deeper than ${MAX_CLARITY_DEPTH} levels.`);
  switch (value.type) {
    case 'int':
    case 'uint':
      writeInteger(writer, value.type, value.value);
      break;
    case 'buffer':
      writeBytes(writer, CLARITY_PREFIX.buffer, value.value);
      break;
    case 'bool':
      writer.uint8(value.value ? CLARITY_PREFIX.true : CLARITY_PREFIX.false);
      break;
    case 'none':
      writer.uint8(CLARITY_PREFIX.none);
      break;
    case 'some':
    case 'ok':
    case 'err':
      writer.uint8(CLARITY_PREFIX[value.type]);
      writeClarity(writer, value.value, depth + 1);
      break;
    case 'principal':
      writer.uint8(value.value.contractName === undefined ? CLARITY_PREFIX.account : CLARITY_PREFIX.contract);
      writePrincipal(writer, value.value);
      break;
    case 'list':
      writer.uint8(CLARITY_PREFIX.list);
      writer.uint32(value.value.length);
      for (const element of value.value) writeClarity(writer, element, depth + 1);
      break;
    case 'tuple':
      writeTuple(writer, value.value, depth);
      break;
    case 'string-ascii':
    case 'string-utf8':
      writeText(writer, value.type, value.value);
      break;
    default:
      writer.fail('This is not a Clarity value: its type is unknown.');
  }
}

function writeInteger(writer: ByteWriter, type: 'int' | 'uint', value: bigint): void {
  const fits = type === 'uint' ? value >= 0n && value <= MAX_UINT : value >= -MAX_INT - 1n && value <= MAX_INT;
  if (!fits) writer.fail(`The number does not fit into a Clarity ${type}.`);
  writer.uint8(CLARITY_PREFIX[type]);
  writer.uint128(value);
}

function writeBytes(writer: ByteWriter, prefix: number, bytes: Uint8Array): void {
  writer.uint8(prefix);
  writer.uint32(bytes.length);
  writer.put(bytes);
}

function writeTuple(writer: ByteWriter, members: Readonly<Record<string, ClarityValue>>, depth: number): void {
  // Names are ASCII, so the default order is the chain's order of bytes.
  const names = Object.keys(members).sort();
  writer.uint8(CLARITY_PREFIX.tuple);
  writer.uint32(names.length);
  for (const name of names) {
    if (!isClarityName(name)) writer.fail(`A member of a tuple cannot be called "${name.slice(0, 40)}".`);
    writer.uint8(name.length);
    writer.latin1(name);
    writeClarity(writer, members[name] as ClarityValue, depth + 1);
  }
}

function writeText(writer: ByteWriter, type: 'string-ascii' | 'string-utf8', text: string): void {
  const admitted = type === 'string-ascii' ? CLARITY_ASCII.test(text) : !LONE_SURROGATE.test(text);
  if (!admitted) writer.fail(`The text has a character that a Clarity ${type} cannot hold.`);
  writeBytes(writer, CLARITY_PREFIX[type], new TextEncoder().encode(text));
}

/** JSON from outside: bounded in depth and members, and with one meaning only. */

import { MAX_JSON_DEPTH, MAX_JSON_MEMBERS } from '../limits.js';
import type { Json } from '../wire.js';

export { isObject } from './is-object.js';

/**
 * The value, or `undefined` for anything that two readers could understand differently: duplicate names (RFC 8259, section 4),
 * `__proto__`, numbers that no double can hold. The caller bounds the length.
 */
export function parseStrictJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    const names = countNames(value);
    // Outside of strings, every member of an object has one colon. `JSON.parse` drops all but the last of two members with one name.
    return text.replace(STRING, '').split(':').length - 1 === names ? value : undefined;
  } catch {
    return undefined;
  }
}

const STRING = /"(?:[^"\\]|\\.)*"/g;

/** How many names all objects have together. Throws for a value out of bounds. */
function countNames(root: Json): number {
  let members = 0;
  let names = 0;
  const visit = (value: Json, depth: number): void => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError();
    if (typeof value !== 'object' || value === null) return;
    const entries = Object.entries(value);
    members += entries.length;
    if (!Array.isArray(value)) names += entries.length;
    if (depth > MAX_JSON_DEPTH || members > MAX_JSON_MEMBERS || Object.hasOwn(value, '__proto__'))
      throw new RangeError();
    for (const [, member] of entries) visit(member, depth + 1);
  };
  visit(root, 1);
  return names;
}

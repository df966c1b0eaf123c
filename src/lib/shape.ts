/** Shapes of wire objects: small checks that are put together, and that say where a value is wrong. */

import type { Json } from '../wire.js';
import { isObject } from './json.js';

/** The path of the first member that is wrong, or `undefined`. */
export type Shape = (value: Json | undefined, path: string) => string | undefined;

export function check(isRight: (value: Json | undefined) => boolean): Shape {
  return (value, path) => (isRight(value) ? undefined : path);
}

/** Text of at most `longest` characters that matches `pattern`. */
export function text(longest: number, pattern: RegExp = /^/): Shape {
  return check((value) => typeof value === 'string' && value.length <= longest && pattern.test(value));
}

export function optional(shape: Shape): Shape {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

export function list(shape: Shape, most: number): Shape {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > most) return path;
    return firstWrong(value, (entry: Json, index) => shape(entry, `${path}.${index}`));
  };
}

/** An object with at least these members. What else it has is kept as it is. */
export function object(members: Readonly<Record<string, Shape>> = {}): Shape {
  return (value, path) => {
    if (!isObject(value)) return path;
    return firstWrong(Object.entries(members), ([name, shape]) => shape(value[name], path ? `${path}.${name}` : name));
  };
}

function firstWrong<Entry>(
  entries: readonly Entry[],
  look: (entry: Entry, index: number) => string | undefined,
): string | undefined {
  for (const [index, entry] of entries.entries()) {
    const wrong = look(entry, index);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

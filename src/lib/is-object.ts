import type { Json } from '../wire.js';

/** True for JSON objects; not for lists. */
export function isObject(value: unknown): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

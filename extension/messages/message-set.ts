/** A set of messages: by their type, what else is in each. */

import type * as z from 'zod/mini';

export type MessageSet = Readonly<Record<string, z.ZodMiniObject>>;

/** Any message of a set. */
export type MessageOf<Set extends MessageSet> = {
  [Type in keyof Set & string]: { readonly type: Type } & Members<z.infer<Set[Type]>>;
}[keyof Set & string];

/** What is empty names no members, rather than forbids all. */
type Members<Value> = Value extends Record<string, never> ? unknown : Value;

/** The message, or `undefined` for what is none of the set. */
export function readMessage<Set extends MessageSet>(set: Set, value: unknown): MessageOf<Set> | undefined {
  const { type, ...rest } = Object(value) as { type?: unknown };
  const schema = typeof type === 'string' && Object.hasOwn(set, type) ? set[type] : undefined;
  const read = schema?.safeParse(rest);
  return read?.success ? ({ ...read.data, type } as MessageOf<Set>) : undefined;
}

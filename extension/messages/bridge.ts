/** What our own script in a page says to the worker. Of this the page can say nothing: its messages are inside of `said`. */

import * as z from 'zod/mini';
import type { MessageOf, MessageSet } from './message-set.js';

export const bridgeMessages = {
  /** What the page's program says; whether a person has done something in the page before; and when it was said, in milliseconds since 1970. */
  said: z.strictObject({ message: z.unknown(), isTouched: z.boolean(), at: z.number() }),
  /** "A page is here." Once for each, and again when it comes back out of the browser's memory. */
  here: z.strictObject({
    way: z.enum(['navigate', 'reload', 'back_forward', 'prerender']),
    /** It came back out of the browser's memory. */
    isKept: z.boolean(),
    /** Its referrer is of its own origin. */
    isFromOwn: z.boolean(),
  }),
  /** "A person does something in me." */
  touched: z.strictObject({}),
  /** "I am a page that was refused with 402." Answered when it stays as it is. */
  visit: z.strictObject({}),
} satisfies MessageSet;
export type BridgeMessage = MessageOf<typeof bridgeMessages>;

/** Checks that zod has larger ones for. */

import * as z from 'zod/mini';

/** A whole number, both ends included. */
export function whole(least: number, most: number) {
  return z.number().check(z.refine((value) => Number.isInteger(value) && value >= least && value <= most));
}

/** An address of http or https. */
export const webAddress = z
  .string()
  .check(z.refine((text) => text.length <= 2048 && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)));

/** `https://blog.example` */
export const origin = z.string().check(z.refine((text) => URL.canParse(text) && new URL(text).origin === text));

/** At most so many characters. */
export function short(most: number) {
  return z.string().check(z.refine((text) => text.length <= most));
}

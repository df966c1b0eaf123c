/** What a page may say to the worker, and what it hears. The smaller of the two sets: a page names what it wants, never terms. */

import * as z from 'zod/mini';
import type { RefusalCode } from '../refusal.js';
import { short, webAddress } from './checks.js';
import type { MessageOf, MessageSet } from './message-set.js';

const call = z.string().check(z.regex(/^[\da-f-]{1,40}$/));

export const pageMessages = {
  /** "I was refused this address, with 402. Pay, if you may." */
  pay: z.strictObject({
    call,
    url: webAddress,
    /** Those that a rule of the browser can name: what is signed must be able to leave. */
    method: z.string().check(z.regex(/^(?:GET|HEAD|POST|PUT|PATCH|DELETE)$/)),
    /** A page's program asked for it in so many words; else it is a `fetch` that knows nothing of us. */
    explicit: z.boolean(),
  }),
  /** "The payment was shown, and the answer is not there yet." */
  again: z.strictObject({ call }),
  end: z.strictObject({ call }),
  /** "How much may I cost?" */
  budget: z.strictObject({}),
  /** "May I cost so much?" A person is asked. */
  wish: z.strictObject({
    asset: short(200),
    max: z.string().check(z.regex(/^\d{1,20}(?:\.\d{1,18})?$/)),
    period: z.enum(['day', 'month']),
  }),
  /** "Which address do you have?" Answered where a person has had us listed as a wallet; each site after a person's yes. */
  addresses: z.strictObject({}),
} satisfies MessageSet;
export type PageMessage = MessageOf<typeof pageMessages>;

export type PageAnswer =
  /** Send the request again with this payment; after `waitSeconds`. */
  | { readonly type: 'present'; readonly header: string; readonly waitSeconds: number }
  /** Send the request again as it was: the browser adds the payment. */
  | { readonly type: 'resend'; readonly waitSeconds: number }
  | { readonly type: 'budget'; readonly left: readonly PageBudget[] }
  | { readonly type: 'addresses'; readonly address: string; readonly publicKey: string }
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly code: RefusalCode | undefined };

/** What is left for the page's own site, in atomic units. Limits that other sites share are not in it: they would tell what a person buys elsewhere. */
export interface PageBudget {
  readonly asset: string;
  readonly network: string;
  readonly perPaymentAtomic: string | undefined;
  readonly leftAtomic: string | undefined;
}

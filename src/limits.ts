/** The only place for limits on what comes from outside. Each has a test at n and at n + 1. */

/** Longest `PAYMENT-SIGNATURE`, `X-PAYMENT`, `PAYMENT-REQUIRED` or `PAYMENT-RESPONSE` header value, in characters. PROTOCOL section 4, check 1. */
export const MAX_HEADER_LENGTH: number = 16 * 1024;
/** Largest body of a request to a facilitator, and of its answer, in bytes: a payment and the terms that it is for. */
export const MAX_FACILITATOR_BODY_BYTES: number = 64 * 1024;
/** Deepest nesting of objects and arrays in a wire object. */
export const MAX_JSON_DEPTH: number = 16;
/** Most members of all objects and arrays together in a wire object. */
export const MAX_JSON_MEMBERS: number = 1000;
/** Most entries of `accepts`. */
export const MAX_ACCEPTS: number = 32;
/** Longest resource URL, in characters. */
export const MAX_URL_LENGTH: number = 2048;
/** Longest free text of a wire object (description, error), in characters. */
export const MAX_TEXT_LENGTH: number = 4096;
/** Longest short text of a wire object (scheme, network, asset, payTo, token type), in characters. */
export const MAX_NAME_LENGTH: number = 256;
/** Longest receipt that is read, in characters: a JWS with a URL of the greatest length in it has about 4,000. */
export const MAX_RECEIPT_LENGTH: number = 8 * 1024;
/** Longest decimal or atomic amount, in digits: 2^128 - 1 has 39. */
export const MAX_AMOUNT_DIGITS: number = 39;
/** Largest signed transaction we parse, in bytes. A payment has at most a few hundred. */
export const MAX_TRANSACTION_BYTES: number = 4096;
/** Deepest nesting of a Clarity value; the chain's own bound is 32. */
export const MAX_CLARITY_DEPTH: number = 16;
/** Largest Clarity value we decode, in bytes; the chain's own bound (1 MiB). */
export const MAX_CLARITY_BYTES: number = 1024 * 1024;
/** Most post-conditions of a transaction that we judge. */
export const MAX_POST_CONDITIONS: number = 64;
/** Largest JSON answer of a node that we read, in bytes. */
export const MAX_NODE_ANSWER_BYTES: number = 1024 * 1024;
/** Highest fee that is paid where the caller sets no other, in atomic STX: 0.1 STX. Nodes estimate; nobody promises that they do it well. */
export const MAX_FEE_ATOMIC: bigint = 100_000n;
/** How many nonces an account may be ahead of the chain (stacks-core, `MAXIMUM_MEMPOOL_TX_CHAINING`). */
export const MAX_CHAINED_PAYMENTS: bigint = 25n;

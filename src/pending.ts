/** What a paying client remembers: payments whose end it does not know, and passes that it was given. Plain data, so that any store can hold it. */

import type { SignedPayment } from './payer.js';
import type { PaymentPayload } from './wire.js';

/** A signed payment. It may land at any later time: it is kept until it is known to have succeeded or failed. */
export interface PendingPayment extends SignedPayment {
  /** What it was signed for: method and resource URL, `GET https://blog.example/article`. */
  readonly key: string;
  /** What is presented, unchanged, each time. */
  readonly presented: PaymentPayload;
  /** True when the server has delivered for it; kept while it may open the resource again. */
  readonly settled?: boolean;
  /** Transaction id of the first payment with the same nonce, where this one took its place. Of such rivals at most one lands; all are kept until the end of one is known. */
  readonly rivalOf?: string;
}

/**
 * Where payments are kept. A store that outlives the process makes a payment survive a crash. Where several processes share one, two of them may
 * present the same payment: harmless where access lasts; of an answer that is given once, one gets it, and the other buys its own.
 */
export interface PendingPayments {
  /** All that were saved under the key, oldest first. */
  list(key: string): Promise<readonly PendingPayment[]>;
  /** Saved when the promise resolves: only then is the payment presented. */
  save(payment: PendingPayment): Promise<void>;
  /** Forgets the payment with this key and transaction id. */
  remove(payment: PendingPayment): Promise<void>;
}

/** What the server gave for a payment, so that the next request is free (PROTOCOL section 6). */
export interface StoredPass {
  /** A secret: whoever has it gets in. */
  readonly token: string;
  /** Unix seconds. */
  readonly expiresAt: number;
  /** What bought it. When the pass is refused, this is presented again before anything is paid. */
  readonly payment?: PendingPayment;
}

export interface Passes {
  get(key: string): Promise<StoredPass | undefined>;
  set(key: string, pass: StoredPass): Promise<void>;
  remove(key: string): Promise<void>;
}

/**
 * Unfinished payments of one process. They are lost with it: programs that must not pay twice after a crash give a store on disk instead.
 *
 * @example
 * ```ts
 * import { memoryPendingPayments } from 'x402pay';
 * const pending = memoryPendingPayments();
 * console.assert((await pending.list('GET https://blog.example/article')).length === 0);
 * ```
 */
export function memoryPendingPayments(): PendingPayments {
  const payments = new Map<string, Map<string, PendingPayment>>();
  return {
    list: async (key) => [...(payments.get(key)?.values() ?? [])],
    save: async (payment) => {
      const same = payments.get(payment.key) ?? new Map<string, PendingPayment>();
      payments.set(payment.key, same.set(payment.txid, payment));
    },
    remove: async ({ key, txid }) => {
      const same = payments.get(key);
      same?.delete(txid);
      if (same?.size === 0) payments.delete(key);
    },
  };
}

/**
 * Passes of one process; the oldest leaves when there are more than `most`.
 *
 * @example
 * ```ts
 * import { memoryPasses } from 'x402pay';
 * const passes = memoryPasses();
 * await passes.set('GET https://blog.example/article', { token: 'e30.e30.AA', expiresAt: 1800000000 });
 * console.assert((await passes.get('GET https://blog.example/article'))?.expiresAt === 1800000000);
 * ```
 */
export function memoryPasses(most: number = 1000): Passes {
  const passes = new Map<string, StoredPass>();
  return {
    get: async (key) => passes.get(key),
    set: async (key, pass) => {
      passes.delete(key);
      passes.set(key, pass);
      const [oldest] = passes.keys();
      if (passes.size > most && oldest !== undefined) passes.delete(oldest);
    },
    remove: async (key) => {
      passes.delete(key);
    },
  };
}

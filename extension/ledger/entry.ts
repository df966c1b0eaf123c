/** One line of the ledger: a payment from the moment its money is reserved to the moment it has landed or never can. */

import * as z from 'zod/mini';
import type { Spending } from '../../src/budget.js';

const atomic = z.string().check(z.regex(/^\d{1,39}$/));
const moment = z.number();
const txid = z.string().check(z.regex(/^[\da-f]{64}$/));

/**
 * `reserved` → `signed` → `sent` → `delivered` or `undelivered`; or `released` (it never left), or `cancelled` (its nonce went to something else).
 * `signed` is written down before the payment leaves the worker, and so is that it is about to: see `unsent`.
 */
const entryState = z.enum(['reserved', 'signed', 'sent', 'delivered', 'undelivered', 'cancelled', 'released']);
export type EntryState = z.infer<typeof entryState>;

export const entry = z.object({
  id: z.string(),
  state: entryState,
  /** CAIP-2. */
  network: z.string(),
  /** Origin of the page, and of the seller. */
  site: z.string(),
  seller: z.string(),
  domain: z.optional(z.string()),
  /** The resource as the seller names it, and what it is. */
  resource: z.string(),
  description: z.optional(z.string()),
  method: z.string(),
  /** As on the wire: `STX` or a contract id. */
  asset: z.string(),
  symbol: z.string(),
  decimals: z.number(),
  amountAtomic: atomic,
  /** The most that the chain may take for it, in STX, also when it has to be cancelled. */
  maxFeeAtomic: atomic,
  payTo: z.string(),
  /** How long it opens the resource; `once` for a single answer. */
  access: z.optional(z.string()),
  /** SHA-256 of the challenge. */
  challenge: z.string(),
  /** A person said yes to this one. */
  approved: z.boolean(),
  at: moment,
  payer: z.optional(z.string()),
  nonce: z.optional(atomic),
  txid: z.optional(txid),
  feeAtomic: z.optional(atomic),
  /** What is presented, unchanged, each time: a secret between us and the seller. */
  header: z.optional(z.string()),
  /** It was given to nobody yet. Taken off on the disk before it is given away, so what has it has provably never left. */
  unsent: z.optional(z.boolean()),
  /** What the seller gave for it. */
  pass: z.optional(z.string()),
  /** Why there is no content. */
  reason: z.optional(z.string()),
  /** The seller said for good that it will not take this payment: its nonce may serve another one. */
  turnedAway: z.optional(z.boolean()),
  /** Back to the owner's main wallet: on their own account, and on no budget's. */
  withdrawal: z.optional(z.boolean()),
  /** What is sent to the network for it, as often as it takes: nobody else does that for a withdrawal. */
  transaction: z.optional(z.string()),
  /** The transaction that takes the payment's place. */
  cancel: z.optional(z.object({ txid, feeAtomic: atomic })),
  /** When its nonce was gone, and what has it: this payment, the cancellation, or something else. */
  closedAt: z.optional(moment),
  landed: z.optional(z.enum(['payment', 'cancellation', 'other'])),
});
export type Entry = z.infer<typeof entry>;

/** Names an asset of a network in a budget. */
export function assetKey(network: string, asset: string): string {
  return `${network}/${asset}`;
}

/** True while somebody may still send a payment that we signed, or we may still sign it. */
export function isOpen({ state, closedAt }: Entry): boolean {
  return state !== 'released' && closedAt === undefined;
}

/** What the entry means for the budget. */
export function spendingOf(entry: Entry): Spending {
  // No policy of a person's has a limit for these.
  const keyOf = (asset: string) => (entry.withdrawal ? 'withdrawn ' : '') + assetKey(entry.network, asset);
  const stx = keyOf('STX');
  const { id, site, seller, domain, payTo, resource, challenge, approved, at, closedAt, landed, cancel } = entry;
  const feeAtomic = BigInt(closedAt === undefined ? entry.maxFeeAtomic : (entry.feeAtomic ?? entry.maxFeeAtomic));
  const spending: Spending = {
    ...{ id, site, seller, payTo, resource, challenge, approved, at },
    ...(domain !== undefined && { domain }),
    ...(closedAt !== undefined && { closedAt }),
    asset: keyOf(entry.asset),
    amountAtomic: BigInt(entry.amountAtomic),
    fee: { asset: stx, amountAtomic: feeAtomic },
    state: budgetStateOf(entry),
  };
  if (landed !== 'cancellation' || !cancel) return spending;
  // A cancellation is not free, and what it costs was in the reservation.
  const { challenge: _, ...rest } = spending;
  return {
    ...rest,
    asset: stx,
    amountAtomic: CANCEL_AMOUNT,
    fee: { asset: stx, amountAtomic: BigInt(cancel.feeAtomic) },
  };
}

/** The least that a transfer can move. */
export const CANCEL_AMOUNT = 1n;

function budgetStateOf({ state, closedAt, landed }: Entry): Spending['state'] {
  if (state === 'released') return 'released';
  if (state === 'reserved') return 'reserved';
  if (closedAt === undefined) return 'signed';
  return landed === 'other' ? 'released' : 'settled';
}

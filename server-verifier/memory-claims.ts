/** Claims in the memory of one process. They die with it: use a shared store when there are several processes or when a restart must not forget. */

import { X402Error } from '../src/errors.js';
import type { BoughtAccess, ClaimStore, HoldOutcome, HoldRequest, SettlementState } from './claims.js';
import { MemoryAccesses } from './memory-accesses.js';

export interface MemoryClaimsOptions {
  /** Most live claims; one more is refused with `full`, because forgetting one would let its payment be used again. Default 100,000 (about 50 MB). */
  readonly maxClaims?: number;
  /** Unix time in milliseconds. Default `Date.now`. */
  readonly clock?: () => number;
}

interface Claim {
  readonly keys: Set<string>;
  readonly holder: string;
  readonly purpose: string;
  readonly firstHeldAt: number;
  txid: string;
  settlement: SettlementState;
  fence: string;
  leaseUntil: number;
  retainSeconds: number;
  expiresAt: number;
  spent: boolean;
}

const DEFAULT_MAX_CLAIMS = 100_000;
const RETRY_WHEN_FULL_SECONDS = 30;

/**
 * A claim store for one process.
 *
 * @throws `invalid_configuration` when `maxClaims` is not a positive whole number
 * @example
 * ```ts
 * import { createMemoryClaims } from 'x402pay/verifier';
 * const claims = createMemoryClaims({ maxClaims: 10_000 });
 * const keys = ['tx:stacks:1:00', 'nonce:stacks:1:SP…:7'];
 * const request = { keys, holder: 'h', purpose: 'p', txid: '00', leaseSeconds: 60, retainSeconds: 3600 };
 * console.assert((await claims.hold(request)).status === 'held');
 * console.assert((await claims.hold(request)).status === 'busy');
 * ```
 */
export function createMemoryClaims(options: MemoryClaimsOptions = {}): Required<ClaimStore> {
  const maxClaims = options.maxClaims ?? DEFAULT_MAX_CLAIMS;
  if (!Number.isSafeInteger(maxClaims) || maxClaims < 1) {
    throw new X402Error('invalid_configuration', 'maxClaims is a whole number above 0, like 100000.', {
      field: 'maxClaims',
    });
  }
  return new MemoryClaims(maxClaims, options.clock ?? Date.now);
}

/** Nothing awaits between reading and writing, so every method is atomic within the process. */
class MemoryClaims implements Required<ClaimStore> {
  readonly #maxClaims: number;
  readonly #clock: () => number;
  readonly #accesses: MemoryAccesses;
  readonly #byKey = new Map<string, Claim>();
  readonly #claims = new Set<Claim>();
  #fences = 0;
  /** No claim expires before this time: no need to look for one earlier. */
  #nextExpiry = 0;

  constructor(maxClaims: number, clock: () => number) {
    this.#maxClaims = maxClaims;
    this.#clock = clock;
    this.#accesses = new MemoryAccesses(maxClaims, clock);
  }

  remember(key: string, access: BoughtAccess, retainSeconds: number): Promise<void> {
    return this.#accesses.remember(key, access, retainSeconds);
  }

  recall(key: string): Promise<BoughtAccess | undefined> {
    return this.#accesses.recall(key);
  }

  async hold(request: HoldRequest): Promise<HoldOutcome> {
    const now = this.#now();
    const found = this.#overlapping(request, now);
    const foreign = found.find((claim) => claim.holder !== request.holder || claim.purpose !== request.purpose);
    if (foreign) return { status: 'taken', txid: foreign.txid, settlement: foreign.settlement };
    const own = found[0];
    if (own) return this.#holdAgain(own, request, now);
    if (this.#claims.size >= this.#maxClaims) this.#sweep(now);
    if (this.#claims.size >= this.#maxClaims) return { status: 'full', retryAfterSeconds: RETRY_WHEN_FULL_SECONDS };
    return this.#holdFirst(request, now);
  }

  async record(keys: readonly string[], fence: string, settlement: SettlementState): Promise<boolean> {
    return this.#change(keys, fence, (claim) => {
      claim.settlement = settlement;
    });
  }

  async renew(keys: readonly string[], fence: string, leaseSeconds: number): Promise<boolean> {
    if (this.#current(keys, fence)?.spent) return false;
    return this.#change(keys, fence, (claim) => {
      claim.leaseUntil = this.#now() + leaseSeconds;
    });
  }

  async spend(keys: readonly string[], fence: string): Promise<boolean> {
    return this.#change(keys, fence, (claim) => {
      claim.spent = true;
      claim.leaseUntil = 0;
    });
  }

  async release(keys: readonly string[], fence: string): Promise<boolean> {
    return this.#change(keys, fence, (claim) => {
      claim.leaseUntil = 0;
      claim.fence = '';
    });
  }

  async forget(keys: readonly string[], fence: string): Promise<boolean> {
    const claim = this.#current(keys, fence);
    if (!claim || claim.spent) return false;
    this.#remove(claim);
    return true;
  }

  #holdFirst(request: HoldRequest, now: number): HoldOutcome {
    const claim: Claim = {
      keys: new Set(),
      holder: request.holder,
      purpose: request.purpose,
      firstHeldAt: now,
      txid: request.txid,
      settlement: 'new',
      fence: '',
      leaseUntil: 0,
      retainSeconds: 0,
      expiresAt: 0,
      spent: false,
    };
    this.#claims.add(claim);
    return this.#take(claim, request, now);
  }

  #holdAgain(claim: Claim, request: HoldRequest, now: number): HoldOutcome {
    if (claim.spent) return { status: 'spent', settlement: claim.settlement, firstHeldAt: claim.firstHeldAt };
    if (claim.leaseUntil > now) return { status: 'busy', retryAfterSeconds: Math.min(claim.leaseUntil - now, 2) };
    // Another transaction of the same nonce: nothing is known of it yet, but the earlier one may still land.
    if (claim.txid !== request.txid && claim.settlement !== 'new') claim.settlement = 'unknown';
    return this.#take(claim, request, now);
  }

  #take(claim: Claim, request: HoldRequest, now: number): HoldOutcome {
    this.#fences += 1;
    claim.fence = String(this.#fences);
    claim.txid = request.txid;
    claim.leaseUntil = now + request.leaseSeconds;
    claim.retainSeconds = request.retainSeconds;
    for (const key of request.keys) {
      claim.keys.add(key);
      this.#byKey.set(key, claim);
    }
    this.#touch(claim, now);
    return { status: 'held', fence: claim.fence, settlement: claim.settlement, firstHeldAt: claim.firstHeldAt };
  }

  /** Live claims that have one of the keys, without the one that the caller proved dead. */
  #overlapping(request: HoldRequest, now: number): Claim[] {
    const found = new Set<Claim>();
    for (const key of request.keys) {
      const claim = this.#byKey.get(key);
      if (!claim) continue;
      const dead = claim.txid === request.supersedes && !claim.spent;
      if (dead || claim.expiresAt <= now) this.#remove(claim);
      else found.add(claim);
    }
    return [...found];
  }

  #change(keys: readonly string[], fence: string, change: (claim: Claim) => void): boolean {
    const claim = this.#current(keys, fence);
    if (!claim) return false;
    change(claim);
    this.#touch(claim, this.#now());
    return true;
  }

  #current(keys: readonly string[], fence: string): Claim | undefined {
    const claim = this.#byKey.get(keys[0] ?? '');
    return fence !== '' && claim?.fence === fence ? claim : undefined;
  }

  #touch(claim: Claim, now: number): void {
    claim.expiresAt = now + Math.max(claim.retainSeconds, claim.leaseUntil - now);
    this.#nextExpiry = Math.min(this.#nextExpiry, claim.expiresAt);
  }

  #sweep(now: number): void {
    if (this.#nextExpiry > now) return;
    this.#nextExpiry = Number.POSITIVE_INFINITY;
    for (const claim of this.#claims) {
      if (claim.expiresAt <= now) this.#remove(claim);
      else this.#nextExpiry = Math.min(this.#nextExpiry, claim.expiresAt);
    }
  }

  #remove(claim: Claim): void {
    this.#claims.delete(claim);
    for (const key of claim.keys) this.#byKey.delete(key);
  }

  #now(): number {
    return Math.floor(this.#clock() / 1000);
  }
}

/** Claims: the record that a payment has been used. One interface; each store keeps the same promises (see `claim-store-suite.ts`). */

/**
 * What is known of the transaction behind a claim. `new`: held, nothing done yet. `submitted`: ours to settle. `unknown`: a broadcast without an answer,
 * never treated as failed. `settled`: it reached the finality that the terms ask for.
 */
export type SettlementState = 'new' | 'submitted' | 'unknown' | 'settled';

/** A request to hold a payment. */
export interface HoldRequest {
  /** Keys of the payment, all claimed together or none: `tx:<network>:<txid>` and `nonce:<network>:<payer>:<nonce>`. */
  readonly keys: readonly string[];
  /** Who holds: a hash of the offer token, which only the client that got the offer knows. */
  readonly holder: string;
  /** What the payment was presented for: a hash of method and resource URL. */
  readonly purpose: string;
  /** Transaction id, stored before the broadcast. */
  readonly txid: string;
  /** Seconds until the hold of a process that died, and so renews it no longer, can be taken over by the same holder. */
  readonly leaseSeconds: number;
  /** Seconds that the store must remember the claim after its last change. */
  readonly retainSeconds: number;
  /**
   * A transaction that the caller has proved can never be mined (another one took its nonce). A claim of it that was not spent gives way, in the same
   * atomic step.
   */
  readonly supersedes?: string;
}

export type HoldOutcome =
  /** The caller has it, alone, until the lease runs out. `fence` proves it in later calls. */
  | {
      readonly status: 'held';
      readonly fence: string;
      readonly settlement: SettlementState;
      readonly firstHeldAt: number;
    }
  /** The same holder is being served right now. */
  | { readonly status: 'busy'; readonly retryAfterSeconds: number }
  /** The same holder has been served with it. */
  | { readonly status: 'spent'; readonly settlement: SettlementState; readonly firstHeldAt: number }
  /** Somebody else holds or has spent one of the keys, or the same holder for another purpose. `txid` is the transaction that has the key. */
  | { readonly status: 'taken'; readonly txid: string; readonly settlement: SettlementState }
  /** The store is full of live claims; nothing was claimed. */
  | { readonly status: 'full'; readonly retryAfterSeconds: number };

/** An access for a time that was bought. */
export interface BoughtAccess {
  /** Transaction that paid, 64 hex digits. */
  readonly txid: string;
  /** Unix seconds. */
  readonly endsAt: number;
}

/** What a store keeps besides claims so that payers can sign in. Losing it costs nobody more than that: payments and passes open the same. */
export interface AccessRecords {
  /** Writes down an access for so many seconds; of several with one key, the one that ends last is kept. */
  remember(key: string, access: BoughtAccess, retainSeconds: number): Promise<void>;
  /** The access with this key, while it is remembered. */
  recall(key: string): Promise<BoughtAccess | undefined>;
}

/**
 * All times are Unix seconds from the store's clock. Every method is atomic.
 *
 * A claim belongs to one holder and one purpose. The same holder may come back with another transaction that shares a key, that is, with the same nonce of the
 * same account (a wallet that raised the fee): both keys are then of one claim, since only one of the two transactions can ever be mined. Where the earlier one was
 * not `new`, the claim is `unknown` from then on: whatever is said of the later one, the earlier one may still land.
 */
export interface ClaimStore extends Partial<AccessRecords> {
  /** Takes all keys or none. A hold whose lease ran out is taken over by the same holder for the same purpose only. */
  hold(request: HoldRequest): Promise<HoldOutcome>;
  /** Records what became of the transaction. Ignored when the fence is no longer the current one: answers false. */
  record(keys: readonly string[], fence: string, settlement: SettlementState): Promise<boolean>;
  /**
   * The handler still runs: the lease ends so many seconds from now. Also after it has run out, as long as nobody has taken over. Answers false when the fence is
   * no longer the current one, or the claim is spent.
   */
  renew(keys: readonly string[], fence: string, leaseSeconds: number): Promise<boolean>;
  /** The handler has answered: from now on `spent`. Answers false when the fence is no longer the current one. */
  spend(keys: readonly string[], fence: string): Promise<boolean>;
  /** The handler has failed: ends the lease at once, so that the same holder can try again. Answers false when the fence is no longer the current one. */
  release(keys: readonly string[], fence: string): Promise<boolean>;
  /** Frees keys whose transaction can never land (it failed, or another transaction took its nonce) and was never spent. Answers false when the fence is no longer the current one. */
  forget(keys: readonly string[], fence: string): Promise<boolean>;
}

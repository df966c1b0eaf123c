/** A payer is anything that can pay an offer: a wallet, the extension, a private key. */

import type { Asset } from './assets.js';
import type { ExactStacksPayload, Offer, ResourceInfo } from './wire.js';

/** Everything a payer needs to pay, already checked against the caller's policy. */
export interface PaymentOrder {
  readonly resource: ResourceInfo;
  /** The entry of `accepts` that was chosen. */
  readonly offer: Offer;
  /** The offer's asset, from the client's own list, never from the offer. */
  readonly asset: Asset;
  /** Exactly 34 ASCII characters that bind the payment to the offer (PROTOCOL section 2); `undefined` for servers that do not bind. */
  readonly memo: string | undefined;
}

/** What happens while a payment is being made, for people who wait. */
export type PaymentStep = 'preparing' | 'wallet' | 'signed';

export interface PayOptions {
  readonly signal?: AbortSignal;
  readonly onStep?: (step: PaymentStep) => void;
  /**
   * A payment of this payer that nobody knows the end of, and that the new one takes the place of: it must carry the same nonce, so that the chain
   * lets at most one of the two through. Only given to payers that say `canReplace`.
   */
  readonly replaces?: SignedPayment;
}

/** A payment that was signed. It may land at any later time: keep it until it is known to have succeeded or failed. */
export interface SignedPayment {
  readonly payload: ExactStacksPayload;
  /** The payer's address on the offer's network. */
  readonly payer: string;
  /** Transaction id, 64 hex digits. */
  readonly txid: string;
}

/** Implementations share one suite of tests. They throw `X402Error`, and after a throw nothing of theirs has been signed, or the error carries the `txid`. */
export interface Payer {
  /** For people: `Leather`, `key`. */
  readonly name: string;
  /** Whether this payer could pay the offer at all. Costs nothing and asks nobody. */
  canPay(offer: Offer): boolean;
  /** Signs a payment for exactly this order. */
  pay(order: PaymentOrder, options?: PayOptions): Promise<SignedPayment>;
  /**
   * True when `pay` honours `replaces`: it takes that nonce; or any other where the chain shows that the earlier payment can never land; or it throws
   * `payment_unresolved`.
   */
  readonly canReplace?: boolean;
  /** Says that a payment was turned away and will not be presented again: its nonce may serve the next payment, unless the chain has used it. */
  abandon?(payment: SignedPayment): void;
}

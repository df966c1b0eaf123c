/** What a verifier tells its operator: one typed event per fact, without secrets, tokens or whole payments. */

import type { X402ErrorCode } from '../src/errors.js';

/** Facts that every event about a request has. */
interface RequestFacts {
  /** URL of the resource, as configured. */
  readonly resource: string;
}

export type VerifierEvent =
  /** A 402 with offers went out to somebody who had presented nothing. */
  | (RequestFacts & { readonly type: 'offered' })
  /** A request was refused. `txid` when the payment was known by then. */
  | (RequestFacts & {
      readonly type: 'refused';
      readonly code: X402ErrorCode;
      readonly txid?: string;
      readonly payer?: string;
    })
  /** A payment has reached the finality that its terms ask for. Told again each time it is presented: count by `txid`. `amount` is atomic. */
  | (RequestFacts & {
      readonly type: 'settled';
      readonly txid: string;
      readonly payer: string;
      readonly asset: string;
      readonly amount: bigint;
    })
  /** The handler is about to run. */
  | (RequestFacts & {
      readonly type: 'admitted';
      readonly by: 'payment' | 'pass' | 'sign-in';
      readonly txid: string;
      readonly payer: string;
    })
  /** The handler threw. The payer keeps what was paid for. */
  | (RequestFacts & { readonly type: 'handler_failed'; readonly txid: string; readonly cause: unknown })
  /** A claim store or chain client failed in a way that its interface does not foresee, or the verifier has a bug. */
  | (RequestFacts & { readonly type: 'internal_error'; readonly cause: unknown });

/** Gets every event. What it throws is ignored: watching must not change what is watched. */
export type VerifierEventListener = (event: VerifierEvent) => void;

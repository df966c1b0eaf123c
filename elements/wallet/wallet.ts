/** What the paywall needs of wallets. Types only. */

import type { PaymentOrder, PayOptions } from '../../src/payer.js';
import type { ExactStacksPayload } from '../../src/wire.js';
import type { PaymentAttempt } from '../paywall/record.js';
import type { WalletChoice } from '../paywall/state.js';
import type { StacksProvider } from './provider.js';

/** What is about to be asked of a wallet. Stored before it is asked. */
interface PaymentDraft {
  readonly payer: string;
  /** Absent when the wallet chooses the nonce. */
  readonly nonce?: bigint;
  readonly method: 'sign' | 'broadcast';
}

export interface WalletPayOptions extends PayOptions {
  /** Earlier attempts that may still land: the new payment takes their nonce, so that only one of all can. */
  readonly open?: readonly PaymentAttempt[];
  /** The reader wants to pay even where the nonce cannot exclude an earlier attempt. */
  readonly decided?: boolean;
  /** Awaited each time before the wallet is asked for something that moves money. */
  readonly beforeAsking?: (draft: PaymentDraft) => Promise<void>;
  /** Awaited when the wallet has surely done nothing with what it was asked for last. */
  readonly afterRefusal?: () => Promise<void>;
}

/** A payment that a wallet has signed. Its id is computed only where it is needed (`txid.ts`). */
export interface WalletPayment {
  readonly payload: ExactStacksPayload;
  /** The payer's address on the offer's network. */
  readonly payer: string;
  /** Of the transaction as the wallet signed it; absent when it is not known. */
  readonly nonce?: bigint;
}

/** Pays by asking a person. */
export interface Wallet {
  /** For people; empty when it is not known. */
  readonly name: string;
  /** For what it is asked besides payments. */
  readonly provider: StacksProvider;
  /** Throws `X402Error`; what was asked of the wallet before that was told to `beforeAsking`. */
  pay(order: PaymentOrder, options?: WalletPayOptions): Promise<WalletPayment>;
}

/** What became of an attempt. */
export type Trace =
  /** It is on the chain or on its way there. */
  | { readonly outcome: 'landed'; readonly txid: string }
  /** It can never land: the chain undid it, or another transaction has its nonce. */
  | { readonly outcome: 'void' }
  /** Not seen; it could still land. */
  | { readonly outcome: 'open' }
  /** Its nonce is used, and nobody says by what. */
  | { readonly outcome: 'unknown' };

/** All wallets of this browser. */
export interface Wallets {
  /** The wallets that are installed. */
  find(): readonly WalletChoice[];
  /** @throws `wallet_missing` when it is not there (any more), `aborted` when the reader closes the picker */
  open(id: string): Promise<Wallet>;
  /** @throws `node_unreachable`, `invalid_node_answer` */
  trace(attempt: PaymentAttempt): Promise<Trace>;
}

/** The choice, and the global, that is our extension. */
export const OUR_EXTENSION = 'x402';

/** The choice that opens the picker of `@stacks/connect`, which knows more wallets than we do. */
export const OTHER_WALLETS = 'connect';

/** What a component reads of a payment, and what it can do. */

import type { X402Error } from '../../src/errors.js';
import type { PaidContent, PaidSummary, PaywallPhase, WalletChoice } from '../paywall/state.js';

export interface Payment {
  readonly state: PaywallPhase;
  /** Decimal amounts with their symbols, as the server asks for them: `0.5 STX`. Empty until they are known. */
  readonly prices: readonly string[];
  /** Index of the price that {@link Payment.pay} pays. */
  readonly chosen: number;
  /** What was paid for, once it is here: after a payment, or because an earlier one is remembered. */
  readonly content: PaidContent | undefined;
  /** A payment that was accepted during this visit. */
  readonly paid: PaidSummary | undefined;
  /** What went wrong, while `state` is `failed`. */
  readonly error: X402Error | undefined;
  /** Among which to choose, while `state` is `choosing`. */
  readonly wallets: readonly WalletChoice[];
  /** True while a sign-in is going on: what `state` says of a wallet or of the site is then said of no payment. */
  readonly isSigningIn: boolean;
  /** Pays the chosen price, or goes on with a payment that is under way. Never pays twice. */
  pay(): Promise<void>;
  /**
   * Opens what an account of the reader's has paid for: in another browser, or when all was lost here. The wallet is asked for a signature, and never for a
   * payment. `undefined` where the server offers no such thing.
   */
  readonly signIn: (() => Promise<void>) | undefined;
  /** Tries again what failed, or looks at once at what is waited for. Never pays. */
  retry(): Promise<void>;
  /** Chooses a price. */
  choose(index: number): void;
  /** Answers which wallet to use. */
  chooseWallet(id: string): void;
  /** Leaves the choice of a wallet, or stops waiting for it. */
  cancel(): void;
}

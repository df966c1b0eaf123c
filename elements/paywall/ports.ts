/** The seams of a session: what it is given, and what it lends to a purchase. */

import type { Asset } from '../../src/assets.js';
import type { X402Error } from '../../src/errors.js';
import type { Offer, PaymentRequired } from '../../src/wire.js';
import type { Answer, Credential } from './exchange.js';
import type { ResourceRecord } from './record.js';
import type { NextStep, PaidContent, PaidSummary, PaywallState, PricedOffer, WalletChoice } from './state.js';
import type { RecordStore } from './storage.js';

/** Runs one piece of work at a time for one name, across tabs. `onWait` is called when another one is running. */
export type Lock = <T>(name: string, signal: AbortSignal, onWait: () => void, work: () => Promise<T>) => Promise<T>;

export interface SessionPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly store: RecordStore;
  readonly lock: Lock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Loads everything that is needed from the click on. */
  readonly loadPurchase: () => Promise<Purchase>;
  /** Assets that the page's author added to the known ones. */
  readonly assets: readonly Asset[];
  /** Asks the page whether the reader's click may go on. */
  readonly mayPay: (offer: Offer) => boolean;
}

/** What the reader has said with the click. */
export interface PayChoice {
  /** "Nobody knows whether the earlier payment went through; I want to pay anyway." */
  readonly decided?: boolean;
  /** A wallet to use, by its id. */
  readonly wallet?: string;
}

/** What happens from the reader's click on. */
export interface Purchase {
  /** Pays, unless a payment for the same resource is under way or was made. */
  pay(desk: Desk, chosen: PricedOffer, choice: PayChoice): Promise<void>;
  /** Presents the payment that is stored until the server has answered it for good. */
  resume(desk: Desk): Promise<void>;
  /** Finds out what became of a payment whose page was closed while the wallet was asking. */
  recover(desk: Desk): Promise<void>;
}

/** What a session lends to a purchase. */
export interface Desk {
  /** The resource, as the page names it. */
  readonly url: string;
  readonly ports: SessionPorts;
  readonly state: PaywallState;
  show(change: Partial<PaywallState>): void;
  fail(error: X402Error, next: NextStep): void;
  read(): Promise<ResourceRecord>;
  keep(change: (record: ResourceRecord) => ResourceRecord): Promise<ResourceRecord>;
  ask(credential?: Credential): Promise<Answer>;
  price(required: PaymentRequired | undefined, url?: string): boolean;
  locked<T>(work: () => Promise<T>): Promise<T>;
  /** The reader's choice; `undefined` when the reader leaves it. */
  chooseWallet(wallets: readonly WalletChoice[]): Promise<string | undefined>;
  /** Waits. Resolves with true when the reader has cut it short; throws when the element is gone. */
  rest(milliseconds: number): Promise<boolean>;
  /** A signal for one wait, which the reader can end. The end of the element does not: what a wallet signs must be stored. */
  waiting(): AbortSignal;
  unlock(content: PaidContent, paid?: PaidSummary): void;
  open(): Promise<void>;
}

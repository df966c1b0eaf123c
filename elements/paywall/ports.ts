/** The seams of a session: what it is given, and who does what. */

import type { Asset } from '../../src/assets.js';
import type { Offer } from '../../src/wire.js';
import type { RecordStore } from './record-store.js';
import type { PricedOffer } from './state.js';

/** What the opening of a page needs. */
export interface SessionPorts {
  readonly fetch: typeof globalThis.fetch;
  /** The record of a resource, as it is stored. */
  readonly remembered: (url: string) => Promise<unknown>;
  /** False when this browser keeps nothing. Known after the first reading. */
  readonly isDurable: () => boolean;
  /** Loads everything that is needed from the click on. */
  readonly loadCashier: () => Promise<Cashier>;
  /** Assets that the page's author added to the known ones. */
  readonly assets: readonly Asset[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
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

/** What happens from the reader's click on, and what is left over from an earlier visit. */
export interface Cashier {
  /** Opens the resource with whatever is remembered, and explains what stands against it. */
  open(): Promise<void>;
  /** Pays, unless a payment for the same resource is under way or was made. */
  pay(chosen: PricedOffer, choice: PayChoice): Promise<void>;
  /** Opens what the reader's account has paid for, without paying. */
  signIn(wallet?: string): Promise<void>;
  useWallet(id: string): void;
  cancel(): void;
  /** Cuts a pause short. */
  hurry(): void;
}

/** Runs one piece of work at a time for one name, across tabs. `onWait` is called when another one is running. */
export type Lock = <T>(name: string, signal: AbortSignal, onWait: () => void, work: () => Promise<T>) => Promise<T>;

/** What only the cashier needs. */
export interface CashierPorts {
  readonly store: RecordStore;
  readonly lock: Lock;
  /** Rejects when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

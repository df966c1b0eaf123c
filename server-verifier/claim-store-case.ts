/** The form of the cases that every store must pass. */

import type { ClaimStore } from './claims.js';

/** A store under test, empty, and a way to let its time pass. */
export interface ClaimStoreUnderTest {
  readonly store: ClaimStore;
  /** Lets at least so many seconds pass for the store: a clock of yours that is moved, or real time. */
  advance(seconds: number): Promise<void>;
  /** Frees what the store holds. */
  close?(): Promise<void>;
}

export interface ClaimStoreCase {
  /** A sentence about behaviour. */
  readonly title: string;
  /** @throws when the store breaks its promise */
  run(make: () => Promise<ClaimStoreUnderTest>): Promise<void>;
}

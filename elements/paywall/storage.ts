/** What a page remembers, for reading: IndexedDB, or the page's memory where the browser blocks it. Writing is `record-store.ts`. */

import { createStore, get, type UseStore } from 'idb-keyval';

/** Where the records of a page are, by the address of their resource. All paywalls of a page share one shelf. */
export interface Shelf {
  /** Everything that this page has read or written. A database that fails in the middle of a payment takes nothing with it. */
  readonly known: Map<string, unknown>;
  /** IndexedDB, once it was opened. */
  database: UseStore | undefined;
  /** False once the browser has refused to keep anything. */
  durable: boolean;
  readonly open: () => UseStore;
  /** Resolves when a database that does not answer is given up: some browsers neither open it nor refuse. */
  readonly patience: () => Promise<void>;
}

export function createShelf(
  patience: () => Promise<void>,
  open: () => UseStore = () => createStore('x402pay', 'resources'),
): Shelf {
  return { known: new Map(), database: undefined, durable: true, open, patience };
}

/** Whatever IndexedDB says, or `undefined` when it says nothing useful. */
export async function fromDatabase<T>(
  shelf: Shelf,
  work: (database: UseStore) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  if (!shelf.durable) return undefined;
  try {
    shelf.database ??= shelf.open();
    const value = work(shelf.database).then((value) => ({ value }));
    const answer = await Promise.race([value, shelf.patience()]);
    if (answer) return answer;
  } catch {
    // Private windows, blocked site data, a full disk: the memory takes over.
  }
  shelf.durable = false;
  return undefined;
}

/** The record as it is stored: other scripts of this origin can write there too, so nothing is known of its shape. */
export async function readFrom(shelf: Shelf, url: string): Promise<unknown> {
  const answer = await fromDatabase(shelf, (database) => get<unknown>(url, database));
  if (answer) shelf.known.set(url, answer.value);
  return shelf.known.get(url);
}

/** As much of a record as opening a page needs. */
export interface Glance {
  readonly pass: string | undefined;
  /** Where the resource is after redirects. */
  readonly address: string | undefined;
  /** A payment, an attempt, or a pass is kept that takes more than a glance. */
  readonly isUnderWay: boolean;
}

export function glanceAt(record: unknown): Glance {
  const { pass, address, payment, attempts, isBound } = Object(record) as Record<string, unknown>;
  return {
    // One that is bound to a key is shown with a proof of it.
    pass: typeof pass === 'string' && !isBound ? pass : undefined,
    address: typeof address === 'string' ? address : undefined,
    isUnderWay: payment !== undefined || attempts !== undefined || isBound === true,
  };
}

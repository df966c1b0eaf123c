/**
 * Where receipts are kept: beside the records of the resources, which come and go without them. Not in a database of their own: a page that is left while it
 * makes one has seen the next page wait for it without end.
 */

import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import { type KeptReceipt, keyOf, readKeptReceipt } from './kept-receipt.js';

/** Other elements of this page, and of other tabs, that show receipts. */
export const RECEIPTS_CHANNEL = 'x402pay-receipts';

export interface ReceiptStore {
  /** @throws whatever IndexedDB throws: blocked site data, a full disk */
  keep(receipt: KeptReceipt): Promise<void>;
  /** The newest first. */
  list(): Promise<readonly KeptReceipt[]>;
  forget(receipt: KeptReceipt): Promise<void>;
}

export function createReceiptStore(open: () => UseStore = () => createStore('x402pay', 'resources')): ReceiptStore {
  let database: UseStore | undefined;
  // With the parts of idb-keyval that paywalls use, too: its `entries` and `del` would be in the bytes of every reader.
  const use = <T>(mode: IDBTransactionMode, work: (receipts: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    database ??= open();
    return database(mode, async (receipts) => {
      const result = await promisifyRequest(work(receipts));
      if (mode === 'readwrite') await promisifyRequest(receipts.transaction);
      return result;
    });
  };
  return {
    keep: async (receipt) => {
      await use('readwrite', (receipts) => receipts.put(receipt, keyOf(receipt)));
    },
    async list() {
      const kept: unknown[] = await use('readonly', (receipts) => receipts.getAll());
      return kept.flatMap((value) => readKeptReceipt(value) ?? []).sort((one, other) => other.paidAt - one.paidAt);
    },
    forget: (receipt) => use('readwrite', (receipts) => receipts.delete(keyOf(receipt))),
  };
}

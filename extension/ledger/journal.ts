/**
 * Where the ledger is written down: IndexedDB, because one transaction takes several lines or none, `strict` means that the disk has them, and no
 * content script can open it.
 */

import { promisifyRequest } from 'idb-keyval';
import * as z from 'zod/mini';
import { type Entry, entry } from './entry.js';

const grant = z.object({
  site: z.string(),
  seller: z.string(),
  asset: z.string(),
  payTo: z.string(),
  upToAtomic: z.string().check(z.regex(/^\d{1,39}$/)),
  at: z.number(),
  expiresAt: z.number(),
  given: z.optional(z.boolean()),
});

/** What the ledger knows besides its lines. */
const book = z.object({ version: z.literal(1), clock: z.number(), grants: z.array(grant) });
export type Book = z.infer<typeof book>;

export interface Written {
  readonly book: Book;
  readonly entries: readonly Entry[];
}

export interface Journal {
  /** Everything. @throws for a journal that cannot be read in full: then nothing may be paid */
  read(): Promise<Written | undefined>;
  /** All of it or nothing; resolves when it is on the disk. `forgotten`: ids of lines that nobody needs any more. */
  write(change: Written & { readonly forgotten?: readonly string[] }): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
}

const LINES = 'entries';
const BOOK = 'book';

export function createIndexedDbJournal(name = 'ledger'): Journal {
  const database = openDatabase(name);
  const within = async (mode: IDBTransactionMode, work: (transaction: IDBTransaction) => void): Promise<void> => {
    const transaction = (await database).transaction([LINES, BOOK], mode, { durability: 'strict' });
    const done = promisifyRequest(transaction);
    work(transaction);
    transaction.commit();
    await done;
  };
  return {
    async read() {
      const transaction = (await database).transaction([LINES, BOOK]);
      const [stored, lines] = await Promise.all([
        promisifyRequest(transaction.objectStore(BOOK).get(BOOK)),
        promisifyRequest(transaction.objectStore(LINES).getAll()),
      ]);
      if (stored === undefined && lines.length === 0) return undefined;
      return { book: z.parse(book, stored), entries: z.parse(z.array(entry), lines) };
    },
    write: (change) =>
      within('readwrite', (transaction) => {
        transaction.objectStore(BOOK).put(change.book, BOOK);
        for (const line of change.entries) transaction.objectStore(LINES).put(line);
        for (const id of change.forgotten ?? []) transaction.objectStore(LINES).delete(id);
      }),
    clear: () =>
      within('readwrite', (transaction) => {
        transaction.objectStore(BOOK).clear();
        transaction.objectStore(LINES).clear();
      }),
  };
}

async function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(LINES, { keyPath: 'id' });
    request.result.createObjectStore(BOOK);
  };
  return promisifyRequest(request);
}

/** Where records live: IndexedDB, or the page's memory where the browser blocks it. */

import { createStore, get, type UseStore, update } from 'idb-keyval';
import { EMPTY_RECORD, type ResourceRecord, readRecord } from './record.js';

/** Records by the address of their resource. */
export interface RecordStore {
  /** False once the browser has refused to keep anything: what is stored lives as long as the page. */
  readonly durable: boolean;
  read(url: string): Promise<ResourceRecord>;
  /** Replaces a record by what `change` makes of it, as one step, also across tabs. */
  update(url: string, change: (record: ResourceRecord) => ResourceRecord): Promise<ResourceRecord>;
}

/** A store that lives as long as the page. */
export function createMemoryStore(records: Map<string, ResourceRecord> = new Map()): RecordStore {
  const read = async (url: string) => records.get(url) ?? EMPTY_RECORD;
  return {
    durable: false,
    read,
    update: async (url, change) => {
      const changed = change(records.get(url) ?? EMPTY_RECORD);
      records.set(url, changed);
      return changed;
    },
  };
}

export interface BrowserStoreOptions {
  /** Default: a database `x402pay` in IndexedDB. Opened with the first access. */
  readonly open?: () => UseStore;
  /** Resolves when a database that does not answer is given up: some browsers neither open nor refuse. */
  readonly patience?: () => Promise<void>;
}

/**
 * IndexedDB, with the page's memory behind it. Everything that was read or written is known to the memory too, so that a
 * database that fails in the middle of a payment takes nothing with it.
 */
export function createBrowserStore(options: BrowserStoreOptions = {}): RecordStore {
  const known = new Map<string, ResourceRecord>();
  const memory = createMemoryStore(known);
  const open = options.open ?? (() => createStore('x402pay', 'resources'));
  let database: UseStore | undefined;
  let durable = true;

  /** Whatever IndexedDB says, or `undefined` when it says nothing useful. */
  async function attempt<T>(work: (store: UseStore) => Promise<T>): Promise<{ value: T } | undefined> {
    if (!durable) return undefined;
    try {
      database ??= open();
      const value = work(database).then((value) => ({ value }));
      const answer = options.patience ? await Promise.race([value, options.patience()]) : await value;
      if (answer) return answer;
    } catch {
      // Private windows, blocked site data, a full disk: the memory takes over.
    }
    durable = false;
    return undefined;
  }

  return {
    get durable() {
      return durable;
    },
    async read(url) {
      const answer = await attempt((store) => get<unknown>(url, store));
      if (answer) known.set(url, readRecord(answer.value));
      return memory.read(url);
    },
    async update(url, change) {
      let changed: ResourceRecord = EMPTY_RECORD;
      const answer = await attempt((store) =>
        update<unknown>(
          url,
          (stored) => {
            changed = change(readRecord(stored));
            return changed;
          },
          store,
        ),
      );
      if (!answer) return memory.update(url, change);
      known.set(url, changed);
      return changed;
    },
  };
}

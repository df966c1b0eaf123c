/** Writing what is remembered. */

import { promisifyRequest } from 'idb-keyval';
import { type ResourceRecord, readRecord } from './record.js';
import { fromDatabase, readFrom, type Shelf } from './storage.js';

/** Records by the address of their resource. */
export interface RecordStore {
  /** False once the browser has refused to keep anything: what is stored lives as long as the page. */
  readonly durable: boolean;
  read(url: string): Promise<ResourceRecord>;
  /** Replaces a record by what `change` makes of it, as one step, also across tabs. */
  update(url: string, change: (record: ResourceRecord) => ResourceRecord): Promise<ResourceRecord>;
}

export function createRecordStore(shelf: Shelf): RecordStore {
  return {
    get durable() {
      return shelf.durable;
    },
    read: async (url) => readRecord(await readFrom(shelf, url)),
    async update(url, change) {
      let changed: ResourceRecord = {};
      const apply = (stored: unknown) => {
        changed = change(readRecord(stored));
        return changed;
      };
      // One transaction for reading and writing, which no other tab can come between.
      const answer = await fromDatabase(shelf, (database) =>
        database('readwrite', async (records) => {
          records.put(apply(await promisifyRequest(records.get(url))), url);
          await promisifyRequest(records.transaction);
        }),
      );
      if (!answer) apply(shelf.known.get(url));
      shelf.known.set(url, changed);
      return changed;
    },
  };
}

/** Lets a worker get to one write to its ledger, and no further. */

import { kill, type Theft, until } from './theft.js';

/** Between which two steps: before or after the disk has this. `given`: that a signed payment leaves. `cancelling`: that it is being taken back. */
export interface Moment {
  readonly when: 'before' | 'after';
  readonly write: 'reserved' | 'numbered' | 'signed' | 'given' | 'delivered' | 'cancelling';
}

/** The result waits until the worker stands there, and kills it, after what is to happen `first`. */
export async function killAt(theft: Theft, moment: Moment): Promise<(first?: () => Promise<unknown>) => Promise<void>> {
  const worker = await theft.worker();
  await worker.evaluate(({ when, write }) => {
    const put = IDBObjectStore.prototype.put;
    const scope = globalThis as unknown as { isThere?: boolean };
    const nameOf = ({ state, nonce, unsent, cancel }: Record<string, unknown>) => {
      if (cancel !== undefined) return 'cancelling';
      if (state === 'reserved' && nonce !== undefined) return 'numbered';
      return state === 'signed' && !unsent ? 'given' : state;
    };
    IDBObjectStore.prototype.put = function (value, ...key) {
      if (nameOf(Object(value)) !== write) return put.call(this, value, ...key);
      if (when === 'after') {
        // The disk has it, and nobody is told.
        this.transaction.oncomplete = () => {
          scope.isThere = true;
        };
        return put.call(this, value, ...key);
      }
      scope.isThere = true;
      // A transaction that is asked something stays open.
      this.transaction.commit = () => undefined;
      const hold = () => {
        const request = this.get('nothing');
        request.onsuccess = hold;
        return request;
      };
      return hold() as IDBRequest<IDBValidKey>;
    };
  }, moment);
  return async (first) => {
    await until(() => worker.evaluate(() => (globalThis as unknown as { isThere?: boolean }).isThere === true));
    await first?.();
    await kill(theft.profile, worker);
  };
}

import type { UseStore } from 'idb-keyval';
import { describe, expect, it } from 'vitest';
import type { PaymentAttempt } from './record.js';
import { createRecordStore } from './record-store.js';
import { createShelf, glanceAt, readFrom } from './storage.js';

const URL_OF_ARTICLE = 'https://blog.example/a';
const never = () => new Promise<void>(() => {});

const attempt: PaymentAttempt = {
  accepted: { scheme: 'exact', network: 'stacks:1', amount: '1', asset: 'STX', payTo: 'SP1', maxTimeoutSeconds: 60 },
  resource: { url: URL_OF_ARTICLE },
  payer: 'SP2',
  method: 'sign',
  nonce: '7',
  begunAt: 1,
};

/** As much of IndexedDB as is used: requests that succeed in the next turn. */
function databaseOf(records: Map<IDBValidKey, unknown>): UseStore {
  const succeed = (result?: unknown) => {
    const request: { result: unknown; onsuccess?: () => void } = { result };
    queueMicrotask(() => request.onsuccess?.());
    return request as unknown as IDBRequest;
  };
  return async (_mode, use) =>
    use({
      get: (key: IDBValidKey) => succeed(structuredClone(records.get(key))),
      put: (value: unknown, key: IDBValidKey) => {
        records.set(key, structuredClone(value));
        return succeed();
      },
      get transaction() {
        return succeed();
      },
    } as unknown as IDBObjectStore);
}

const broken: UseStore = () => Promise.reject(new Error('blocked'));

describe('the store of records', () => {
  it('keeps them in the database, and reads what another tab has written', async () => {
    const records = new Map<IDBValidKey, unknown>();
    const [one, other] = [0, 1].map(() => createRecordStore(createShelf(never, () => databaseOf(records))));
    await one?.update(URL_OF_ARTICLE, (record) => ({ ...record, pass: 'p' }));
    await other?.update(URL_OF_ARTICLE, (record) => ({ ...record, attempts: [attempt] }));
    expect(await one?.read(URL_OF_ARTICLE)).toEqual({ pass: 'p', attempts: [attempt] });
    expect(one?.durable).toBe(true);
  });

  it.each<[string, () => UseStore, () => Promise<void>]>([
    ['refuses', () => broken, never],
    [
      'cannot be opened',
      () => {
        throw new Error('blocked');
      },
      never,
    ],
    ['never answers', () => () => new Promise(() => {}), async () => {}],
  ])('falls back to the page where the database %s, and says so', async (_, open, patience) => {
    const store = createRecordStore(createShelf(patience, open));
    await store.update(URL_OF_ARTICLE, () => ({ pass: 'p' }));
    expect(await store.read(URL_OF_ARTICLE)).toEqual({ pass: 'p' });
    expect(store.durable).toBe(false);
  });

  it('loses nothing when the database fails in the middle of a payment', async () => {
    const records = new Map<IDBValidKey, unknown>();
    let current = databaseOf(records);
    const shelf = createShelf(never, () => (mode, use) => current(mode, use));
    const store = createRecordStore(shelf);
    await store.update(URL_OF_ARTICLE, () => ({ attempts: [attempt] }));
    current = broken;
    await store.update(URL_OF_ARTICLE, (record) => ({ ...record, pass: 'p' }));
    expect(await store.read(URL_OF_ARTICLE)).toEqual({ pass: 'p', attempts: [attempt] });
    // Another paywall of the same page knows it too.
    expect(await readFrom(shelf, URL_OF_ARTICLE)).toEqual({ pass: 'p', attempts: [attempt] });
  });

  it('reads with suspicion what somebody else may have written', async () => {
    const junk = [null, 7, 'x', [], { pass: 7, payment: {}, attempts: 'x', address: {} }];
    for (const value of junk) {
      const store = createRecordStore(createShelf(never, () => databaseOf(new Map([[URL_OF_ARTICLE, value]]))));
      expect(await store.read(URL_OF_ARTICLE)).toEqual({});
      expect(() => glanceAt(value)).not.toThrow();
    }
    const attempts = [
      attempt,
      {},
      { ...attempt, nonce: '-1' },
      { ...attempt, payload: {} },
      { ...attempt, begunAt: 'now' },
      null,
    ];
    const store = createRecordStore(createShelf(never, () => databaseOf(new Map([[URL_OF_ARTICLE, { attempts }]]))));
    expect(await store.read(URL_OF_ARTICLE)).toEqual({ attempts: [attempt] });
  });
});

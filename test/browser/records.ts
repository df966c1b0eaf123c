/** What the browser remembers, as IndexedDB has it: for tests that lose or age a part of it. */

import { createStore, get, update } from 'idb-keyval';
import { type ResourceRecord, readRecord } from '../../elements/paywall/record.js';

const records = createStore('x402pay', 'resources');
const keys = createStore('x402pay-keys', 'keys');

export async function recordOf(url: string): Promise<ResourceRecord> {
  return readRecord(await get(url, records));
}

export function changeRecord(url: string, change: (record: ResourceRecord) => object): Promise<void> {
  return update(url, (stored: unknown) => change(readRecord(stored)), records);
}

export function keyOf(url: string): Promise<CryptoKeyPair | undefined> {
  return get(url, keys);
}

/** As when a reader clears a part of the site's data. */
export function loseKey(url: string): Promise<void> {
  return update(url, () => undefined, keys);
}

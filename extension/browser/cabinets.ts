/** The extension's storages, one value by one name. */

import { createStore, del, get, set } from 'idb-keyval';
import type { Cabinet } from '../vault/vault.js';
import { extensionApi } from './extension-api.js';

/**
 * Outlives the browser. Content scripts must not reach it: who has taken over a page's process could raise every limit. Firefox cannot close
 * `storage.local` to them; the extension's own IndexedDB is closed everywhere, theirs is the page's.
 */
export function openDisk(): Cabinet {
  const { local } = extensionApi.storage;
  if ('setAccessLevel' in local) return cabinetOf(local);
  const store = createStore('disk', 'values');
  // Else it may be cleared away when the disk is full, and the ledger with it. Granted without a question by `unlimitedStorage`.
  navigator.storage.persist().catch(() => undefined);
  return {
    get: (name) => get(name, store),
    set: (name, value) => set(name, value, store),
    remove: (name) => del(name, store),
  };
}

export function cabinetOf(area: chrome.storage.StorageArea): Cabinet {
  return {
    get: async (name) => (await area.get(name))[name],
    set: (name, value) => area.set({ [name]: value }),
    remove: (name) => area.remove(name),
  };
}

/** What tests do in a page of the extension's own. Each function is sent there as text, and has nothing of what stands around it. */

export interface Stored {
  readonly local: Record<string, unknown>;
  readonly session: Record<string, unknown>;
}

/** Puts the extension's storage back to what it was, with nothing in the ledger. */
export async function restore({ local, session }: Stored): Promise<void> {
  await chrome.storage.local.clear();
  await chrome.storage.local.set(local);
  await chrome.storage.session.clear();
  await chrome.storage.session.set(session);
  const opening = indexedDB.open('ledger');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const stores = [...opening.result.objectStoreNames];
  const clearing = opening.result.transaction(stores, 'readwrite');
  for (const store of stores) clearing.objectStore(store).clear();
  await new Promise((resolve) => clearing.addEventListener('complete', resolve));
  opening.result.close();
}

export type Listening = typeof globalThis & { ended?: string[] };

/** What the browser tells the worker, it tells every page of the extension. */
export function listen(): void {
  const ended: string[] = [];
  (globalThis as Listening).ended = ended;
  const keep = ({ url }: { readonly url: string }) => void ended.push(url);
  const everywhere = { urls: ['http://*/*'] };
  chrome.webRequest.onCompleted.addListener(keep, everywhere);
  chrome.webRequest.onErrorOccurred.addListener(keep, everywhere);
}

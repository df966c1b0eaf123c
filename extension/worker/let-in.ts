/**
 * The end of letting a site in. While the browser asks, it may close our popup, which has left a note for us. Our scripts have to be in the page from its
 * beginning, so that it is loaded again.
 */

import type { Cabinet } from '../vault/vault.js';

/** What the popup leaves in the session's storage before the browser asks, and where. */
export const LETTING_IN = 'letting in';
export interface LettingIn {
  readonly tabId: number;
  readonly origin: string;
}

/**
 * The browser has let us into something, and our scripts are registered there.
 *
 * @param isThere whether the tab shows a page of the origin; of others that we may not look into, nobody can say so
 */
export async function loadLetIn(
  session: Cabinet,
  isThere: (tabId: number, origin: string) => Promise<boolean>,
  reload: (tabId: number) => Promise<unknown>,
): Promise<void> {
  const { tabId, origin } = Object(await session.get(LETTING_IN)) as Partial<LettingIn>;
  if (tabId === undefined || origin === undefined || !(await isThere(tabId, origin))) return;
  await session.remove(LETTING_IN);
  await reload(tabId);
}

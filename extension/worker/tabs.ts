/** Where a tab is. */

import { extensionApi } from '../browser/extension-api.js';
import { withoutFragment } from './seen.js';

/** Longest time that a page takes from its headers to its place in the tab. */
const ARRIVAL = 5000;

/** True once the tab shows the address; false when it is gone or shows something else. An answer is known before its page has arrived. */
export async function arrivedAt(tabId: number, url: string): Promise<boolean> {
  const { tabs } = extensionApi;
  const state = async () => {
    const tab = await tabs.get(tabId).catch(() => undefined);
    if (tab && tab.pendingUrl === undefined && withoutFragment(tab.url ?? '') === url) return 'there';
    // On its way, a tab names the address that it began with, before any redirect.
    return tab?.status === 'loading' ? 'coming' : 'gone';
  };
  return new Promise((resolve) => {
    const done = (isThere: boolean) => {
      tabs.onUpdated.removeListener(look);
      clearTimeout(timer);
      resolve(isThere);
    };
    const look = async (changed: number = tabId) => {
      const where = changed === tabId ? await state() : 'coming';
      if (where !== 'coming') done(where === 'there');
    };
    const timer = setTimeout(() => done(false), ARRIVAL);
    tabs.onUpdated.addListener(look);
    look();
  });
}

/** Loads a tab again, past every cache; resolves when it is there, or does not get there. */
export async function reloadUntilThere(tabId: number): Promise<void> {
  const { tabs } = extensionApi;
  await new Promise<void>((resolve) => {
    const done = () => {
      tabs.onUpdated.removeListener(look);
      clearTimeout(timer);
      resolve();
    };
    const look = (changed: number, { status }: { status?: string }) => {
      if (changed === tabId && status === 'complete') done();
    };
    const timer = setTimeout(done, ARRIVAL);
    tabs.onUpdated.addListener(look);
    tabs.reload(tabId, { bypassCache: true }).catch(done);
  });
}

/** Whether a tab shows a page of an origin. */
export async function showsOrigin(tabId: number, origin: string): Promise<boolean> {
  const tab = await extensionApi.tabs.get(tabId).catch(() => undefined);
  return URL.canParse(tab?.url ?? '') && new URL(tab?.url ?? '').origin === origin;
}

/** The page that a person looks at, and whether the browser lets us in. */

import { extensionApi } from '../../browser/extension-api.js';
import { patternOf } from '../parts/site-pattern.js';

export interface CurrentSite {
  readonly tabId: number;
  readonly origin: string;
  /** The browser has let us in. */
  readonly hasAccess: boolean;
}

/** `undefined` where nothing can be paid: the browser's own pages, files, and other sites without encryption. */
export async function currentSite(): Promise<CurrentSite | undefined> {
  const { tabs, permissions } = extensionApi;
  const [tab] = await tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined || tab.url === undefined || !URL.canParse(tab.url)) return undefined;
  const { origin, protocol, hostname } = new URL(tab.url);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
  if (!isSafe) return undefined;
  const hasAccess = await permissions.contains({ origins: [patternOf(origin)] });
  return { tabId: tab.id, origin, hasAccess };
}

/** Has to be called in the click itself. */
export function requestAccess(origin: string): Promise<boolean> {
  return extensionApi.permissions.request({ origins: [patternOf(origin)] });
}

/** Our scripts are in the pages of those sites only that a person has let us into. */

import { extensionApi } from '../browser/extension-api.js';

/** File names, as the build writes them. */
const SCRIPTS = [
  { id: 'bridge', js: ['bridge.js'], world: 'ISOLATED' },
  { id: 'provider', js: ['provider.js'], world: 'MAIN' },
] as const;
const LISTING = { id: 'listing', js: ['listing.js'], world: 'MAIN' } as const;
type SiteScript = (typeof SCRIPTS)[number] | typeof LISTING;

export interface SiteScriptsOptions {
  /** Whether pages may see that there is a wallet. */
  readonly listed: boolean;
}

/** Makes the registered scripts fit the sites that are granted now. One at a time: the caller queues. */
export async function registerSiteScripts({ listed }: SiteScriptsOptions): Promise<void> {
  const { origins = [] } = await extensionApi.permissions.getAll();
  const registered = await extensionApi.scripting.getRegisteredContentScripts();
  const scripts = listed ? [...SCRIPTS, LISTING] : SCRIPTS;
  const wanted = origins.length > 0 ? scripts.map((script) => scriptFor(script, origins)) : [];
  // A page that loads between the two steps would go without.
  if (isSame(registered, wanted)) return;
  if (registered.length > 0) await extensionApi.scripting.unregisterContentScripts();
  if (wanted.length > 0) await extensionApi.scripting.registerContentScripts(wanted);
}

type Registered = chrome.scripting.RegisteredContentScript;

function scriptFor({ id, js, world }: SiteScript, origins: readonly string[]): Registered {
  return {
    id,
    js: [...js],
    world,
    matches: [...origins],
    runAt: 'document_start',
    allFrames: false,
    persistAcrossSessions: true,
  };
}

function isSame(registered: readonly Registered[], wanted: readonly Registered[]): boolean {
  const textOf = (scripts: readonly Registered[]) =>
    scripts.map(({ id, js = [], matches = [] }) => [id, [...js], [...matches].sort()].join(' ')).sort();
  return textOf(registered).join('\n') === textOf(wanted).join('\n');
}

/** The background service worker. Listeners are added at once, or the browser would not wake it for them; everything else waits for the office. */

import { cabinetOf } from '../browser/cabinets.js';
import { extensionApi } from '../browser/extension-api.js';
import type { Departure } from './asking-page.js';
import { loadLetIn } from './let-in.js';
import { Observer } from './observer.js';
import { type Office, openOffice } from './office.js';
import { SeenChallenges, withoutFragment } from './seen.js';
import { showsOrigin } from './tabs.js';

const { alarms, idle, permissions, runtime, storage, tabs, webRequest } = extensionApi;

const challenges = new SeenChallenges();

/** One worker at a time writes the ledger. The lock ends with the worker that has it. */
const office = new Promise<Office>((resolve, reject) => {
  navigator.locks.request('worker', () => {
    const opened = openOffice(challenges);
    opened.then(resolve, reject);
    return new Promise(() => {});
  });
});
/** Without an office nothing is paid, and everybody who asks is told. */
office.catch((error) => console.error('x402Pay:', error));

const quietly = (work: (office: Office) => Promise<unknown> | unknown) =>
  void office.then(work).catch((error) => console.warn('x402Pay:', error));

const observer = new Observer({
  challenges,
  now: () => Date.now(),
  onVisit: (visit) => quietly(({ arrivals }) => arrivals.asked(visit)),
  onPage: (seen) =>
    quietly(({ navigation, arrivals }) => {
      const gesture = arrivals.isChosen(seen.tabId, seen.url);
      return navigation.meet({ ...seen, gesture });
    }),
  onPaidAnswer: (answer) => quietly(({ cashier }) => cashier.hear(answer)),
});

const watched = { urls: ['https://*/*', 'http://127.0.0.1/*', 'http://localhost/*'] };
const types = ['main_frame', 'xmlhttprequest'] as chrome.webRequest.ResourceType[];
/** A page's first request can end when the one with the payment is already awaited. */
const over = (details: { requestId: string; tabId: number; url: string }) => {
  if (!observer.carries(details)) return;
  quietly(({ injection }) => injection.over(details.tabId, withoutFragment(details.url)));
};
const ended = (details: { requestId: string; tabId: number; url: string }) => {
  over(details);
  observer.ended(details);
};
/** Firefox shows all headers anyway, and does not know the word. */
const extra = 'EXTRA_HEADERS' in Object(webRequest.OnSendHeadersOptions) ? (['extraHeaders'] as const) : [];
webRequest.onSendHeaders.addListener(
  (details) => {
    if (isVisit(details)) left({ tabId: details.tabId, at: details.timeStamp });
    observer.sending(details);
  },
  { ...watched, types },
  ['requestHeaders', ...extra],
);
webRequest.onHeadersReceived.addListener(
  (details) => {
    observer.answered(details);
    return undefined;
  },
  { ...watched, types },
  ['responseHeaders', ...extra],
);
webRequest.onBeforeRedirect.addListener(
  (details) => {
    over(details);
    observer.redirected(details);
  },
  { ...watched, types },
);
webRequest.onCompleted.addListener(ended, { ...watched, types });
webRequest.onErrorOccurred.addListener(ended, { ...watched, types });

runtime.onMessage.addListener((message, sender, reply) => {
  const isPanel = sender.id === runtime.id && sender.origin === new URL(runtime.getURL('')).origin;
  office
    .then(({ pageDoor, panelDoor }) =>
      isPanel ? panelDoor.hear(message).then(reply) : pageDoor.hear(message, sender, reply),
    )
    .catch(() => reply({ type: 'refused', refused: 'unknown' }));
  return true;
});

const left = (departure: Departure) =>
  quietly(({ asks, pageDoor, refusals }) => {
    asks.forget(departure);
    refusals.forget(departure);
    pageDoor.forget(departure);
  });
/** Loading a page anew does not change its tab's address: only the network tells. What is fetched ahead is no visit. */
function isVisit({ type, requestHeaders = [] }: chrome.webRequest.OnSendHeadersDetails): boolean {
  return type === 'main_frame' && !requestHeaders.some(({ name }) => name.toLowerCase() === 'sec-purpose');
}
tabs.onCreated.addListener(({ id, openerTabId }) => {
  if (id !== undefined && openerTabId !== undefined) quietly(({ arrivals }) => arrivals.opened(id, openerTabId));
});
tabs.onRemoved.addListener((tabId) => {
  left({ tabId });
  quietly(({ arrivals }) => arrivals.forget(tabId));
});
tabs.onUpdated.addListener((tabId, { status, url }, tab) => {
  if (status !== 'loading') return;
  quietly(({ arrivals }) => arrivals.stands(tabId, tab.url));
  // A page that we may not look into has no address for us.
  if (tab.url === undefined) left({ tabId });
  else if (url !== undefined) left({ tabId, url: withoutFragment(url) });
});
permissions.onAdded.addListener(() =>
  quietly(async ({ refresh }) => {
    await refresh();
    await loadLetIn(cabinetOf(storage.session), showsOrigin, (tabId) => tabs.reload(tabId));
  }),
);
permissions.onRemoved.addListener(() => quietly(({ refresh }) => refresh()));
idle.onStateChanged.addListener((state) => {
  if (state === 'locked') quietly(({ vault, refresh }) => vault.lock().then(refresh));
});
alarms.onAlarm.addListener(() =>
  quietly(async ({ vault, injection, reconcile, refresh }) => {
    // Looking is locking, when nobody was there for too long.
    await vault.state();
    await injection.sweep();
    await refresh();
    await reconcile();
  }),
);

runtime.onInstalled.addListener(({ reason }) => {
  quietly(({ refresh }) => refresh());
  if (reason === 'install') tabs.create({ url: runtime.getURL('pages/onboarding/onboarding.html') });
});
runtime.onStartup.addListener(() => quietly(({ refresh }) => refresh()));
alarms.create('minute', { periodInMinutes: 1 });
// Content scripts could read it otherwise.
storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' as chrome.storage.AccessLevel });
quietly(({ injection }) => injection.sweep());

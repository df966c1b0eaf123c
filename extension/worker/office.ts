/** Puts the worker's parts together, once in its life. */

import { cabinetOf, openDisk } from '../browser/cabinets.js';
import { extensionApi } from '../browser/extension-api.js';
import { createIndexedDbJournal } from '../ledger/journal.js';
import { Ledger } from '../ledger/ledger.js';
import { Refusal } from '../refusal.js';
import { type Cabinet, Vault } from '../vault/vault.js';
import { Account } from './account.js';
import { Addresses } from './addresses.js';
import { Arrivals, type ArrivalsState } from './arrivals.js';
import type { AskingPage } from './asking-page.js';
import { Asks } from './asks.js';
import { showBadge } from './badge.js';
import { Cancellation } from './cancellation.js';
import { Cashier } from './cashier.js';
import { catchUp } from './catch-up.js';
import { ClickToPay } from './click-to-pay.js';
import { withDomains } from './entries-domains.js';
import { Injection } from './injection.js';
import { Navigation } from './navigation.js';
import { pageBudget } from './page-budget.js';
import { PageDoor } from './page-door.js';
import { PanelDoor } from './panel-door.js';
import { type Prompt, Prompts } from './prompts.js';
import { Refusals, type RefusalsState } from './refusals.js';
import { domainsBy, readPublicSuffixes } from './registrable-domain.js';
import type { SeenChallenges } from './seen.js';
import { nodeUrlOf, SettingsStore } from './settings.js';
import { Signer } from './signer.js';
import { registerSiteScripts } from './site-scripts.js';
import { arrivedAt, reloadUntilThere, showsOrigin } from './tabs.js';
import { Turns } from './turns.js';
import { Wishes } from './wishes.js';
import { Withdrawal } from './withdrawal.js';

export interface Office {
  readonly vault: Vault;
  readonly cashier: Cashier;
  readonly navigation: Navigation;
  readonly injection: Injection;
  readonly asks: Asks;
  readonly arrivals: Arrivals;
  readonly pageDoor: PageDoor;
  readonly panelDoor: PanelDoor;
  readonly refusals: Refusals;
  /** Everything that depends on what has changed: badge, content scripts, alarms. */
  refresh(): Promise<void>;
  reconcile(): Promise<void>;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const now = () => Date.now();
const newId = () => crypto.randomUUID();
/** The network's events can come after the page's question. */
const PATIENCE = 1500;
const LONGEST_INJECTION = 15_000;
const OURSELVES = new URL(extensionApi.runtime.getURL('')).origin;

export async function openOffice(challenges: SeenChallenges): Promise<Office> {
  const { storage, declarativeNetRequest, tabs, runtime } = extensionApi;
  const [disk, session] = [openDisk(), cabinetOf(storage.session)];
  const settings = new SettingsStore(disk, () => -new Date().getTimezoneOffset());
  const domains = readPublicSuffixes(() => fetch(runtime.getURL('public-suffixes.txt'))).then(domainsBy);
  const ledger = await Ledger.open({ journal: withDomains(createIndexedDbJournal(), domains), now, newId });
  const domainOf = await domains;
  const lockMinutes = async () => (await settings.get()).lockMinutes;
  const vault = new Vault({ disk, session, now, lockMinutes, random: (bytes) => crypto.getRandomValues(bytes) });
  const turns = new Turns();
  const nodeUrl = async () => nodeUrlOf(await settings.get());
  const ask = (request: Request) => fetch(request);
  const refresh = () => turns.take('refresh', () => refreshAll({ vault, ledger, settings, waiting }));
  const onChange = () => void refresh().catch(() => undefined);
  const asks = await asksOf(session, onChange);
  const account = new Account(vault, disk);
  const wishes = new Wishes({ settings, newId, prompts: await promptsOf('wish', session, onChange) });
  const addresses = new Addresses({
    ...{ settings, account, newId, prompts: await promptsOf('address', session, onChange) },
    hasAccount: async () => (await vault.state()) !== 'empty',
  });
  const waiting = () => asks.list().length + wishes.list().length + addresses.count();
  const key = () => keyOf(vault);
  const signer = new Signer({ ledger, key, nodeUrl, fetch: ask });
  const cashier = new Cashier({
    ...{ ledger, signer, key, now, onChange, domainOf },
    settings: () => settings.get(),
    ask: (question) => asks.ask(question),
  });
  const injection = new Injection(declarativeNetRequest, () => pause(LONGEST_INJECTION));
  const [arrivals, refusals] = [await arrivalsOf(session), await refusalsOf(session)];
  const navigation = new Navigation({
    ...{ cashier, injection, arrivals, now, sleep: pause, onRefused: noting(refusals, true), arrived: arrivedAt },
    reload: (tabId) => tabs.reload(tabId, { bypassCache: true }),
  });
  const sending = { ledger, signer, nodeUrl, fetch: ask, key, newId, settings: () => settings.get(), self: OURSELVES };
  const [cancellation, withdrawal] = [new Cancellation(sending), new Withdrawal(sending)];
  const catchingUp = { ledger, settings, cashier, signer, cancellation, withdrawal, nodeUrl, fetch: ask };
  const reconcile = () => turns.take('reconcile', () => catchUp(catchingUp).finally(onChange));
  const clickToPay = new ClickToPay({
    ...{ cashier, injection, now, newId, fetch: ask, sleep: pause },
    urlOf: async (tabId) => (await tabs.get(tabId).catch(() => undefined))?.url,
    reload: reloadUntilThere,
  });
  const panelDoor = new PanelDoor({
    ...{ vault, ledger, settings, signer, asks, wishes, addresses, account, clickToPay, refusals },
    ...{ now, onChange, refresh, domainOf, waiting, cancellation, withdrawal, reconcile },
  });
  const pageDoor = new PageDoor({
    ...{ cashier, challenges, injection, wishes, addresses, arrivals, patience: () => pause(PATIENCE) },
    onRefused: noting(refusals, false),
    arrive: (tabId, url, isCovered) => navigation.arrive(tabId, url, isCovered),
    left: (site) => pageBudget({ ledger, settings, now, left: (one) => panelDoor.left(one) }, site),
  });
  const doors = { pageDoor, panelDoor, refusals };
  return { vault, cashier, navigation, injection, asks, arrivals, ...doors, refresh, reconcile };
}

/** @param isPage it is the page itself that costs money */
function noting(refusals: Refusals, isPage: boolean): (page: AskingPage, error: unknown) => void {
  return (page, error) => {
    if (refusals.note(page, error, isPage)) void showRefusal(page.tabId);
  };
}

async function refusalsOf(session: Cabinet): Promise<Refusals> {
  const state = (await session.get('refusals')) as RefusalsState | undefined;
  return new Refusals(state, (changed) => void session.set('refusals', changed).catch(() => undefined));
}

async function asksOf(session: Cabinet, onChange: () => void): Promise<Asks> {
  return new Asks({
    ...{ newId, show: ({ id }) => showWindow('question', id), onChange, isThere: showsOrigin },
    declined: new Map(Object.entries(Object(await session.get('declined')))),
    keep: (declined) => session.set('declined', Object.fromEntries(declined)),
  });
}

async function arrivalsOf(session: Cabinet): Promise<Arrivals> {
  // Closed to content scripts, and emptied with every update: it is what this very program has left there.
  const state = (await session.get('arrivals')) as ArrivalsState | undefined;
  return new Arrivals(state, (changed) => void session.set('arrivals', changed).catch(() => undefined));
}

async function keyOf(vault: Vault): Promise<string> {
  const key = await vault.key();
  if (key !== undefined) return key;
  throw new Refusal((await vault.state()) === 'empty' ? 'no_account' : 'locked');
}

interface Changing {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  readonly waiting: () => number;
}

async function refreshAll({ vault, ledger, settings, waiting }: Changing): Promise<void> {
  const { network, assets, paused, listed = false } = await settings.get();
  const needsPerson = waiting() > 0 || !ledger.isReadable || (await vault.state()) === 'locked';
  const entries = ledger.isReadable ? ledger.state.entries : [];
  await showBadge({ entries, needsPerson, paused, now: now(), network, asset: Object.keys(assets)[0] });
  await registerSiteScripts({ listed });
}

async function promptsOf<Shown extends Prompt>(
  kind: 'wish' | 'address',
  session: Cabinet,
  onChange: () => void,
): Promise<Prompts<Shown>> {
  return new Prompts({
    ...{ show: (id: string) => showWindow(kind, id), onChange, isThere: showsOrigin },
    declined: new Map(Object.entries(Object(await session.get(`declined ${kind}`)))),
    keep: (declined) => session.set(`declined ${kind}`, Object.fromEntries(declined)),
  });
}

const WINDOWS = { question: 'approve/approve', wish: 'wish/wish', address: 'address/address' } as const;

/** A window of our own: nothing of a page can lie over it. */
async function showWindow(kind: keyof typeof WINDOWS, id: string): Promise<void> {
  const url = extensionApi.runtime.getURL(`pages/${WINDOWS[kind]}.html?${kind}=${encodeURIComponent(id)}`);
  await extensionApi.windows.create({ url, type: 'popup', width: 420, height: 720 });
}

/** So that a person sees that something was not paid, without a page knowing whether we are there. The popup says why. */
async function showRefusal(tabId: number): Promise<void> {
  const { action, i18n } = extensionApi;
  await action.setTitle({ tabId, title: i18n.getMessage('notPaid') }).catch(() => undefined);
  await action.setBadgeText({ tabId, text: '!' }).catch(() => undefined);
}

/** One chain and one browser for a file of attacks. Every test has sellers of its own, whose origins nobody has met before. */

import type { Page, WebWorker } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import type { ShownQuestion } from '../../extension/messages/panel.js';
import { Profile } from './profile.js';
import { type Manners, Thief } from './thief.js';

export { until } from './until.js';

/** Leads to this computer, and no one has let the extension into it. */
export const STRANGER = 'stranger.example';

export interface Theft {
  readonly devnet: Devnet;
  readonly profile: Profile;
  readonly address: string;
  /** A seller whom the person lets be paid without asking; or not. */
  seller(manners?: Manners, options?: { readonly host?: string; readonly allowed?: boolean }): Promise<Thief>;
  /** In a new tab; resolves when the extension has no more to do there, or asks a person. */
  visit(url: string): Promise<Page>;
  /** `state path` of the payments on a site, newest first. */
  history(site: Thief): Promise<string[]>;
  questions(): Promise<readonly ShownQuestion[]>;
  /** The one question that is open, as soon as it is. */
  question(): Promise<ShownQuestion>;
  /** The worker that is alive now. */
  worker(): Promise<WebWorker>;
  /** Micro-STX that the account has on the chain. */
  balance(): Promise<bigint>;
}

/** @param node puts something between the extension and the chain */
export function prepareTheft(node: (devnet: Devnet) => Promise<string> = async ({ url }) => url): Theft {
  const open: { devnet: Devnet; profile: Profile; address: string } = {} as never;
  const thieves: Thief[] = [];
  beforeAll(async () => {
    [open.devnet, open.profile] = await Promise.all([
      startDevnet({ port: 0, blockMilliseconds: 0 }),
      Profile.open(undefined, [`--host-resolver-rules=MAP ${STRANGER} 127.0.0.1`]),
    ]);
    open.address = await open.profile.settle(await node(open.devnet));
    await open.devnet.fund(open.address, { STX: 1_000_000_000n });
    const { settings } = await open.profile.ask({ type: 'status' });
    const assets = { STX: { perPaymentAtomic: '500000', askAboveAtomic: '500000', perDayAtomic: '100000000' } };
    await open.profile.ask({ type: 'setSettings', settings: { ...settings, assets, newPayeesPerDay: 1000 } });
  });
  afterAll(async () => {
    await open.profile?.close();
    await open.devnet?.close();
  });
  afterEach(async () => {
    await open.profile.closeTabs();
    for (const thief of thieves.splice(0)) {
      // Or the next test's payments would wait behind them.
      await thief.cashIn();
      await thief.close();
    }
  });
  const ask: Profile['ask'] = (message) => open.profile.ask(message);
  return {
    get devnet() {
      return open.devnet;
    },
    get profile() {
      return open.profile;
    },
    get address() {
      return open.address;
    },
    async seller(manners, { host, allowed = true } = {}) {
      const thief = await Thief.open(open.devnet, manners, host);
      thieves.push(thief);
      if (allowed) await open.profile.allow(thief.url);
      return thief;
    },
    visit: (url) => open.profile.tabs.visit(url),
    history: async ({ url }) =>
      (await ask({ type: 'history', limit: 100 }))
        .filter(({ site }) => site === url)
        .map(({ state, resource }) => `${state} ${new URL(resource).pathname}`),
    questions: () => ask({ type: 'questions' }),
    question: () => open.profile.question(),
    worker: () => open.profile.worker(),
    async balance() {
      const response = await fetch(`${open.devnet.url}/extended/v1/address/${open.address}/balances`);
      const { stx } = (await response.json()) as { stx: { balance: string } };
      return BigInt(stx.balance);
    },
  };
}

/** Ends a worker; resolves when it is gone. What is said to one that is just ending is heard by nobody. */
export function kill(profile: Profile, worker: WebWorker): Promise<void> {
  return profile.kill(worker);
}

/** Status of a `fetch` by the page's own program, with no person's click behind it; `explicit` by `x402.fetch`, where a refusal is its code. */
export async function statusOf(page: Page, url: string, explicit = false): Promise<number | string> {
  const asked = `${explicit ? 'x402.fetch' : 'fetch'}(${JSON.stringify(url)})`;
  // A debugger may come before all scripts, and so before the extension's; a page's own program cannot.
  const isRead =
    "new Promise((read) => document.readyState === 'loading' ? addEventListener('DOMContentLoaded', read) : read())";
  const status = `${isRead}.then(() => ${asked}).then(({ status }) => status, ({ code, name }) => code ?? name)`;
  return run(page, status) as Promise<number | string>;
}

/** Evaluates in a page as its own program does: Puppeteer's own way has a person's click in it. */
export async function run(page: Page, expression: string): Promise<unknown> {
  const session = await page.createCDPSession();
  const options = { awaitPromise: true, returnByValue: true, userGesture: false };
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, ...options });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/** What happens while a payment is being made: a person says stop, a page goes away, a hundred origins are one seller. */

import { describe, expect, it } from 'vitest';
import { encodeHeader } from '../../src/header.js';
import type { Entry } from '../ledger/entry.js';
import type { Journal } from '../ledger/journal.js';
import { Ledger } from '../ledger/ledger.js';
import { Refusal } from '../refusal.js';
import { Cashier } from './cashier.js';
import { domainsBy } from './registrable-domain.js';
import type { Seen } from './seen.js';
import { defaultSettings, type Settings } from './settings.js';

const NETWORK = 'stacks:2147483648';
const PAYEE = 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC';
const BLOG = 'https://blog.example';
const NOW = Date.UTC(2026, 4, 1);

const forgetful: Journal = { read: async () => undefined, write: async () => undefined, clear: async () => undefined };
let ids = 0;

/** A worker's till whose signer does what the test tells it. */
async function till(change: Partial<Settings> = {}) {
  const ledger = await Ledger.open({ journal: forgetful, now: () => NOW, newId: () => `${ids++}` });
  const scene = {
    settings: { ...defaultSettings(NETWORK, 0), sites: { [BLOG]: { automatic: true } }, ...change } as Settings,
    signed: [] as Entry[],
    /** Resolves when the node has answered; rejects when it cannot be reached. */
    node: async () => undefined as undefined,
  };
  const sign = async (entry: Entry) => {
    await scene.node();
    scene.signed.push(entry);
    return { transaction: '00', txid: `${scene.signed.length}`.padStart(64, '0'), feeAtomic: 1n };
  };
  const cashier = new Cashier({
    ledger,
    signer: { sign } as never,
    settings: async () => scene.settings,
    key: async () => 'key',
    now: () => NOW,
    domainOf: domainsBy(''),
    ask: async () => ({ yes: false, grant: false }),
    onChange: () => undefined,
  });
  return { cashier, ledger, scene };
}

let demands = 0;
function seen(origin: string, access: string, path = '/a'): Seen {
  const offer = { scheme: 'exact', network: NETWORK, amount: '100000', asset: 'STX', payTo: PAYEE };
  const accepts = [{ ...offer, maxTimeoutSeconds: 600, extra: { access } }];
  return {
    ...{
      requestId: `${demands++}`,
      tabId: 1,
      frameId: 0,
      kind: 'fetch',
      method: 'GET',
      url: `${origin}${path}`,
      at: NOW,
    },
    ...{ initiator: origin, from: 'same-origin', gesture: false },
    required: encodeHeader({ x402Version: 2, resource: { url: `${origin}${path}` }, accepts }),
  } as Seen;
}
const buyer = (call: string, site = BLOG) => ({
  call,
  page: { tabId: 1, url: `${site}/`, at: NOW },
  site,
  mayAsk: false,
});
const codeOf = (paying: Promise<unknown>) =>
  paying.then(
    () => 'paid',
    ({ code }) => code as string,
  );

/** Something is reserved, and the node has been asked. */
async function signing(ledger: Ledger): Promise<void> {
  while (ledger.state.entries.length === 0) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
}

describe('while a payment is being made', () => {
  it('a person who says stop has stopped what waits behind it', async () => {
    const { cashier, ledger, scene } = await till();
    let fail: (error: Refusal) => void = () => undefined;
    scene.node = () =>
      new Promise((_, reject) => {
        fail = reject;
      });
    const first = codeOf(cashier.pay(seen(BLOG, '1h'), buyer('a')));
    const second = codeOf(cashier.pay(seen(BLOG, '1h'), buyer('b')));
    await signing(ledger);
    scene.settings = { ...scene.settings, paused: true };
    scene.node = async () => undefined;
    fail(new Refusal('node_unreachable'));
    expect([await first, await second]).toEqual(['node_unreachable', 'paused']);
    expect(scene.signed).toEqual([]);
  });

  it('a page that goes away leaves a payment that the next one gets, and no second is made', async () => {
    const { cashier, ledger, scene } = await till();
    let answer: (nothing: undefined) => void = () => undefined;
    scene.node = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const gone = cashier.pay(seen(BLOG, 'once'), buyer('a'));
    await signing(ledger);
    cashier.end('a');
    answer(undefined);
    const { entry } = await gone;
    expect((await cashier.pay(seen(BLOG, 'once'), buyer('b'))).entry.id).toBe(entry.id);
    expect(scene.signed).toHaveLength(1);
  });

  it.each([
    ['blocks the site', { sites: { [BLOG]: { blocked: true } } }, 'blocked'],
    ['pauses the site', { sites: { [BLOG]: { automatic: true, paused: true } } }, 'paused'],
    ['pauses all', { paused: true }, 'paused'],
  ])('a person who %s has stopped what the node is still asked for', async (_, change, code) => {
    const { cashier, ledger, scene } = await till();
    let answer: (nothing: undefined) => void = () => undefined;
    scene.node = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const paying = cashier.pay(seen(BLOG, 'once'), buyer('a'));
    await signing(ledger);
    scene.settings = { ...scene.settings, ...change };
    answer(undefined);
    expect(await codeOf(cashier.give(await paying))).toBe(code);
    expect(ledger.state.entries.map(({ state, header }) => [state, header])).toEqual([['released', undefined]]);
  });

  it('a page that goes away before its payment is begun gets none, and keeps no nonce', async () => {
    const { cashier, ledger, scene } = await till();
    const gone = codeOf(cashier.pay(seen(BLOG, 'once'), buyer('a')));
    cashier.end('a');
    expect(await gone).toBe('declined');
    expect([scene.signed, ledger.state.entries]).toEqual([[], []]);
  });
});

describe('a payment that was signed', () => {
  /** Signed while its page went away. */
  async function dropped() {
    const made = await till();
    let answer: (nothing: undefined) => void = () => undefined;
    made.scene.node = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const gone = made.cashier.pay(seen(BLOG, '1h', '/gone'), buyer('gone'));
    await signing(made.ledger);
    made.cashier.end('gone');
    answer(undefined);
    made.scene.node = async () => undefined;
    return { ...made, gone: await gone };
  }

  it('for a page that is gone is given to nobody, and is nobody’s when something else is bought', async () => {
    const { cashier, ledger, gone } = await dropped();
    expect(await cashier.give(gone)).toBeUndefined();
    const other = await cashier.pay(seen(BLOG, '1h'), buyer('a'));
    expect(ledger.entry(gone.entry.id)?.state).toBe('released');
    expect(await cashier.give(other)).toBe(other.entry.header);
  });

  it('is given away once it is written down that it leaves, and not taken back any more', async () => {
    const { cashier, ledger } = await till();
    const { entry, ...rest } = await cashier.pay(seen(BLOG, '1h', '/b'), buyer('b'));
    await cashier.pay(seen(BLOG, '1h'), buyer('a'));
    expect(ledger.entry(entry.id)).toMatchObject({ state: 'signed', unsent: true });
    expect(await cashier.give({ entry, ...rest })).toBe(entry.header);
    cashier.end('b');
    await cashier.takeBack();
    expect(ledger.entry(entry.id)).toMatchObject({ state: 'signed', header: entry.header });
    expect(ledger.entry(entry.id)?.unsent).toBeUndefined();
  });

  it('is spoken for by its seller only, whoever else it is shown to', async () => {
    const { cashier, ledger } = await till();
    const presentation = await cashier.pay(seen(BLOG, '1h'), buyer('a'));
    const payment = (await cashier.give(presentation)) ?? '';
    const said = { payment, status: 200, settlement: undefined, required: undefined, retryAfter: undefined };
    await cashier.hear({ ...said, url: 'https://accomplice.example/a' });
    expect(ledger.entry(presentation.entry.id)?.state).toBe('signed');
    await cashier.hear({ ...said, url: `${BLOG}/a` });
    expect(ledger.entry(presentation.entry.id)?.state).toBe('delivered');
  });

  it('is one for one call, however often the call asks', async () => {
    const { cashier, scene } = await till();
    const demand = seen(BLOG, 'once');
    const asked = [1, 2, 3].map(() => cashier.pay(demand, buyer('a')));
    expect(new Set((await Promise.all(asked)).map(({ entry }) => entry.id)).size).toBe(1);
    expect(scene.signed).toHaveLength(1);
  });
});

describe('a hundred origins of one seller', () => {
  it('get no more than the limit for their domain', async () => {
    const sites = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`https://s${n}.shop.example`, { automatic: true }]),
    );
    const assets = { STX: { perDayAtomic: '100000000', perDomain: { perDayAtomic: '500000' } } };
    const { cashier, scene } = await till({ sites, assets });
    for (const site of Object.keys(sites)) await codeOf(cashier.pay(seen(site, '1h'), buyer(site, site)));
    // Each with the fee that is reserved for it.
    expect(scene.signed).toHaveLength(4);
  });
});

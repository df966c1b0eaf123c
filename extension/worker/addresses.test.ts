import { describe, expect, it } from 'vitest';
import { readMessage } from '../messages/message-set.js';
import { pageMessages } from '../messages/page.js';
import { Addresses } from './addresses.js';
import { type Prompt, Prompts } from './prompts.js';
import { defaultSettings, type Settings, SettingsStore } from './settings.js';

const SITE = 'https://blog.example';
const KNOWN = { address: 'SP000000000000000000002Q6VF78', publicKey: `02${'ab'.repeat(32)}` };

function scene(change: Partial<Settings> = {}) {
  const state: { known: typeof KNOWN | undefined; hasAccount: boolean } = { known: KNOWN, hasAccount: true };
  const disk = new Map<string, unknown>([['settings', { ...defaultSettings('stacks:1', 0), listed: true, ...change }]]);
  const settings = new SettingsStore(
    {
      get: async (name) => disk.get(name),
      set: async (name, value) => void disk.set(name, value),
      remove: async (name) => void disk.delete(name),
    },
    () => 0,
  );
  let last = 0;
  const addresses = new Addresses({
    settings,
    account: { on: async () => state.known },
    prompts: new Prompts<Prompt>({ show: async () => {} }),
    newId: () => `${++last}`,
    hasAccount: async () => state.hasAccount,
  });
  /** What the site hears; and the questions, as soon as there is one or an answer. */
  const ask = async (site = SITE) => {
    const heard = addresses.ask({ tabId: 1, url: `${site}/`, at: 0 }, site).catch(({ code }) => code as string);
    let settled = false;
    heard.finally(() => {
      settled = true;
    });
    while (!settled && (await addresses.list()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    return { heard, questions: await addresses.list() };
  };
  return { addresses, settings, state, ask };
}

describe('a site that asks for the address', () => {
  it('gets it after a yes, and without a question from then on', async () => {
    const { addresses, settings, ask } = scene({ sites: { [SITE]: { automatic: true } } });
    const { heard, questions } = await ask();
    expect(questions).toEqual([{ id: '1', site: SITE, address: KNOWN.address }]);
    await addresses.answer('1', true);
    expect(await heard).toEqual(KNOWN);
    expect((await settings.get()).sites).toEqual({ [SITE]: { automatic: true, seesAddress: true } });
    const again = await ask();
    expect([await again.heard, again.questions]).toEqual([KNOWN, []]);
  });

  it('gets nothing after a no, and nothing is remembered of it', async () => {
    const { addresses, settings, ask } = scene();
    const { heard } = await ask();
    await addresses.answer('1', false);
    expect([await heard, (await settings.get()).sites]).toEqual(['declined', {}]);
    await expect(addresses.answer('1', true)).rejects.toMatchObject({ code: 'no_such_payment' });
  });

  it.each<[string, Partial<Settings>]>([
    ['we are not listed', { listed: false, sites: { [SITE]: { seesAddress: true } } }],
    ['nobody has said anything about listing', { listed: undefined }],
    ['the site is blocked', { sites: { [SITE]: { seesAddress: true, blocked: true } } }],
  ])('is refused without a question where %s', async (_, change) => {
    const { heard, questions } = await scene(change).ask();
    expect([await heard, questions]).toEqual(['declined', []]);
  });

  it('is refused without a question where there is no account', async () => {
    const { ask, state } = scene();
    state.known = undefined;
    state.hasAccount = false;
    const { heard, questions } = await ask();
    expect([await heard, questions]).toEqual(['declined', []]);
  });

  it('has the person unlock first where the address is not known yet; the question stays', async () => {
    const { addresses, state, settings, ask } = scene();
    state.known = undefined;
    const { heard, questions } = await ask();
    expect(questions).toEqual([{ id: '1', site: SITE, address: undefined }]);
    await expect(addresses.answer('1', true)).rejects.toMatchObject({ code: 'locked' });
    expect((await settings.get()).sites).toEqual({});
    state.known = KNOWN;
    await addresses.answer('1', true);
    expect(await heard).toEqual(KNOWN);
  });

  it('gets nothing when the listing was switched off while the question was open', async () => {
    const { addresses, settings, ask } = scene();
    const { heard } = await ask();
    await settings.set({ ...(await settings.get()), listed: false });
    await addresses.answer('1', true);
    expect([await heard, (await settings.get()).sites]).toEqual(['declined', {}]);
  });

  it('gets nothing when its page is gone', async () => {
    const { addresses, settings, ask } = scene();
    const { heard } = await ask();
    addresses.forget({ tabId: 1 });
    expect(await heard).toBe('declined');
    await expect(addresses.answer('1', true)).rejects.toMatchObject({ code: 'no_such_payment' });
    expect((await settings.get()).sites).toEqual({});
  });

  it('has no yes from its name alone', async () => {
    const { heard, questions } = await scene().ask('constructor');
    expect(questions).toHaveLength(1);
    void heard;
  });
});

describe('the message for it', () => {
  it('says nothing but that; and no page answers in a person’s name', () => {
    expect(readMessage(pageMessages, { type: 'addresses' })).toEqual({ type: 'addresses' });
    for (const message of [
      { type: 'addresses', site: SITE },
      { type: 'addresses', network: 'mainnet' },
      { type: 'addressQuestions' },
      { type: 'answerAddress', id: '1', yes: true },
    ]) {
      expect(readMessage(pageMessages, message)).toBeUndefined();
    }
  });
});

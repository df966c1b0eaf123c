/** A site that wants to wear a person down with questions. */

import { describe, expect, it } from 'vitest';
import { Asks, type OpenQuestion } from './asks.js';

const EVIL = 'https://evil.example';
const YES = { yes: true, grant: false };
const NO = { yes: false, grant: false };

/** What outlives the worker. */
function session() {
  let declined: ReadonlyMap<string, number> = new Map();
  const shown: OpenQuestion[] = [];
  const where = new Map<number, string>();
  const worker = () =>
    new Asks({
      newId: () => `${shown.length}`,
      show: async (question) => void shown.push(question),
      onChange: () => undefined,
      declined,
      keep: async (kept) => {
        declined = new Map(kept);
      },
      isThere: async (tabId, site) => (where.get(tabId) ?? EVIL) === site,
    });
  return { worker, shown, where };
}

const question = (tabId: number, more: object = {}) =>
  ({
    challenge: 'c',
    page: { tabId, url: `${EVIL}/`, at: 0 },
    draft: { site: EVIL },
    why: 'not_granted',
    ...more,
  }) as never;

describe('fifty questions', () => {
  it('are three, whatever the page loads anew, and however often the worker dies', async () => {
    const { worker, shown } = session();
    for (let attempt = 0; attempt < 50; attempt++) {
      const asks = worker();
      const asked = asks.ask(question(attempt));
      for (const { id } of asks.list()) asks.answer(id, NO);
      expect(await asked).toEqual(NO);
    }
    expect(shown).toHaveLength(3);
  });

  it('are three when the page takes each back itself', async () => {
    const { worker, shown } = session();
    const asks = worker();
    for (let attempt = 0; attempt < 50; attempt++) {
      const asked = asks.ask(question(1));
      asks.forget({ tabId: 1 });
      expect(await asked).toEqual(NO);
    }
    expect(shown).toHaveLength(3);
  });

  it('of one page at once are one', async () => {
    const { worker, shown } = session();
    const asks = worker();
    const asked = Array.from({ length: 50 }, () => asks.ask(question(1)));
    asks.answer(shown[0]!.id, YES);
    const answers = await Promise.all(asked);
    expect([shown.length, answers.filter(({ yes }) => yes).length]).toEqual([1, 1]);
  });

  it('of one site at once are one, in however many tabs', async () => {
    const { worker, shown } = session();
    const asks = worker();
    const asked = Array.from({ length: 50 }, (_, tabId) => asks.ask(question(tabId)));
    asks.answer(shown[0]!.id, YES);
    const answers = await Promise.all(asked);
    expect([shown.length, answers.filter(({ yes }) => yes).length]).toEqual([1, 1]);
  });

  it('of many pages at once are twenty', () => {
    const { worker, shown } = session();
    const asks = worker();
    for (let tabId = 0; tabId < 50; tabId++) asks.ask(question(tabId, { draft: { site: `https://${tabId}.example` } }));
    expect(shown).toHaveLength(20);
  });
});

describe('a person', () => {
  it('who clicks our own button is asked, whatever was said before', async () => {
    const { worker, shown } = session();
    const asks = worker();
    for (let attempt = 0; attempt < 4; attempt++) {
      const asked = asks.ask(question(1));
      asks.forget({ tabId: 1 });
      await asked;
    }
    const asked = asks.ask(question(1, { clicked: true }));
    asks.answer(shown.at(-1)!.id, YES);
    expect(await asked).toEqual(YES);
  });

  it('is asked on, when the browser tells late of the request for the very page that asks, and not when its tab goes on', async () => {
    const { worker, shown } = session();
    const asks = worker();
    const page = { tabId: 1, url: `${EVIL}/`, at: 1000 };
    const asked = asks.ask(question(1, { page }));
    asks.forget({ tabId: 1, at: 999 });
    asks.forget({ tabId: 1, url: `${EVIL}/` });
    asks.answer(shown[0]!.id, YES);
    expect(await asked).toEqual(YES);
    for (const departure of [{ at: 1000 }, { url: `${EVIL}/another` }]) {
      const next = asks.ask(question(1, { page }));
      asks.forget({ tabId: 1, ...departure });
      expect(await next).toEqual(NO);
    }
  });

  it('who says yes to a page that is gone has bought nothing', async () => {
    const { worker, shown, where } = session();
    const asks = worker();
    const asked = asks.ask(question(1));
    where.set(1, 'https://elsewhere.example');
    asks.answer(shown[0]!.id, YES);
    expect(await asked).toEqual(NO);
  });
});

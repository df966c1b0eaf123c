import { describe, expect, it } from 'vitest';
import { type Prompt, Prompts } from './prompts.js';

const SITE = 'https://blog.example';

function scene(declined?: ReadonlyMap<string, number>, show = async (_: string) => {}, isThere = true) {
  const shown: string[] = [];
  const kept: [string, number][][] = [];
  const waiting: number[] = [];
  const prompts: Prompts<Prompt> = new Prompts<Prompt>({
    show: (id) => {
      shown.push(id);
      return show(id);
    },
    ...(declined && { declined }),
    keep: async (now) => void kept.push([...now]),
    isThere: async () => isThere,
    onChange: () => void waiting.push(prompts.list().length),
  });
  let last = 0;
  const ask = (tabId = 1, site = SITE, at = 0) =>
    prompts.ask({ tabId, url: `${site}/`, at }, { id: `${++last}`, site });
  return { prompts, ask, shown, kept, waiting };
}

describe('questions that a page can cause', () => {
  it('are shown, and end with the answer', async () => {
    const { prompts, ask } = scene();
    const asked = ask();
    expect(prompts.list()).toEqual([{ id: '1', site: SITE }]);
    expect([prompts.answer('2', true), prompts.answer('1', true), prompts.answer('1', true)]).toEqual([
      false,
      true,
      false,
    ]);
    expect([await asked, prompts.list()]).toEqual([true, []]);
  });

  it('say when one more waits, and when one less, so that the badge and the popup can', async () => {
    const { prompts, ask, waiting } = scene();
    void ask(1);
    void ask(2, 'https://other.example');
    expect(waiting).toEqual([1, 2]);
    prompts.answer('1', false);
    prompts.answer('1', false);
    prompts.forget({ tabId: 2 });
    expect(waiting).toEqual([1, 2, 1, 0]);
  });

  it('come one at a time for a tab and for a site, and ten at most', async () => {
    const { ask, shown } = scene();
    for (let tab = 1; tab <= 9; tab++) void ask(tab, `https://${tab}.example`);
    expect([await ask(1), await ask(1, SITE), await ask(10, 'https://1.example')]).toEqual([false, false, false]);
    void ask(10);
    expect(await ask(11, 'https://11.example')).toBe(false);
    expect(shown).toHaveLength(10);
  });

  it('are not asked again after a no, until the page is loaded anew', async () => {
    const { prompts, ask, shown } = scene();
    const asked = ask();
    prompts.answer('1', false);
    expect([await asked, await ask()]).toEqual([false, false]);
    expect(shown).toHaveLength(1);
    prompts.forget({ tabId: 1 });
    void ask();
    expect(shown).toHaveLength(2);
  });

  it('are over when the page goes, which counts as a no, and keeps the next page from nothing', async () => {
    const { prompts, ask, kept } = scene();
    const asked = ask();
    prompts.forget({ tabId: 2 });
    expect(prompts.list()).toHaveLength(1);
    prompts.forget({ tabId: 1 });
    expect([await asked, prompts.list(), kept.at(-1)]).toEqual([false, [], [[SITE, 1]]]);
    const next = ask();
    prompts.answer('2', true);
    expect(await next).toBe(true);
  });

  it('outlive late news of what has led to their own page, and none of what leads away from it', async () => {
    const { prompts, ask, shown } = scene();
    const asked = ask(1, SITE, 1000);
    // The request for this page, as Firefox tells of it when the page has already spoken; and that the tab is at its address now.
    prompts.forget({ tabId: 1, at: 999 });
    prompts.forget({ tabId: 1, url: `${SITE}/` });
    expect(prompts.list()).toHaveLength(1);
    prompts.answer('1', false);
    expect(await asked).toBe(false);
    prompts.forget({ tabId: 1, at: 999 });
    expect(await ask(1, SITE, 1001)).toBe(false);
    prompts.forget({ tabId: 1, at: 1001 });
    const next = ask(1, SITE, 1002);
    prompts.forget({ tabId: 1, url: `${SITE}/another` });
    expect([await next, prompts.list(), shown]).toEqual([false, [], ['1', '3']]);
  });

  it('end after three refusals in a row, also by an earlier worker; a yes begins anew', async () => {
    const { prompts, ask, shown, kept } = scene(new Map([[SITE, 2]]));
    for (const yes of [true, false, false, false]) {
      const asked = ask();
      prompts.answer(prompts.list()[0]!.id, yes);
      expect(await asked).toBe(yes);
      prompts.forget({ tabId: 1 });
    }
    expect(kept.map(([entry]) => entry)).toEqual([0, 1, 2, 3].map((count) => [SITE, count]));
    expect(await ask()).toBe(false);
    expect(shown).toHaveLength(4);
    expect(await scene(new Map([[SITE, 3]])).ask()).toBe(false);
  });

  it('give nothing to a page that is gone, whatever the person says', async () => {
    const { prompts, ask } = scene(undefined, undefined, false);
    const asked = ask();
    prompts.answer('1', true);
    expect(await asked).toBe(false);
  });

  it('are declined where no window opens', async () => {
    const { ask } = scene(undefined, () => Promise.reject(new Error('no window')));
    expect(await ask()).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal.js';
import { Refusals, type RefusalsState } from './refusals.js';

const page = { tabId: 7, url: 'https://blog.example/a', at: 1000 };

function open(state?: RefusalsState) {
  const kept: RefusalsState[] = [];
  return { refusals: new Refusals(state, (next) => kept.push(next)), kept };
}

describe('why a page was not paid', () => {
  it('is known of its tab, with the limit in the words of our pages, also to the next worker', () => {
    const { refusals, kept } = open();
    const limit = { scope: 'day', level: 'all', asset: 'stacks:1/STX', limitAtomic: 10n, leftAtomic: 3n };
    expect(refusals.note(page, Object.assign(new Refusal('over_limit'), { limit }), true)).toBe(true);
    const shown = {
      ...{ code: 'over_limit', isPage: true },
      limit: { scope: 'day', level: 'all', asset: 'STX', limitAtomic: '10', leftAtomic: '3' },
    };
    expect(refusals.of(7)).toEqual(shown);
    expect(refusals.of(8)).toBeNull();
    // Storage keeps what JSON can say.
    expect(open(JSON.parse(JSON.stringify(kept.at(-1)))).refusals.of(7)).toEqual(shown);
  });

  it('is forgotten with its page, and not by old news of the page before', () => {
    const { refusals } = open();
    refusals.note(page, new Refusal('declined'), false);
    refusals.forget({ tabId: 7, at: 999 });
    refusals.forget({ tabId: 7, url: page.url });
    refusals.forget({ tabId: 8 });
    expect(refusals.of(7)).toMatchObject({ code: 'declined', isPage: false });
    refusals.forget({ tabId: 7, at: 1001 });
    expect(refusals.of(7)).toBeNull();
  });

  it('is nothing where nobody knows it, or there is no tab; and no address fills the storage', () => {
    const { refusals, kept } = open();
    expect(refusals.note(page, new Error('what nobody expected'), true)).toBe(false);
    expect(refusals.note({ ...page, tabId: -1 }, new Refusal('declined'), true)).toBe(false);
    expect(kept).toEqual([]);
    refusals.note({ ...page, url: `https://blog.example/${'a'.repeat(1_000_000)}` }, new Refusal('declined'), true);
    expect(JSON.stringify(kept).length).toBeLessThan(3000);
  });
});

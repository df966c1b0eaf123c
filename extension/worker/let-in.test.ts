import { describe, expect, it } from 'vitest';
import { LETTING_IN, loadLetIn } from './let-in.js';

const SITE = 'https://blog.example';

function openTab(note: unknown, shown: string | undefined) {
  const session = new Map([[LETTING_IN, note]]);
  const cabinet = {
    get: async (name: string) => session.get(name),
    set: async (name: string, value: unknown) => void session.set(name, value),
    remove: async (name: string) => void session.delete(name),
  };
  const reloaded: number[] = [];
  const isThere = async (tabId: number, origin: string) => tabId === 7 && origin === shown;
  const hear = () => loadLetIn(cabinet, isThere, async (tabId) => void reloaded.push(tabId));
  return { hear, reloaded };
}

describe('a page whose site was just let in', () => {
  it('is loaded again, once, with our scripts in it', async () => {
    const { hear, reloaded } = openTab({ tabId: 7, origin: SITE }, SITE);
    await hear();
    await hear();
    expect(reloaded).toEqual([7]);
  });

  it.each([
    ['has gone on to another site', { tabId: 7, origin: SITE }, 'https://other.example'],
    ['may not be looked into, because another site was let in', { tabId: 7, origin: SITE }, undefined],
    ['is none that a person has asked for', undefined, SITE],
  ])('is left alone where it %s', async (_, note, shown) => {
    const { hear, reloaded } = openTab(note, shown);
    await hear();
    expect(reloaded).toEqual([]);
  });
});

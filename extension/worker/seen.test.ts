import { describe, expect, it } from 'vitest';
import { type Seen, SeenChallenges } from './seen.js';

const PAGE = { tabId: 7, url: 'https://a.example/paid#part', origin: 'https://a.example' };
const SEEN: Seen = {
  ...{ requestId: '1', tabId: -1, frameId: 0, kind: 'fetch', method: 'GET', url: 'https://a.example/paid' },
  ...{ initiator: 'https://a.example', from: 'same-origin', gesture: false, required: '', at: 0 },
};
const forever = () => new Promise<void>(() => undefined);
const atOnce = async () => undefined;

describe('a page that was refused', () => {
  it('went through its own service worker where the browser tells of it without a tab, before the page or after it', async () => {
    const challenges = new SeenChallenges();
    const later = challenges.isCovered(PAGE, forever);
    challenges.add(SEEN);
    expect(await later).toBe(true);
    expect(await challenges.isCovered(PAGE, forever)).toBe(true);
  });

  it('did not, where it was seen in its tab, and nobody waits', async () => {
    const challenges = new SeenChallenges();
    challenges.pages.go(7, 'https://a.example/paid');
    expect(await challenges.isCovered(PAGE, forever)).toBe(false);
  });

  it.each<[string, Partial<Seen>]>([
    ['another address', { url: 'https://a.example/other' }],
    ['another origin', { initiator: 'https://b.example' }],
    ['another tab', { tabId: 8 }],
  ])('did not for what was asked of %s', async (_, change) => {
    const challenges = new SeenChallenges();
    challenges.add({ ...SEEN, ...change });
    expect(await challenges.isCovered(PAGE, atOnce)).toBe(false);
  });
});

describe('a request for payment', () => {
  it('is taken once, however many wait for it', async () => {
    const challenges = new SeenChallenges();
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const waiting = [1, 2].map(() => challenges.take({ ...PAGE, method: 'GET' }, () => over));
    challenges.add(SEEN);
    end();
    expect((await Promise.all(waiting)).filter(Boolean)).toEqual([SEEN]);
  });
});

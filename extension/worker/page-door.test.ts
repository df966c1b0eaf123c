/** What a page asks for, and is not there any more to get. */

import { describe, expect, it, vi } from 'vitest';
import type { PageAnswer } from '../messages/page.js';
import { PageDoor, type PageDoorPorts } from './page-door.js';

vi.mock('../browser/extension-api.js', () => ({ extensionApi: { runtime: { id: 'us' } } }));

const BLOG = 'https://blog.example';
const NOW = Date.UTC(2026, 4, 1);
const SENDER = {
  ...{ id: 'us', tab: { id: 1 }, frameId: 0, documentId: 'd', origin: BLOG, url: `${BLOG}/` },
  documentLifecycle: 'active',
} as unknown as chrome.runtime.MessageSender;

/** A door whose browser sees a demand when the test says so. */
function scene() {
  let see: (seen: object) => void = () => undefined;
  const seen = new Promise<object>((resolve) => {
    see = resolve;
  });
  const paid = vi.fn(async (_seen: object, { call }: { call: string }) => ({ call, isPass: false, waitSeconds: 0 }));
  const forgetful = { forget: () => undefined };
  const door = new PageDoor({
    ...{ cashier: { pay: paid, give: async () => 'payment', end: () => undefined }, challenges: { take: () => seen } },
    ...{ arrivals: { isWanted: () => true }, wishes: forgetful, addresses: forgetful, onRefused: () => undefined },
  } as unknown as PageDoorPorts);
  const answers: PageAnswer[] = [];
  const message = { type: 'pay', call: 'c', url: `${BLOG}/a`, method: 'GET', explicit: false };
  const hearing = door.hear({ type: 'said', message, isTouched: false, at: NOW }, SENDER, (one) => answers.push(one));
  const demand = { tabId: 1, url: `${BLOG}/a`, method: 'GET' };
  return { door, paid, answers, hearing, see: () => see(demand) };
}

describe('a page that asks for a payment', () => {
  it('and has gone before its demand was seen has nothing signed', async () => {
    const { door, paid, answers, hearing, see } = scene();
    door.forget({ tabId: 1, at: NOW + 20 });
    see();
    await hearing;
    expect(paid).not.toHaveBeenCalled();
    expect(answers).toEqual([{ type: 'refused', code: 'declined' }]);
  });

  it('and is still there gets it', async () => {
    const { door, answers, hearing, see } = scene();
    // Of the page before, told late.
    door.forget({ tabId: 1, at: NOW - 20 });
    see();
    await hearing;
    expect(answers).toEqual([{ type: 'present', header: 'payment', waitSeconds: 0 }]);
  });
});

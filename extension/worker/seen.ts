/** Requests for payment that the browser itself has seen on the network. Nothing else is ever signed. */

import { type RefusedPage, RefusedPages } from './refused-pages.js';

/** One answer 402, as the network stack tells it. */
export interface Seen {
  readonly requestId: string;
  readonly tabId: number;
  readonly frameId: number;
  readonly kind: 'page' | 'fetch';
  readonly url: string;
  readonly method: string;
  /** Origin of the page that asked; `undefined` for an address that was typed. */
  readonly initiator: string | undefined;
  /** `Sec-Fetch-Site`, and whether a person's gesture was behind the request. */
  readonly from: string | undefined;
  readonly gesture: boolean;
  /** `PAYMENT-REQUIRED`, unread. */
  readonly required: string;
  /** What is asked for is the page itself that is in the tab. */
  readonly page?: RefusedPage | undefined;
  readonly at: number;
}

/** What a page says that it was refused. */
export interface Wanted {
  readonly tabId: number;
  readonly url: string;
  readonly method: string;
  /** Origin of the page, as the browser knows it. */
  readonly origin: string;
}

/** A page asks at once; what it does not ask for in this time is forgotten. */
const SHELF_LIFE = 60_000;
const MOST = 200;

export class SeenChallenges {
  readonly pages = new RefusedPages();
  private seen: Seen[] = [];
  private readonly waiting = new Set<() => void>();

  add(challenge: Seen): void {
    const fresh = this.seen.filter(({ at }) => at > challenge.at - SHELF_LIFE);
    this.seen = [...fresh, challenge].slice(-MOST);
    for (const look of this.waiting) look();
  }

  /** Each is taken once. */
  take(wanted: Wanted, patience: () => Promise<void>): Promise<Seen | undefined> {
    return this.soon(() => {
      const found = this.find(wanted);
      return found && this.remove(found);
    }, patience);
  }

  /** Whether the request for a page that was refused went through a service worker of its own: then the browser tells of it without a tab. */
  async isCovered({ tabId, url, origin }: Omit<Wanted, 'method'>, patience: () => Promise<void>): Promise<boolean> {
    const address = withoutFragment(url);
    const look = () => {
      if (this.seen.some((one) => one.tabId === -1 && one.url === address && one.initiator === origin)) return true;
      return this.pages.hasAnswered(tabId, address) ? false : undefined;
    };
    return (await this.soon(look, patience)) ?? false;
  }

  /** The network's events can come after the page's question, so it waits a moment. */
  private async soon<T>(find: () => T | undefined, patience: () => Promise<void>): Promise<T | undefined> {
    const found = find();
    if (found !== undefined) return found;
    return new Promise((resolve) => {
      const done = (what: T | undefined) => {
        this.waiting.delete(look);
        resolve(what);
      };
      const look = () => {
        const what = find();
        if (what !== undefined) done(what);
      };
      this.waiting.add(look);
      patience().then(() => done(undefined));
    });
  }

  /** The latest. Requests of a page that has a service worker of its own come without a tab. */
  private find({ tabId, url, method, origin }: Wanted): Seen | undefined {
    const address = withoutFragment(url);
    return this.seen.findLast(
      (one) =>
        one.kind === 'fetch' &&
        one.url === address &&
        one.method === method &&
        one.initiator === origin &&
        (one.tabId === tabId ? one.frameId === 0 : one.tabId === -1),
    );
  }

  private remove(challenge: Seen): Seen {
    this.seen = this.seen.filter((one) => one !== challenge);
    return challenge;
  }
}

export function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}

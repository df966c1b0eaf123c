/** A whole page that costs money: paid where it stands, and loaded again, so that the history has it once. */

import type { AskReason } from '../../src/budget.js';
import type { Arrivals } from './arrivals.js';
import type { AskingPage } from './asking-page.js';
import type { Cashier } from './cashier.js';
import { Injection } from './injection.js';
import type { Seen } from './seen.js';

export interface NavigationPorts {
  readonly cashier: Cashier;
  readonly injection: Injection;
  /** Where the tab is; `undefined` when it is gone. Resolves when it has arrived, or has gone somewhere else. */
  readonly arrived: (tabId: number, url: string) => Promise<boolean>;
  /** Loads the tab again, past every cache. */
  readonly reload: (tabId: number) => Promise<void>;
  readonly arrivals: Pick<Arrivals, 'isTraversed'>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly onRefused: (page: AskingPage, error: unknown) => void;
}

/** How often one visit presents its payment. */
const MOST_PRESENTATIONS = 20;
/** A server that asks again right after it was paid is not paid again. */
const PAUSE = 10_000;
/** A page says a moment after its headers how it came; where there is no document, as for an answer without a body, nobody does. */
const PATIENCE = 1500;

export class Navigation {
  private readonly ports: NavigationPorts;
  /** Tab and address → when it was last loaded with a payment. Marked after paying, never before. */
  private readonly visits = new Map<string, number>();
  /** Visits that are being paid; and what waits until the page stays as it is. */
  private readonly running = new Map<string, Promise<void>>();
  /** Tab and address → when it was loaded again past the page's own service worker. */
  private readonly uncovered = new Map<string, number>();
  /** What came while the same visit was being paid: somebody has loaded the page again. */
  private readonly later = new Map<string, Seen>();

  constructor(ports: NavigationPorts) {
    this.ports = ports;
  }

  /** @param seen a page's challenge, for which nothing was presented */
  async meet(seen: Seen): Promise<void> {
    const { tabId, url } = seen;
    const visit = `${tabId} ${url}`;
    if (seen.method !== 'GET' || tabId < 0 || !Injection.fits(url)) return;
    if (this.running.has(visit)) {
      this.later.set(visit, seen);
      return;
    }
    let stay = () => {};
    const stays = new Promise<void>((resolve) => {
      stay = resolve;
    });
    this.running.set(visit, stays);
    try {
      await this.pay(seen, visit, stay);
    } catch (error) {
      this.ports.onRefused(seen, error);
    } finally {
      this.ports.cashier.end(visit);
      this.running.delete(visit);
      stay();
    }
    const next = this.later.get(visit);
    this.later.delete(visit);
    // What came before the page was loaded with its payment is answered by that.
    if (next && next.at >= (this.visits.get(visit) ?? Number.POSITIVE_INFINITY)) await this.meet(next);
  }

  /**
   * A page says that it came with 402. Resolves when it stays as it is: nothing is paid, or a person is asked.
   *
   * @param isCovered its request went through a service worker of its own, where the browser cannot tell which tab it was for. Loaded past that
   *   one, it comes again, to be seen for what it is.
   */
  async arrive(tabId: number, url: string, isCovered: boolean): Promise<void> {
    const { now, reload } = this.ports;
    const visit = `${tabId} ${url}`;
    const current = this.running.get(visit);
    if (current) return current;
    if (!isCovered || this.isRecent(this.uncovered, visit)) return;
    this.uncovered.set(visit, now());
    await reload(tabId);
  }

  private isRecent(times: ReadonlyMap<string, number>, visit: string): boolean {
    return this.ports.now() - (times.get(visit) ?? Number.NEGATIVE_INFINITY) < PAUSE;
  }

  private async pay(seen: Seen, visit: string, onAsk: () => void): Promise<void> {
    const { cashier, injection, arrivals, arrived, reload, sleep, now } = this.ports;
    const { tabId, url, method } = seen;
    const site = new URL(url).origin;
    // The tab shows the price in the meantime. Whoever has gone on to somewhere else does not want it any more.
    if (!(await arrived(tabId, url))) return;
    const mayBuy = !this.isRecent(this.visits, visit);
    // Who wanted a page that we have loaded again, or that history has led to, nobody can tell.
    const isDoubtful =
      this.isRecent(this.uncovered, visit) || (await arrivals.isTraversed(tabId, url, () => sleep(PATIENCE)));
    const doubt = isDoubtful ? 'not_granted' : doubtOf(seen, site);
    const page = { tabId, url, at: seen.at };
    const buyer = { call: visit, page, site, mayAsk: true, takesPass: true, mayBuy, doubt, onAsk };
    for (let presentations = 0; presentations < MOST_PRESENTATIONS; presentations++) {
      const presentation = await cashier.pay(seen, buyer);
      const { isPass, waitSeconds } = presentation;
      if (waitSeconds > 0) await sleep(1000 * waitSeconds);
      if (!(await arrived(tabId, url))) return;
      const header = await cashier.give(presentation);
      if (header === undefined) return;
      this.visits.set(visit, now());
      await injection.during({ tabId, url, method, kind: 'page', header, isPass }, () => reload(tabId));
      if (cashier.isDone(visit)) return;
    }
  }
}

/** Another site's script must not be able to spend this site's budget: without a person's gesture, a person is asked. */
function doubtOf({ from, gesture, initiator }: Seen, site: string): AskReason | undefined {
  // Typed, a bookmark, or from outside of the browser.
  if (from === 'none') return undefined;
  return gesture && initiator === site && from === 'same-origin' ? undefined : 'not_granted';
}

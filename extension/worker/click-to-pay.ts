/**
 * Pays the page that a person looks at, on a site that was never let in: the click on our button opens this one tab for us, until it goes elsewhere.
 * The network cannot be watched then, so the worker asks the address itself: what it sees has come past the page and past its service worker.
 */

import { HEADER } from '../../src/wire.js';
import { Refusal } from '../refusal.js';
import type { Cashier } from './cashier.js';
import { Injection } from './injection.js';
import { type Seen, withoutFragment } from './seen.js';

export interface ClickToPayPorts {
  readonly cashier: Cashier;
  readonly injection: Injection;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Address of a tab; `undefined` where we may not look. */
  readonly urlOf: (tabId: number) => Promise<string | undefined>;
  /** Resolves when the page is there: the network does not tell. */
  readonly reload: (tabId: number) => Promise<void>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly newId: () => string;
}

const MOST_PRESENTATIONS = 20;

export class ClickToPay {
  private readonly ports: ClickToPayPorts;

  constructor(ports: ClickToPayPorts) {
    this.ports = ports;
  }

  /** Always asks the person first. @throws `no_payable_offer` for a page that costs nothing, `declined`, and what the cashier throws */
  async pay(tabId: number): Promise<void> {
    const { cashier, urlOf } = this.ports;
    const address = await urlOf(tabId);
    const url = address === undefined ? '' : withoutFragment(address);
    if (!/^https?:\/\//.test(url) || !Injection.fits(url)) throw new Refusal('no_payable_offer');
    const seen = await this.look(tabId, url);
    const call = `click ${this.ports.newId()}`;
    try {
      await this.present(seen, call);
    } finally {
      cashier.end(call);
    }
  }

  private async look(tabId: number, url: string): Promise<Seen> {
    const { now, newId } = this.ports;
    const response = await this.ask(url);
    response.body?.cancel().catch(() => undefined);
    const required = response.headers.get(HEADER.required);
    // After a redirect it is not the page that the person sees.
    if (response.status !== 402 || required === null) throw new Refusal('no_payable_offer');
    const common = { requestId: newId(), tabId, frameId: 0, kind: 'page', method: 'GET' } as const;
    return { ...common, url, required, initiator: undefined, from: 'none', gesture: true, at: now() };
  }

  private async present(seen: Seen, call: string): Promise<void> {
    const { cashier, injection, sleep, urlOf, reload } = this.ports;
    const { tabId, url, method } = seen;
    const site = new URL(url).origin;
    const page = { tabId, url, at: seen.at };
    const buyer = { call, page, site, mayAsk: true, takesPass: true, clicked: true, doubt: 'not_granted' as const };
    for (let presentations = 0; presentations < MOST_PRESENTATIONS; presentations++) {
      const presentation = await cashier.pay(seen, buyer);
      const { entry, isPass, waitSeconds } = presentation;
      if (waitSeconds > 0) await sleep(1000 * waitSeconds);
      const isThere = async () => withoutFragment((await urlOf(tabId)) ?? '') === url;
      if (!(await isThere())) return;
      const header = await cashier.give(presentation);
      if (header === undefined) return;
      const isLasting = entry.access !== undefined && entry.access !== 'once';
      // What lasts is shown by us first, so that we know what the seller says; one answer is for the page alone.
      if (isLasting) await this.hear(url, header, isPass);
      if (isLasting && !cashier.isDone(call)) continue;
      await injection.during({ tabId, url, method, kind: 'page', header, isPass }, async () => {
        await reload(tabId);
        injection.over(tabId, url);
      });
      return;
    }
  }

  private async hear(url: string, payment: string, isPass: boolean): Promise<void> {
    const response = await this.ask(url, { [HEADER[isPass ? 'pass' : 'signature']]: payment });
    response.body?.cancel().catch(() => undefined);
    const header = (name: string) => response.headers.get(name) ?? undefined;
    // A redirect that we did not follow has no status for us.
    const status = response.type === 'opaqueredirect' ? 302 : response.status;
    await this.ports.cashier.hear({
      ...{ payment, url, isPass, status, settlement: header(HEADER.response), required: header(HEADER.required) },
      retryAfter: header('retry-after'),
    });
  }

  private ask(url: string, shown: Readonly<Record<string, string>> = {}): Promise<Response> {
    const headers = { accept: 'text/html', ...shown };
    return this.ports.fetch(
      new Request(url, { headers, credentials: 'include', redirect: 'manual', cache: 'no-store' }),
    );
  }
}

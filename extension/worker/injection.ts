/** Lets one request carry a payment that the page itself cannot send: a whole page, or another origin that does not allow the header. */

import { HEADER } from '../../src/wire.js';
import { Turns } from './turns.js';

type Rules = Pick<typeof chrome.declarativeNetRequest, 'updateSessionRules' | 'getSessionRules'>;

export interface Injected {
  readonly tabId: number;
  readonly url: string;
  readonly method: string;
  readonly kind: 'page' | 'fetch';
  /** Origin of the page that asks; for a page itself, nobody. */
  readonly initiator?: string;
  readonly header: string;
  /** It is a pass, not a payment. */
  readonly isPass?: boolean;
}

/** Browsers refuse longer conditions. */
const LONGEST_URL = 2000;

export class Injection {
  private readonly rules: Rules;
  /** Resolves when a request that does not come is waited for no longer. */
  private readonly patience: () => Promise<void>;
  private readonly turns = new Turns();
  /** Rule → what waits for its request. */
  private readonly active = new Map<number, { readonly injected: Injected; readonly done: () => void }>();
  private next = 1;

  constructor(rules: Rules, patience: () => Promise<void>) {
    this.rules = rules;
    this.patience = patience;
  }

  static fits(url: string): boolean {
    return url.length <= LONGEST_URL;
  }

  /** Sets the header for exactly this address in exactly this tab, while `work` runs. One at a time for each address, or two requests carry the same. */
  during<T>(injected: Injected, work: () => Promise<T>): Promise<T> {
    return this.turns.take(`${injected.tabId} ${injected.url}`, async () => {
      const id = this.next++;
      const over = new Promise<void>((done) => this.active.set(id, { injected, done }));
      await this.rules.updateSessionRules({ removeRuleIds: [id], addRules: [ruleOf(id, injected)] });
      try {
        const result = await work();
        await Promise.race([over, this.patience()]);
        return result;
      } finally {
        this.active.delete(id);
        await this.rules.updateSessionRules({ removeRuleIds: [id] });
      }
    });
  }

  /** The request has gone, was redirected, or failed: the header must go with no other. */
  over(tabId: number, url: string): void {
    for (const { injected, done } of this.active.values()) {
      if (injected.tabId === tabId && injected.url === url) done();
    }
  }

  /** What an earlier worker has left behind. */
  async sweep(): Promise<void> {
    const rules = await this.rules.getSessionRules();
    const old = rules.map(({ id }) => id).filter((id) => !this.active.has(id));
    if (old.length > 0) await this.rules.updateSessionRules({ removeRuleIds: old });
  }
}

function ruleOf(
  id: number,
  { tabId, url, method, kind, header, isPass = false, initiator }: Injected,
): chrome.declarativeNetRequest.Rule {
  return {
    id,
    action: {
      type: 'modifyHeaders' as chrome.declarativeNetRequest.RuleActionType,
      requestHeaders: [
        {
          header: HEADER[isPass ? 'pass' : 'signature'].toLowerCase(),
          operation: 'set' as chrome.declarativeNetRequest.HeaderOperation,
          value: header,
        },
      ],
    },
    condition: {
      // The fragment is part of what is matched, though it never leaves the browser.
      regexFilter: `^${url.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(#.*)?$`,
      isUrlFilterCaseSensitive: true,
      // A frame in the page must not get what the page has paid.
      ...(initiator !== undefined && { initiatorDomains: [new URL(initiator).hostname] }),
      tabIds: [tabId],
      resourceTypes: [(kind === 'page' ? 'main_frame' : 'xmlhttprequest') as chrome.declarativeNetRequest.ResourceType],
      requestMethods: [method.toLowerCase() as chrome.declarativeNetRequest.RequestMethod],
    },
  };
}

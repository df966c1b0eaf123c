/** What pages ask of the worker, through our content script. */

import { extensionApi } from '../browser/extension-api.js';
import { type BridgeMessage, bridgeMessages } from '../messages/bridge.js';
import { readMessage } from '../messages/message-set.js';
import { type PageAnswer, type PageMessage, pageMessages } from '../messages/page.js';
import { codeOf, Refusal, type RefusalCode } from '../refusal.js';
import type { Addresses } from './addresses.js';
import type { Arrivals } from './arrivals.js';
import { type AskingPage, type Departure, isGone } from './asking-page.js';
import type { Buyer, Cashier, Presentation } from './cashier.js';
import { Injection } from './injection.js';
import type { Seen, SeenChallenges } from './seen.js';
import { withoutFragment } from './seen.js';
import type { Wishes } from './wishes.js';

export interface PageDoorPorts {
  readonly cashier: Cashier;
  readonly challenges: SeenChallenges;
  readonly injection: Injection;
  readonly wishes: Wishes;
  readonly addresses: Addresses;
  readonly arrivals: Arrivals;
  readonly patience: () => Promise<void>;
  readonly left: (site: string) => Promise<Extract<PageAnswer, { type: 'budget' }>['left']>;
  /** Resolves when a page that came with 402 stays as it is. */
  readonly arrive: (tabId: number, url: string, isCovered: boolean) => Promise<void>;
  readonly onRefused: (page: AskingPage, error: unknown) => void;
}

/** Who is talking, as the browser says: never what the message says. */
interface Speaker {
  readonly tabId: number;
  readonly documentId: string;
  readonly origin: string;
  readonly url: string;
}

/** A call is there from its first word; what it is about, once that was seen. */
interface Asked {
  readonly page: AskingPage;
  about?: { readonly seen: Seen; readonly buyer: Buyer };
}

export class PageDoor {
  private readonly ports: PageDoorPorts;
  /** What a call has asked for, so that `again` names nothing. */
  private readonly asked = new Map<string, Asked>();

  constructor(ports: PageDoorPorts) {
    this.ports = ports;
  }

  /** @param answer is called at once when the payment goes with a rule of the browser: the rule waits for the request */
  async hear(
    message: unknown,
    sender: chrome.runtime.MessageSender,
    answer: (answer: PageAnswer) => void,
  ): Promise<void> {
    const refuse = () => answer({ type: 'refused', code: 'invalid_message' });
    const speaker = speakerOf(sender);
    const told = readMessage(bridgeMessages, message);
    if (!speaker || !told) return refuse();
    if (told.type !== 'said') return this.note(told, speaker, answer);
    if (told.isTouched) this.ports.arrivals.touched(speaker);
    const said = readMessage(pageMessages, told.message);
    if (!said) return refuse();
    const page = { ...speaker, url: withoutFragment(speaker.url), at: told.at };
    try {
      await this.handle(said, speaker, page, answer);
    } catch (error) {
      // Of everything else, nothing was left unpaid.
      if (said.type === 'pay' || said.type === 'again') this.ports.onRefused(page, error);
      answer({ type: 'refused', code: tellable(codeOf(error)) });
    }
  }

  /** What our own script says of the page that it is in. */
  private async note(
    told: Exclude<BridgeMessage, { type: 'said' }>,
    speaker: Speaker,
    answer: (answer: PageAnswer) => void,
  ): Promise<void> {
    const { arrivals, arrive, challenges, patience } = this.ports;
    if (told.type === 'here') arrivals.came(speaker, told);
    else if (told.type === 'touched') arrivals.touched(speaker);
    else await arrive(speaker.tabId, withoutFragment(speaker.url), await challenges.isCovered(speaker, patience));
    answer({ type: 'done' });
  }

  private async handle(
    message: PageMessage,
    speaker: Speaker,
    page: AskingPage,
    answer: (answer: PageAnswer) => void,
  ): Promise<void> {
    const { cashier, challenges, patience, left, arrivals } = this.ports;
    if (message.type === 'addresses') {
      const { address, publicKey } = await this.ports.addresses.ask(page, speaker.origin);
      return answer({ type: 'addresses', address, publicKey });
    }
    if (message.type === 'wish') await this.ports.wishes.ask(page, speaker.origin, message);
    if (message.type === 'budget' || message.type === 'wish')
      return answer({ type: 'budget', left: await left(speaker.origin) });
    const call = `${speaker.tabId} ${message.call}`;
    if (message.type === 'end') {
      this.end(call);
      return answer({ type: 'done' });
    }
    if (message.type === 'pay') {
      const { url, method, explicit } = message;
      // The browser cannot add it there, and the page itself gets payments for its own origin only.
      if (new URL(url).origin !== speaker.origin && !Injection.fits(url)) throw new Refusal('policy_refused');
      // Before anything is waited for: the page can go away at any time.
      const mine: Asked = this.asked.get(call) ?? { page };
      this.asked.set(call, mine);
      const wanted = { tabId: speaker.tabId, url: withoutFragment(url), method, origin: speaker.origin };
      const seen = await challenges.take(wanted, patience);
      // Of a page that asks for itself, the visit comes first: it can be paid for already.
      if (seen?.page) await this.ports.arrive(speaker.tabId, seen.url, false);
      // Not noted: the tab shows another page by now.
      if (this.asked.get(call) !== mine) return answer({ type: 'refused', code: 'declined' });
      if (seen?.page?.isLeft) throw new Refusal('too_fast');
      // Another site must not be able to spend this one's budget by opening its pages.
      const doubt = arrivals.isWanted(speaker) ? undefined : 'not_granted';
      const buyer: Buyer = { call, page, site: speaker.origin, mayAsk: explicit, doubt };
      if (seen) mine.about ??= { seen, buyer };
    }
    const about = this.asked.get(call)?.about;
    if (about?.buyer.site !== speaker.origin) throw new Refusal('no_challenge_observed');
    await this.present(await cashier.pay(about.seen, about.buyer), about.seen, speaker, answer);
  }

  /** The tab is gone, or shows another page. */
  forget(departure: Departure): void {
    this.ports.wishes.forget(departure);
    this.ports.addresses.forget(departure);
    for (const [call, { page }] of this.asked) if (isGone(page, departure)) this.end(call);
  }

  private end(call: string): void {
    this.asked.delete(call);
    this.ports.cashier.end(call);
  }

  /** The page's own origin gets the payment to send; for another one the browser adds it, because a page's header would need that one's leave. */
  private async present(
    presentation: Presentation,
    // Without a tab where the page has a service worker of its own.
    { tabId, url, method }: Seen,
    { origin }: Speaker,
    answer: (answer: PageAnswer) => void,
  ): Promise<void> {
    const header = await this.ports.cashier.give(presentation);
    if (header === undefined) return answer({ type: 'refused', code: 'policy_refused' });
    const { waitSeconds } = presentation;
    if (new URL(url).origin === origin) return answer({ type: 'present', header, waitSeconds });
    await this.ports.injection.during({ tabId, url, method, kind: 'fetch', header, initiator: origin }, async () => {
      answer({ type: 'resend', waitSeconds: 0 });
    });
  }
}

/** A page learns whether it can do something about it, and nothing about its reader's budget, account or habits. */
function tellable(code: RefusalCode | undefined): RefusalCode {
  const isAboutThePage = code !== undefined && TELLABLE.has(code);
  return isAboutThePage ? code : 'policy_refused';
}

const TELLABLE: ReadonlySet<RefusalCode> = new Set([
  'no_challenge_observed',
  'no_payable_offer',
  'invalid_message',
  'declined',
  'payment_unresolved',
]);

/** A page in a tab, at the top, that is being looked at, of an origin that its person has let us into. */
function speakerOf({
  id,
  tab,
  frameId,
  documentId,
  origin,
  url,
  documentLifecycle,
}: chrome.runtime.MessageSender): Speaker | undefined {
  const isLive = documentLifecycle === undefined || documentLifecycle === 'active';
  const isOurs = id === extensionApi.runtime.id;
  if (!isOurs || tab?.id === undefined || frameId !== 0 || !isLive || !origin || !url || !/^https?:\/\//.test(origin)) {
    return undefined;
  }
  // Browsers that do not name documents show one in a tab.
  return { tabId: tab.id, documentId: documentId ?? `tab ${tab.id}`, origin, url };
}

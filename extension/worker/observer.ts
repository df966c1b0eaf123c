/** Watches the network, without standing in its way: remembers requests for payment, and what became of payments. */

import { HEADER } from '../../src/wire.js';
import type { Visit } from './arrivals.js';
import type { RefusedPage } from './refused-pages.js';
import { type Seen, type SeenChallenges, withoutFragment } from './seen.js';

type SendDetails = chrome.webRequest.OnSendHeadersDetails;
type AnswerDetails = chrome.webRequest.OnHeadersReceivedDetails;

type Ended = Pick<AnswerDetails, 'requestId' | 'tabId'> & { readonly type?: string; readonly error?: string };
type RedirectDetails = Pick<chrome.webRequest.OnBeforeRedirectDetails, 'requestId' | 'url' | 'redirectUrl'>;

/** What the request carried. */
interface Underway {
  readonly from: string | undefined;
  readonly gesture: boolean;
  /** Prefetched or prerendered: nobody looks at it. */
  readonly isSpeculative: boolean;
  /** A payment that went with it, or a pass. */
  readonly payment: string | undefined;
  readonly pass: string | undefined;
  /** The page that the tab showed when it was sent, where it asks for itself. */
  readonly page: RefusedPage | undefined;
}

/** The answer to a request that carried a payment, or the pass that was bought with it. */
export interface PaidAnswer {
  readonly payment: string;
  /** Where it was shown. */
  readonly url: string;
  readonly isPass?: boolean;
  readonly status: number;
  readonly settlement: string | undefined;
  readonly required: string | undefined;
  readonly retryAfter: string | undefined;
}

export interface ObserverPorts {
  readonly challenges: SeenChallenges;
  readonly now: () => number;
  /** A tab asks for a page, to be looked at. */
  readonly onVisit: (visit: Visit) => void;
  /** A whole page asks for payment. */
  readonly onPage: (challenge: Seen) => void;
  readonly onPaidAnswer: (answer: PaidAnswer) => void;
}

const KINDS: Readonly<Partial<Record<string, Seen['kind']>>> = { main_frame: 'page', xmlhttprequest: 'fetch' };
const MOST_UNDERWAY = 2000;

export class Observer {
  private readonly ports: ObserverPorts;
  private readonly underway = new Map<string, Underway>();
  /** Requests that another origin has sent on: nobody typed the address where they are now. */
  private readonly sentOn = new Set<string>();

  constructor(ports: ObserverPorts) {
    this.ports = ports;
  }

  /** `onSendHeaders` */
  sending(details: SendDetails): void {
    const { requestId, requestHeaders = [] } = details;
    const header = (name: string) => onlyValue(requestHeaders, name);
    const request: Underway = {
      from: this.sentOn.has(requestId) ? 'cross-site' : header('sec-fetch-site'),
      gesture: header('sec-fetch-user') === '?1',
      isSpeculative: header('sec-purpose') !== undefined || header('purpose') !== undefined,
      payment: header(HEADER.signature),
      pass: header(HEADER.pass),
      page: this.ports.challenges.pages.find(details.tabId, withoutFragment(details.url)),
    };
    this.underway.set(requestId, request);
    if (details.type === 'main_frame' && !request.isSpeculative) {
      const { tabId, url } = details;
      this.ports.challenges.pages.leave(tabId);
      this.ports.onVisit({ tabId, url, initiator: initiatorOf(details), from: request.from, gesture: request.gesture });
    }
    const [oldest] = this.underway.keys();
    if (this.underway.size > MOST_UNDERWAY && oldest !== undefined) this.underway.delete(oldest);
  }

  /** `onHeadersReceived` */
  answered(details: AnswerDetails): void {
    const { requestId, statusCode: status, responseHeaders = [] } = details;
    const request = this.underway.get(requestId);
    const header = (name: string) => onlyValue(responseHeaders, name);
    const required = header(HEADER.required);
    const kind = KINDS[details.type];
    const payment = request?.payment ?? request?.pass;
    if (payment !== undefined) {
      const isPass = request?.payment === undefined;
      const [settlement, retryAfter] = [header(HEADER.response), header('retry-after')];
      this.ports.onPaidAnswer({ payment, url: details.url, isPass, status, settlement, required, retryAfter });
    }
    const { pages } = this.ports.challenges;
    // What only redirects leads on to something else.
    if (kind === 'page' && !request?.isSpeculative && (status < 300 || status >= 400))
      pages.go(details.tabId, withoutFragment(details.url));
    // A request whose beginning was not seen says nothing about who wanted it.
    if (status !== 402 || required === undefined || !kind || !request || request.isSpeculative) return;
    if (details.documentLifecycle === 'prerender' || details.method === 'OPTIONS') return;
    const { tabId, frameId, method } = details;
    const initiator = initiatorOf(details);
    const url = withoutFragment(details.url);
    const challenge: Seen = {
      ...{ requestId, tabId, frameId, kind, method, required, from: request.from, gesture: request.gesture },
      ...{ url, initiator, page: kind === 'page' ? pages.come(tabId, url) : request.page },
      at: this.ports.now(),
    };
    if (kind === 'fetch') this.ports.challenges.add(challenge);
    // With a payment or a pass in it, this is the seller's answer to it, and the cashier has heard of it above.
    else if (payment === undefined) this.ports.onPage(challenge);
  }

  /** A payment or a pass goes with the request. */
  carries({ requestId }: { readonly requestId: string }): boolean {
    const request = this.underway.get(requestId);
    return request?.payment !== undefined || request?.pass !== undefined;
  }

  /** `onBeforeRedirect`. The request goes on under the same id. */
  redirected({ requestId, url, redirectUrl }: RedirectDetails): void {
    this.underway.delete(requestId);
    if (new URL(url).origin !== new URL(redirectUrl).origin) this.sentOn.add(requestId);
  }

  /** `onCompleted`, `onErrorOccurred` */
  ended({ requestId, type, tabId, error }: Ended): void {
    if (type === 'main_frame' && error !== undefined) this.ports.challenges.pages.stay(tabId);
    this.underway.delete(requestId);
    this.sentOn.delete(requestId);
  }
}

/** Origin of who asked; Firefox tells its address instead. */
function initiatorOf({ initiator, originUrl = '' }: { initiator?: string; originUrl?: string }): string | undefined {
  const origin = initiator ?? (URL.canParse(originUrl) ? new URL(originUrl).origin : undefined);
  return origin === 'null' ? undefined : origin;
}

/** A header that stands there twice says nothing. */
function onlyValue(headers: readonly chrome.webRequest.HttpHeader[], name: string): string | undefined {
  const found = headers.filter((header) => header.name.toLowerCase() === name.toLowerCase());
  return found.length === 1 ? found[0]?.value : undefined;
}

/** A `fetch` that, refused with 402, asks the worker, and sends the request again with the payment. */

import type { PageAnswer, PageMessage } from '../messages/page.js';

/** `undefined` when the extension is not there any more. */
export type Ask = (message: PageMessage) => Promise<PageAnswer | undefined>;

export interface PayingFetchPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly ask: Ask;
  readonly newCall: () => string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Resolves when an answer that needs no person is waited for no longer. */
  readonly patience?: () => Promise<undefined>;
}

export interface Manner {
  /** A person may be asked: the page's program said so, or the person has just clicked. */
  readonly mayAsk: boolean;
  /** Rejects when a 402 is not paid; else the 402 is the answer, as for any `fetch`. */
  readonly rejects: boolean;
}

type PayingFetch = (input: RequestInfo | URL, init: RequestInit | undefined, manner: Manner) => Promise<Response>;

/** Presentations of one payment, most of them seconds apart. */
const MOST_PRESENTATIONS = 30;
const LONGEST_ANSWER = 60_000;
/** What may be sent a second time with nothing to show for it. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

export function createPayingFetch(ports: PayingFetchPorts): PayingFetch {
  const { fetch, ask, newCall, sleep, patience = longestAnswer } = ports;
  return async (input, init, { mayAsk, rejects }) => {
    const again = repeatable(input, init, rejects);
    let response = await fetch(input, init);
    const { url, redirected } = response;
    if (response.status !== 402 || !again || !url || (redirected && !again.mayMove)) return response;
    if (!mayDemand(response)) {
      if (rejects) throw refusal(UNSEEN);
      return response;
    }
    const send = (payment?: string) => fetch(again.request(redirected ? url : undefined, payment));
    const call = newCall();
    const pay: PageMessage = { type: 'pay', call, url, method: again.method, explicit: mayAsk };
    let message: PageMessage = pay;
    let mayLookAgain = SAFE.has(again.method);
    try {
      for (let presented = 0; presented < MOST_PRESENTATIONS; ) {
        const answer = await (mayAsk ? ask(message) : Promise.race([ask(message), patience()]));
        if (isUnseen(answer) && mayLookAgain) {
          // The worker that saw the demand has died: the next one has to see it, too.
          mayLookAgain = false;
          response = await send().catch(() => response);
          if (response.status !== 402) return response;
          message = pay;
          continue;
        }
        if (answer?.type !== 'present' && answer?.type !== 'resend') {
          if (rejects && presented === 0) throw refusal(answer);
          return response;
        }
        if (answer.waitSeconds > 0) await sleep(1000 * answer.waitSeconds);
        response.body?.cancel().catch(() => undefined);
        response = await send(answer.type === 'present' ? answer.header : undefined);
        if (!isUndecided(response.status)) return response;
        presented++;
        message = { type: 'again', call };
      }
      return response;
    } finally {
      ask({ type: 'end', call });
    }
  };
}

interface Repeatable {
  readonly method: string;
  /** It can be sent to another address, too. */
  readonly mayMove: boolean;
  request(url: string | undefined, payment: string | undefined): Request;
}

/** `undefined` for what can be sent once only: such a request is none of ours, unless a program asked us in so many words; and for others' purchases. */
function repeatable(input: RequestInfo | URL, init: RequestInit | undefined, mayCopy: boolean): Repeatable | undefined {
  const isRequest = input instanceof Request;
  // Firefox does not tell of a request's body; a safe one has none.
  const isStream = isRequest && !SAFE.has(input.method) && input.body !== null && !init?.body;
  if (init?.body instanceof ReadableStream || (isStream && !mayCopy) || carriesPayment(input, init)) return undefined;
  const kept = isRequest ? input.clone() : input;
  const options = { ...init };
  const method = (options.method ?? (isRequest ? input.method : 'GET')).toUpperCase();
  return {
    method,
    mayMove: !isStream,
    request: (url, payment) => {
      const source = kept instanceof Request ? kept.clone() : kept;
      // All that a page's own request says goes with it to where it was sent on.
      const moved = url !== undefined && source instanceof Request ? new Request(url, source) : (url ?? source);
      const same = new Request(moved, { ...options, cache: 'no-store', redirect: 'error' });
      // As browsers do: what lets a page in at one origin is not shown to the one that it sends on to.
      if (url !== undefined && originOf(source) !== originOf(url)) same.headers.delete('authorization');
      if (payment === undefined) return same;
      // It would leave the header behind without a word. A payment is for the page's own origin, where both modes are alike.
      const request = same.mode === 'no-cors' ? new Request(same, { mode: 'same-origin' }) : same;
      request.headers.set('PAYMENT-SIGNATURE', payment);
      return request;
    },
  };
}

/** Of this protocol, and of its first version. */
const PAYMENTS = ['PAYMENT-SIGNATURE', 'X-PAYMENT'];

/** Somebody else's purchase: what became of it is between that one and the seller. */
function carriesPayment(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  const given = init?.headers ?? (input instanceof Request ? input.headers : undefined);
  // An iterator can be read once only, and that is for the request itself.
  if (typeof Object(given).next === 'function') return true;
  const headers = new Headers(given);
  return PAYMENTS.some((name) => headers.has(name));
}

function originOf(source: RequestInfo | URL): string {
  // Relative addresses are the page's.
  return new URL(source instanceof Request ? source.url : new Request(source).url).origin;
}

/** The seller may open the same payment later. */
function isUndecided(status: number): boolean {
  return status === 402 || status >= 500 || [408, 409, 425, 429].includes(status);
}

const UNSEEN_CODE = 'no_challenge_observed';
const UNSEEN: PageAnswer = { type: 'refused', code: UNSEEN_CODE };

/** The worker does not know what it is asked about. */
function isUnseen(answer: PageAnswer | undefined): boolean {
  return answer?.type === 'refused' && answer.code === UNSEEN_CODE;
}

/** A page sees every header of its own origin, and those of others only where they allow it. */
function mayDemand({ type, headers }: Response): boolean {
  return type !== 'basic' || headers.has('PAYMENT-REQUIRED');
}

const longestAnswer = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), LONGEST_ANSWER));

export function refusal(answer: PageAnswer | undefined): Error {
  const code = (answer?.type === 'refused' && answer.code) || 'policy_refused';
  return Object.assign(new Error(code), { name: 'X402Error', code });
}

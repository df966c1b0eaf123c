/** In the page's own world: `window.x402`, and a `fetch` that pays. The page can do with it what it likes: all that it can say is what it wants. */

import type { PageAnswer, PageBudget, PageMessage } from '../messages/page.js';
import { takePort } from './handshake.js';
import type { BudgetRequest, X402Provider } from './page-api.js';
import { type Ask, createPayingFetch, refusal } from './paying-fetch.js';
import { createWalletRequest } from './wallet-request.js';

const realFetch = window.fetch.bind(window);
const waiting = new Map<number, (answer: PageAnswer | undefined) => void>();
let port: MessagePort | undefined;
let last = 0;

const ask: Ask = (message: PageMessage) =>
  new Promise((resolve) => {
    if (!port) return resolve(undefined);
    waiting.set(++last, resolve);
    port.postMessage({ id: last, message });
  });

takePort(document, (taken) => {
  port = taken;
  port.onmessage = ({ data }) => {
    const { id, answer } = Object(data);
    waiting.get(id)?.(answer);
    waiting.delete(id);
  };
});

const newCall = () => crypto.randomUUID();
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const pay = createPayingFetch({ fetch: realFetch, ask, newCall, sleep });

/** What is left for this site; empty where it may not be paid without asking. */
async function getBudget(): Promise<readonly PageBudget[]> {
  const answer = await ask({ type: 'budget' });
  return answer?.type === 'budget' ? answer.left : [];
}

async function requestBudget({ asset, max, period }: BudgetRequest): Promise<readonly PageBudget[]> {
  const answer = await ask({ type: 'wish', asset, max, period });
  if (answer?.type === 'budget') return answer.left;
  throw refusal(answer);
}

const provider: X402Provider = Object.freeze({
  version: '1',
  /** Rejects with an error that has a `code` when the answer is 402 and is not paid. */
  fetch: Object.freeze((input: RequestInfo | URL, init?: RequestInit) =>
    pay(input, init, { mayAsk: true, rejects: true }),
  ),
  getBudget: Object.freeze(getBudget),
  requestBudget: Object.freeze(requestBudget),
  request: Object.freeze(createWalletRequest(ask)),
});

Object.defineProperty(window, 'x402', { value: provider, enumerable: true });
/** Addresses that were not paid without a question. */
const refused = new Set<string>();

window.fetch = async function fetch(input: RequestInfo | URL, init?: RequestInit) {
  const url = input instanceof Request ? input.url : `${input}`;
  // Whoever is refused, and asks for the same again in a person's click, wants a person to be asked.
  const mayAsk = navigator.userActivation.isActive && refused.has(url);
  const response = await pay(input, init, { mayAsk, rejects: false });
  if (response.status === 402) refused.add(url);
  return response;
};

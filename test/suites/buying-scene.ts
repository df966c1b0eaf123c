/** A shop, a payer, and a `payingFetch` between them that sleeps without waiting. */

import {
  type Fetch,
  memoryPendingPayments,
  type PayingFetchOptions,
  type PaymentEvent,
  type PaymentPolicy,
  type PendingPayments,
  payingFetch,
} from 'x402pay';
import { type ScriptedPayer, type ScriptedShop, scriptedPayer, scriptedShop } from './scripted-shop.js';

export interface Scene {
  readonly shop: ScriptedShop;
  readonly payer: ScriptedPayer;
  readonly pending: PendingPayments;
  readonly events: PaymentEvent[];
  /** Seconds slept, in order. */
  readonly slept: number[];
  readonly buy: Fetch;
}

export function scene(
  options: PayingFetchOptions = {},
  policy: PaymentPolicy = { maxPerPayment: { STX: '1' } },
): Scene {
  const shop = scriptedShop();
  const payer = scriptedPayer();
  const pending = memoryPendingPayments();
  const events: PaymentEvent[] = [];
  const slept: number[] = [];
  const buy = payingFetch(shop.fetch, payer, policy, {
    pending,
    onPayment: (event) => void events.push(event),
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      slept.push(milliseconds / 1000);
    },
    ...options,
  });
  return { shop, payer, pending, events, slept, buy };
}

/** Transaction id of the scripted payer's first payment. */
export const FIRST = '1'.padStart(64, '0');
/** What the shop's payments are kept under. */
export const KEY = 'GET https://shop.example/article';

export async function contentOf(response: Promise<Response>): Promise<string> {
  const { status } = await response;
  return `${status} ${await (await response).text()}`;
}

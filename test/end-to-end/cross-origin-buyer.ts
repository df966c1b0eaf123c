/** Runs in a page of another origin than the shop: buys with our client and with the official one. */

import { wrapFetchWithPayment, x402Client } from '@x402/fetch';
import { payingFetch, settlementOf } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { createExactStacksClient, guardedFetch } from 'x402pay/mechanism';

const NETWORK = 'stacks:2147483648';

/** What the page learns. */
export interface Purchase {
  readonly content: string;
  /** From `PAYMENT-RESPONSE`, which only CORS lets a page read. */
  readonly transaction: string | undefined;
  /** Names of the headers that were sent. */
  readonly sent: readonly string[];
}

async function buy(client: 'ours' | 'official', url: string, privateKey: string, nodeUrl: string): Promise<Purchase> {
  const payer = createKeyPayer({ privateKey, network: NETWORK, node: { url: nodeUrl } });
  const sent = new Set<string>();
  const listening: typeof fetch = (input, init) => {
    const request = new Request(input, init);
    for (const [name] of request.headers) sent.add(name);
    return fetch(request);
  };
  const maxPerPayment = { STX: '1', USDCx: '1' };
  const scheme = createExactStacksClient({ payer, maxPerPayment });
  const official = new x402Client().register('stacks:*', scheme).setSpendControls(false);
  const fetchAndPay =
    client === 'ours'
      ? payingFetch((input, init) => listening(input, init), payer, { maxPerPayment })
      : wrapFetchWithPayment(guardedFetch(listening), official);
  const response = await fetchAndPay(url);
  return { content: await response.text(), transaction: settlementOf(response)?.transaction, sent: [...sent] };
}

Object.assign(window, { buy });

/** The element gives back what a 402 has in `extensions`, and names its payment where that is asked for. PROTOCOL section 7. */

import { describe, expect, it } from 'vitest';
import {
  decodePaymentPayload,
  decodePaymentRequired,
  HEADER,
  type PaymentPayload,
  type PaymentRequired,
} from 'x402pay';
import { hexFromBytes } from 'x402pay/stacks';
import type { Terms } from 'x402pay/verifier';
import { createCashier } from '../../elements/paywall/cashier.js';
import { type ResourceRecord, readRecord } from '../../elements/paywall/record.js';
import { PaywallSession } from '../../elements/paywall/session.js';
import type { Wallet } from '../../elements/wallet/wallet.js';
import { ORIGIN, openShopWithClaims, READER, serves, signed, TERMS } from '../verifier/shop.js';

const ALL: Terms = {
  ...TERMS,
  paymentIdentifier: 'required',
  signIn: true,
  signedOffers: true,
  describe: { output: { example: { text: 'An article.' } } },
};

/** A reader with one wallet, in front of a shop. Each tab is a new visit of the same browser. */
function openBrowser(terms: Terms) {
  const shop = openShopWithClaims({ waitSeconds: 1 });
  const guarded = shop.verifier.protect(terms);
  const presented: PaymentPayload[] = [];
  const required: PaymentRequired[] = [];
  let record: ResourceRecord = {};
  let asked = 0;
  const fetch = async (input: unknown, init?: RequestInit) => {
    const request = new Request(String(input), { headers: init?.headers ?? {} });
    const payment = request.headers.get(HEADER.signature);
    if (payment !== null) presented.push(decodePaymentPayload(payment));
    const response = await guarded(request, serves);
    const header = response.headers.get(HEADER.required);
    if (header !== null && payment === null) required.push(decodePaymentRequired(header));
    return response;
  };
  const wallet: Wallet = {
    provider: { request: () => Promise.reject(new Error('Nothing but payments is asked for.')) },
    name: 'Wallet',
    pay: async ({ offer }, { beforeAsking } = {}) => {
      asked += 1;
      await beforeAsking?.({ payer: READER.address, method: 'sign', nonce: 0n });
      return { payload: { transaction: hexFromBytes(signed(offer)) }, payer: READER.address, nonce: 0n };
    },
  };
  const visit = () => {
    const session: PaywallSession = new PaywallSession(`${ORIGIN}/a`, {
      fetch: fetch as typeof globalThis.fetch,
      isDurable: () => true,
      remembered: async () => structuredClone(record),
      loadCashier: async () =>
        createCashier(
          session,
          {
            store: {
              durable: true,
              read: async () => readRecord(structuredClone(record)),
              update: async (_, change) => {
                record = structuredClone(change(readRecord(record)));
                return record;
              },
            },
            lock: async (_name, _signal, _onWait, work) => work(),
            sleep: async () => session.stop(),
          },
          {
            find: () => [{ id: 'wallet', name: 'Wallet' }],
            open: async () => wallet,
            trace: async () => ({ outcome: 'open' }),
          },
        ),
      now: () => shop.time.clock(),
      assets: [],
      mayPay: () => true,
    });
    return session;
  };
  return { ...shop, visit, presented, required, asked: () => asked };
}

describe('a reader who pays in a browser', () => {
  it('gives back all that came with the price, with a name for the payment', async () => {
    const { visit, presented, required } = openBrowser(ALL);
    const session = visit();
    await session.start();
    await session.pay();
    expect(session.state.phase).toBe('unlocked');
    const payment = presented[0] as Required<PaymentPayload>;
    const { extensions } = required.at(-1) as PaymentRequired;
    const name = (payment.extensions['payment-identifier'] as { info: { id: string } }).info.id;
    expect(name).toMatch(/^pay_[\w-]{12,}$/);
    const identifier = extensions?.['payment-identifier'] as { info: object };
    expect(payment.extensions).toEqual({
      ...extensions,
      'payment-identifier': { ...identifier, info: { ...identifier.info, id: name } },
    });
    expect(Object.keys(payment.extensions).sort()).toEqual([
      'bazaar',
      'offer-receipt',
      'payment-identifier',
      'sign-in-with-x',
    ]);
  });

  it('presents a payment that is on its way with the same name, after a reload, too', async () => {
    const { visit, presented, chain, asked } = openBrowser(ALL);
    chain.behaviour = 'pending';
    const session = visit();
    await session.start();
    await session.pay();
    expect(presented).toHaveLength(1);
    const [bytes] = [...chain.raw.values()];
    chain.mine(bytes as Uint8Array);
    const later = visit();
    await later.start();
    expect([later.state.phase, asked()]).toEqual(['unlocked', 1]);
    expect(presented[1]).toEqual(presented[0]);
  });

  it('sends nothing more than before where a 402 has no extensions', async () => {
    const { visit, presented } = openBrowser(TERMS);
    const session = visit();
    await session.start();
    await session.pay();
    expect(session.state.phase).toBe('unlocked');
    expect(Object.keys(presented[0] ?? {}).sort()).toEqual(['accepted', 'payload', 'resource', 'x402Version']);
  });

  it('is not asked to sign what could not be sent', async () => {
    const shop = openBrowser({ ...TERMS });
    const { visit, asked } = shop;
    const session = visit();
    await session.start();
    const stuffed = session.ports.fetch;
    Object.assign(session.ports, {
      fetch: async (...args: Parameters<typeof fetch>) => {
        const response = await stuffed(...args);
        const required = JSON.parse(await response.text());
        return Response.json({ ...required, extensions: { stuff: { info: 'x'.repeat(11_000) } } }, { status: 402 });
      },
    });
    await session.pay();
    expect([session.state.phase, session.state.error?.code, asked()]).toEqual(['failed', 'limit_exceeded', 0]);
  });
});

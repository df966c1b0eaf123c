/** The extension `payment-identifier`: an id for one payment, and for no other. PROTOCOL section 7. */

import { x402Client } from '@x402/core/client';
import { describe, expect, it } from 'vitest';
import { encodeHeader, HEADER, memoryPendingPayments, type Offer, type Payer, payingFetch } from 'x402pay';
import { createExactStacksClient } from 'x402pay/mechanism';
import { hexFromBytes, transactionId } from 'x402pay/stacks';
import type { Protection, Terms } from 'x402pay/verifier';
import {
  asks,
  ONCE,
  offerOf,
  offersOf,
  openShop,
  openShopWithClaims,
  READER,
  STRANGER,
  serves,
  settlementOf,
  signed,
  TERMS,
  verdict,
} from './shop.js';

const ID = 'pay_7d5d747be160e280504c099d984bcfe0';
const OPTIONAL: Terms = { ...TERMS, paymentIdentifier: 'optional' };
const REQUIRED: Terms = { ...ONCE, paymentIdentifier: 'required' };

function presents(offer: Offer, transaction: Uint8Array, id?: unknown): Record<string, string> {
  const extensions =
    id === undefined ? {} : { extensions: { 'payment-identifier': { info: { required: false, id } } } };
  const payload = { transaction: hexFromBytes(transaction) };
  return { [HEADER.signature]: encodeHeader({ x402Version: 2, accepted: offer, payload, ...extensions }) };
}

async function pays(guarded: Protection, id: unknown, options: Parameters<typeof signed>[1] = {}) {
  const offer = await offerOf(guarded);
  const headers = presents(offer, signed(offer, options), id);
  return { headers, response: await guarded(asks('/a', headers), serves) };
}

const signer: Payer = {
  name: 'test',
  canPay: ({ asset }) => asset === 'STX',
  pay: async ({ offer, memo }) => {
    const bytes = signed(offer, { memo: memo ?? null });
    return { payload: { transaction: hexFromBytes(bytes) }, payer: READER.address, txid: transactionId(bytes) };
  },
};

describe('a route that wants payment identifiers', () => {
  it.each(['optional', 'required'] as const)('says so in its 402: %s', async (paymentIdentifier) => {
    const guarded = openShopWithClaims().verifier.protect({ ...TERMS, paymentIdentifier });
    const { extensions } = await offersOf(guarded);
    expect(extensions).toMatchObject({
      'payment-identifier': { info: { required: paymentIdentifier === 'required' } },
    });
    expect((await offersOf(openShop().verifier.protect(TERMS))).extensions).toBeUndefined();
  });

  it('refuses a payment without one where it is required, and tells what is missing', async () => {
    const { verifier, chain } = openShopWithClaims();
    const { response } = await pays(verifier.protect(REQUIRED), undefined);
    expect(verdict(response)).toBe('400 payment_identifier_required');
    expect(settlementOf(response).errorMessage).toContain('payment-identifier');
    expect(chain.broadcasts).toEqual([]);
    expect(verdict((await pays(verifier.protect(OPTIONAL), undefined)).response)).toBe('200 success');
  });

  it.each(['short', 'x'.repeat(129), 'with spaces in between', 42, null, {}])(
    'refuses one of another form: %j',
    async (id) => {
      const { verifier } = openShopWithClaims();
      expect(verdict((await pays(verifier.protect(OPTIONAL), id)).response)).toBe('400 invalid_payload');
    },
  );

  it('gives the same answer to the same payment with the same identifier, as long as the access lasts', async () => {
    const { verifier, chain } = openShopWithClaims();
    const guarded = verifier.protect(OPTIONAL);
    const { headers, response } = await pays(guarded, ID);
    const again = await guarded(asks('/a', headers), serves);
    expect([verdict(response), verdict(again)]).toEqual(['200 success', '200 success']);
    expect(settlementOf(again).transaction).toBe(settlementOf(response).transaction);
    expect(chain.transactions.size).toBe(1);
  });

  it('gives no second answer to an `once` payment, but a first one when the handler failed', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(REQUIRED);
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer), ID);
    const failing = () => new Response('sorry', { status: 500 });
    expect((await guarded(asks('/a', headers), failing)).status).toBe(500);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
  });

  it('refuses another payment of the same payer with the same identifier', async () => {
    const { verifier, chain } = openShopWithClaims();
    const guarded = verifier.protect(REQUIRED);
    await pays(guarded, ID);
    expect(verdict((await pays(guarded, ID, { nonce: 1n })).response)).toBe('409 payment_identifier_conflict');
    expect(chain.transactions.size).toBe(1);
    expect(verdict((await pays(guarded, `${ID}2`, { nonce: 1n })).response)).toBe('200 success');
  });

  it('lets nobody take an identifier from somebody else', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(REQUIRED);
    await pays(guarded, ID, { payer: STRANGER });
    expect(verdict((await pays(guarded, ID)).response)).toBe('200 success');
  });

  it('gets one from our client, and from the official one with our mechanism: the same for the same payment', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(REQUIRED);
    const pending = memoryPendingPayments();
    const sent: string[] = [];
    const fetchAndPay = payingFetch(
      async (input, init) => {
        const request = new Request(input, init);
        sent.push(request.headers.get(HEADER.signature) ?? '');
        return guarded(request, serves);
      },
      signer,
      { maxPerPayment: { STX: '1' } },
      { pending },
    );
    const response = await fetchAndPay(asks());
    expect(await response.text()).toBe('the content');
    const { extensions } = JSON.parse(Buffer.from(sent.at(-1) ?? '', 'base64').toString());
    expect(extensions['payment-identifier'].info).toEqual({
      required: true,
      id: `pay_${settlementOf(response).transaction}`,
    });

    const client = new x402Client()
      .register('stacks:*', createExactStacksClient({ payer: signer, maxPerPayment: { STX: '1' } }))
      .setSpendControls(false);
    const payment = await client.createPaymentPayload((await offersOf(guarded)) as never);
    const info = payment.extensions?.['payment-identifier'] as { info: object } | undefined;
    expect(info?.info).toEqual({ required: true, id: expect.stringMatching(/^pay_[0-9a-f]{64}$/) });
  });
});

describe('a route that does not', () => {
  it('takes no notice of one', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    expect(verdict((await pays(guarded, 'short')).response)).toBe('200 success');
    expect(verdict((await pays(guarded, ID, { nonce: 1n })).response)).toBe('200 success');
    expect(verdict((await pays(guarded, ID, { nonce: 2n })).response)).toBe('200 success');
  });
});

describe('terms', () => {
  it('need a claim store for it, and one of two words', () => {
    const wrong = expect.objectContaining({ code: 'invalid_configuration', field: 'paymentIdentifier' });
    expect(() => openShop().verifier.protect(OPTIONAL)).toThrow(wrong);
    expect(() => openShopWithClaims().verifier.protect({ ...TERMS, paymentIdentifier: true as never })).toThrow(wrong);
  });
});

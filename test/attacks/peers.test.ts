/** The mistakes of other implementations, turned against ours: each of them was found in published software. */

import { x402Client } from '@x402/core/client';
import { wrapFetchWithPayment } from '@x402/fetch';
import { describe, expect, it } from 'vitest';
import { encodeHeader, HEADER, type Offer, type Payer, payingFetch } from 'x402pay';
import { createExactStacksClient } from 'x402pay/mechanism';
import { decodeTransaction, hexFromBytes, transactionId } from 'x402pay/stacks';
import { createMemoryClaims, createVerifier } from 'x402pay/verifier';
import { ask, boundTerms, openCounter, question, terms } from '../facilitator/counter.js';
import {
  asks,
  NETWORK,
  ORIGIN,
  offerOf,
  openShopWithClaims,
  presents,
  READER,
  SBTC,
  SECRET,
  SELLER,
  serves,
  signed,
  TERMS,
  verdict,
} from '../verifier/shop.js';

/** Signs at once, and remembers. */
function signer() {
  const transactions: string[] = [];
  const payer: Payer = {
    name: 'test',
    canPay: () => true,
    pay: async ({ offer, memo, resource }) => {
      const bytes = signed(offer, { nonce: BigInt(transactions.length), memo: memo ?? null, resource: resource.url });
      transactions.push(hexFromBytes(bytes));
      return { payload: { transaction: hexFromBytes(bytes) }, payer: READER.address, txid: transactionId(bytes) };
    },
  };
  return { payer, transactions };
}

function offering(change: Partial<Offer> = {}) {
  const offer = {
    scheme: 'exact',
    network: NETWORK,
    amount: '1000',
    asset: 'STX',
    payTo: SELLER,
    maxTimeoutSeconds: 300,
  };
  const required = { x402Version: 2, resource: { url: `${ORIGIN}/a` }, accepts: [{ ...offer, ...change }] };
  return new Response(JSON.stringify(required), {
    status: 402,
    headers: { [HEADER.required]: encodeHeader(required), 'Content-Type': 'application/json' },
  });
}

const CLIENTS = {
  payingFetch: (fetch: () => Promise<Response>, payer: Payer) =>
    payingFetch(fetch, payer, { maxPerPayment: { STX: '1', sBTC: '1', USDCx: '1' } }, { sleep: async () => {} }),
  'the mechanism': (fetch: () => Promise<Response>, payer: Payer) => {
    const client = new x402Client().register('stacks:*', createExactStacksClient({ payer, sleep: async () => {} }));
    return wrapFetchWithPayment(fetch as never, client.setSpendControls(false));
  },
};

describe.each(Object.entries(CLIENTS))('%s', (_name, clientOf) => {
  it('does not pay again and again when a server answers 402 for ever', async () => {
    const { payer, transactions } = signer();
    let asked = 0;
    const client = clientOf(async () => {
      asked += 1;
      return offering();
    }, payer);
    await client(`${ORIGIN}/a`).catch(() => {});
    expect(transactions).toHaveLength(1);
    expect(asked).toBeLessThan(4);
  });

  it.each(['settlement_pending', 'payment_in_progress', 'transaction_pending'])(
    'does not pay again when a server answers %s for ever',
    async (errorReason) => {
      const { payer, transactions } = signer();
      const said = { success: false, errorReason, transaction: 'ab'.repeat(32), network: NETWORK };
      const client = clientOf(async () => {
        const response = offering();
        if (transactions.length > 0) response.headers.set(HEADER.response, encodeHeader(said));
        return response;
      }, payer);
      for (let call = 0; call < 3; call++) await client(`${ORIGIN}/a`).catch(() => {});
      expect(new Set(transactions).size).toBe(1);
    },
  );

  it.each([
    `${SELLER}.fake-usdc-token`,
    `${SELLER}.sbtc-token`,
    'sBTC',
    'usdcx',
    'Stx',
    'DOGE',
    '',
    'sip010:ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC.usdcx',
  ])('pays nothing for "%s": not a token that is only named alike, and not the number in STX', async (asset) => {
    const { payer, transactions } = signer();
    await clientOf(async () => offering({ asset }), payer)(`${ORIGIN}/a`).catch(() => {});
    expect(transactions).toEqual([]);
  });

  it('lets a token take exactly the price, and nothing else', async () => {
    const { payer, transactions } = signer();
    await clientOf(async () => offering({ asset: SBTC }), payer)(`${ORIGIN}/a`).catch(() => {});
    const transaction = decodeTransaction(Buffer.from(transactions[0] as string, 'hex'));
    expect(transaction.postConditionMode).toBe('deny');
    expect(transaction.postConditions).toMatchObject([{ type: 'fungible', code: 'equal', amount: 1000n }]);
  });
});

describe('a verifier', () => {
  it('asks no facilitator about junk, however gladly that says yes', async () => {
    let asked = 0;
    const yes = async () => {
      asked += 1;
      return Response.json({ success: true, transaction: '', network: NETWORK });
    };
    const verifier = createVerifier({
      network: NETWORK,
      payTo: SELLER,
      secret: SECRET,
      origin: ORIGIN,
      claims: createMemoryClaims(),
      facilitator: { url: 'https://gullible.example', fetch: yes },
    });
    const guarded = verifier.protect(TERMS);
    const offer = await offerOf(guarded);
    const junk = (payload: object, accepted: object = offer) => ({
      [HEADER.signature]: encodeHeader({ x402Version: 2, accepted, payload }),
    });
    for (const headers of [
      junk({ transaction: 'deadbeef' }),
      junk({ transaction: 'deadbeef' }, { ...offer, amount: '1' }),
      junk({ txid: 'ab'.repeat(32) }),
      presents(offer, signed({ ...offer, amount: '1' })),
      presents(offer, signed({ ...offer, payTo: `${SELLER}.split` })),
    ]) {
      const response = await guarded(asks('/a', headers), serves);
      expect(response.status).toBeGreaterThanOrEqual(400);
    }
    expect(asked).toBe(0);
  });

  it('does not let a client choose by a header in which token it pays', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect({ price: { sBTC: '0.00001' }, access: 'once', v1: true });
    const offer = await offerOf(guarded, SBTC);
    const cheap = hexFromBytes(signed({ ...offer, asset: 'STX' }, { memo: 'v1' }));
    const headers = { [HEADER.payment]: cheap, 'X-PAYMENT-TOKEN-TYPE': 'STX' };
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 invalid_exact_stacks_payload_call');
  });

  it('does not take the id of a transaction in a header of its own for a payment', async () => {
    const { verifier, chain } = openShopWithClaims();
    const guarded = verifier.protect({ ...TERMS, v1: true });
    const txid = chain.mine(signed(await offerOf(guarded)));
    const response = await guarded(asks('/a', { 'X-PAYMENT-TXID': txid }), serves);
    expect([response.status, response.headers.has(HEADER.response)]).toEqual([402, false]);
  });
});

describe('a facilitator', () => {
  it('does not take any hex for a payment', async () => {
    const { facilitator } = openCounter();
    const asked = question(terms());
    const junk = { ...asked, paymentPayload: { ...asked.paymentPayload, payload: { transaction: '00'.repeat(180) } } };
    expect((await ask(facilitator, 'verify', junk)).body.isValid).toBe(false);
  });

  it('looks before it sends', async () => {
    const { facilitator, chain, time } = openCounter();
    const offer = boundTerms(time);
    const wrong = [
      { ...question(offer), paymentRequirements: { ...offer, payTo: `${SELLER}.split` } },
      { ...question(offer), paymentRequirements: { ...offer, amount: '1' } },
    ];
    for (const asked of wrong) expect((await ask(facilitator, 'settle', asked)).body.success).toBe(false);
    expect(chain.broadcasts).toEqual([]);
  });

  it.each(['STX', SBTC])('does not take a transfer of another contract for %s', async (asset) => {
    const { facilitator, chain, time } = openCounter();
    const offer = boundTerms(time, { asset });
    const fake = { version: 26, hash160: new Uint8Array(20).fill(9), contractName: 'sbtc-token' };
    const asked = question(offer, {
      accepted: offer,
      change: (transaction) =>
        transaction.payload.type === 'contract-call'
          ? { ...transaction, payload: { ...transaction.payload, contract: fake } }
          : { ...transaction, payload: tokenTransferOf(fake, transaction.payload as never) },
    });
    const { body } = await ask(facilitator, 'settle', asked);
    expect(body.errorReason).toBe('invalid_exact_stacks_payload_call');
    expect(chain.broadcasts).toEqual([]);
  });

  it('does not call a payment settled because a mempool has it', async () => {
    const { facilitator, chain, time } = openCounter({ waitSeconds: 5 });
    chain.behaviour = 'pending';
    const { body } = await ask(facilitator, 'settle', question(boundTerms(time)));
    expect(body).toMatchObject({ success: false, errorReason: 'settlement_pending' });
  });
});

/** A call of a token's `transfer` where an STX transfer was. */
function tokenTransferOf(contract: object, { amount, recipient }: { amount: bigint; recipient: object }): never {
  return {
    type: 'contract-call',
    contract,
    functionName: 'transfer',
    functionArguments: [
      { type: 'uint', value: amount },
      { type: 'principal', value: recipient },
      { type: 'principal', value: recipient },
      { type: 'none' },
    ],
  } as never;
}

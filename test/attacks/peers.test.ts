/** The mistakes of other implementations, turned against ours: each of them was found in published software. */

import { x402Client as AxiosClient, wrapAxiosWithPayment } from '@x402/axios';
import { x402Client } from '@x402/core/client';
import { wrapFetchWithPayment } from '@x402/fetch';
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { encodeHeader, HEADER, type Offer, type Payer, payingFetch } from 'x402pay';
import { createExactStacksClient, guardedFetch } from 'x402pay/mechanism';
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

type Server = (request: Request) => Promise<Response>;
const MAX_PER_PAYMENT = { STX: '1', sBTC: '1', USDCx: '1' };

/** The official clients with nothing in the way that the SDK would do by itself. */
function schemeOf(payer: Payer, maxPerPayment: Record<string, string> = MAX_PER_PAYMENT) {
  return createExactStacksClient({ payer, maxPerPayment, sleep: async () => {} });
}

function axiosOf(server: Server, scheme: ReturnType<typeof schemeOf>) {
  const instance = axios.create({ adapter: 'fetch', env: { fetch: guardedFetch(server as never) } } as never);
  const wrapped = wrapAxiosWithPayment(instance as never, new AxiosClient().register('stacks:*', scheme as never));
  return (url: string) => wrapped.get(url) as Promise<unknown>;
}

const REMEMBERING = {
  payingFetch: (server: Server, payer: Payer) =>
    payingFetch(server as never, payer, { maxPerPayment: MAX_PER_PAYMENT }, { sleep: async () => {} }),
  'the mechanism': (server: Server, payer: Payer) => {
    const client = new x402Client().register('stacks:*', schemeOf(payer)).setSpendControls(false);
    return wrapFetchWithPayment(guardedFetch(server as never), client);
  },
};
const CLIENTS = {
  ...REMEMBERING,
  'the mechanism in axios': (server: Server, payer: Payer) => axiosOf(server, schemeOf(payer)),
};

function saying(said: object, status = 402): Response {
  const answer = { success: false, transaction: 'ab'.repeat(32), network: NETWORK, ...said };
  const response = status === 402 ? offering() : new Response('', { status });
  response.headers.set(HEADER.response, encodeHeader(answer));
  return response;
}

const UNKNOWN_ENDS: Record<string, () => Response> = {
  'the connection breaks': () => {
    throw new TypeError('fetch failed');
  },
  'the server fails': () => new Response('', { status: 500 }),
  'a gateway waits too long': () => new Response('', { status: 504 }),
  'the handler fails after the payment was settled': () => saying({ success: true }, 500),
  'the server asks again': () => offering(),
};
const WORDS = [
  'settlement_pending',
  'payment_in_progress',
  'transaction_pending',
  'transaction_not_found',
  'unexpected_settle_error',
  'unexpected_verify_error',
];
for (const errorReason of WORDS) UNKNOWN_ENDS[`the server says ${errorReason}`] = () => saying({ errorReason });

describe.each(Object.entries(REMEMBERING))('%s', (_name, clientOf) => {
  it.each(Object.entries(UNKNOWN_ENDS))('does not pay again when %s, for ever', async (_what, answer) => {
    const { payer, transactions } = signer();
    const server: Server = async ({ headers }) => (headers.has(HEADER.signature) ? answer() : offering());
    const client = clientOf(server, payer);
    for (let call = 0; call < 3; call++) await client(`${ORIGIN}/a`).catch(() => {});
    expect(transactions).toHaveLength(1);
  });

  it.each([
    ['the same terms', {}],
    ['terms of its own', { payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM' }],
  ])(
    'shows a pending payment to no other site that asks in the name of its resource, with %s',
    async (_what, terms) => {
      const { payer, transactions } = signer();
      let isShopDown = true;
      const shown: string[] = [];
      const client = clientOf(async ({ url, headers }) => {
        const { hostname } = new URL(url);
        if (hostname === 'evil.example') return offering(terms);
        if (!headers.has(HEADER.signature))
          return offering({ extra: { offer: Buffer.alloc(33, 1).toString('base64url') } });
        if (isShopDown) throw new TypeError('fetch failed');
        shown.push(hostname);
        return new Response('the content');
      }, payer);
      await client(`${ORIGIN}/a`).catch(() => {});
      await expect(client('https://evil.example/x')).rejects.toMatchObject({ code: 'policy_refused' });
      isShopDown = false;
      expect((await client(`${ORIGIN}/a`)) as Response).toMatchObject({ status: 200 });
      expect(shown).toHaveLength(1);
      expect(transactions).toHaveLength(1);
    },
  );
});

describe('the mechanism in axios', () => {
  it.each([
    ['it has no limit', undefined],
    ['its limit is lower', { STX: '100' }],
    ['its limit is for another asset', { USDCx: '1' }],
  ])('does not sign an offer of a million STX where %s', async (_what, maxPerPayment) => {
    const { payer, transactions } = signer();
    const scheme = createExactStacksClient({ payer, ...(maxPerPayment && { maxPerPayment }) });
    const get = axiosOf(async () => offering({ amount: '1000000000000' }), scheme);
    await expect(get(`${ORIGIN}/a`)).rejects.toThrow('Nothing was paid');
    expect(transactions).toEqual([]);
  });

  it('pays nothing for an offer that another site makes in the name of a resource', async () => {
    const { payer, transactions } = signer();
    await expect(axiosOf(async () => offering(), schemeOf(payer))('https://evil.example/x')).rejects.toThrow();
    expect(transactions).toEqual([]);
  });

  it.each(Object.entries(UNKNOWN_ENDS))(
    'signs one payment for each call and no more when %s: its SDK does not tell',
    async (_what, answer) => {
      const { payer, transactions } = signer();
      const server: Server = async ({ headers }) => (headers.has(HEADER.signature) ? answer() : offering());
      const get = axiosOf(server, schemeOf(payer));
      for (let call = 1; call <= 3; call++) {
        await get(`${ORIGIN}/a`).catch(() => {});
        expect(transactions).toHaveLength(call);
      }
    },
  );
});

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

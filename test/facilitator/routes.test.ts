/** The facilitator's three routes: shapes, statuses, bounds, and who may ask. */

import { HTTPFacilitatorClient } from '@x402/core/server';
import { describe, expect, it } from 'vitest';
import { createFacilitator, type Facilitator } from 'x402pay/facilitator';
import { createMemoryClaims } from 'x402pay/verifier';
import { NETWORK, READER } from '../verifier/shop.js';
import { ask, boundTerms, openCounter, question, terms } from './counter.js';

const TOKENS = ['first-seller-0123456789', 'second-seller-012345678'];

function post(path: string, init: RequestInit = {}): Request {
  return new Request(`https://pay.example${path}`, { method: 'POST', body: '{}', ...init });
}

describe('verification', () => {
  it('says who pays, and asks nobody', async () => {
    const { facilitator, chain, time } = openCounter();
    chain.isDown = true;
    const { status, body } = await ask(facilitator, 'verify', question(boundTerms(time)));
    expect([status, body]).toEqual([200, { isValid: true, payer: READER.address }]);
  });

  it('uses nothing up', async () => {
    const { facilitator, time } = openCounter();
    const asked = question(boundTerms(time));
    await ask(facilitator, 'verify', asked);
    await ask(facilitator, 'verify', asked);
    expect((await ask(facilitator, 'settle', asked)).body.success).toBe(true);
  });

  it.each([
    ['invalid_scheme', { scheme: 'upto' }],
    ['invalid_network', { network: 'stacks:1' }],
    ['invalid_network', { network: 'eip155:1' }],
    ['invalid_payment_requirements', { asset: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC.fake-usdc-token' }],
    ['invalid_payment_requirements', { asset: 'sBTC ' }],
    ['invalid_payment_requirements', { amount: '0' }],
    ['invalid_payment_requirements', { amount: '0.5' }],
    ['invalid_payment_requirements', { amount: '-1' }],
    ['invalid_payment_requirements', { payTo: 'SP2JXKMSH007NPYAQHKJPQMAQYAD90NQGTVJVQ02B' }],
    ['invalid_payment_requirements', { payTo: 'nobody' }],
    ['invalid_payment_requirements', { extra: { finality: 'soon' } }],
    ['invalid_payment_requirements', { extra: { call: 'pay' } }],
  ])('refuses terms that cannot be kept with %s: %j', async (reason, change) => {
    const { facilitator } = openCounter();
    const good = question(terms());
    const requirements = { ...good.paymentRequirements, ...change };
    const asked = {
      ...good,
      paymentPayload: { ...good.paymentPayload, accepted: requirements },
      paymentRequirements: requirements,
    };
    const { status, body } = await ask(facilitator, 'verify', asked);
    expect([status, body]).toMatchObject([200, { isValid: false, invalidReason: reason }]);
  });

  it.each([{ amount: '1' }, { payTo: READER.address }, { asset: 'SBTC' }, { scheme: 'upto' }, { network: 'stacks:1' }])(
    'refuses a payer who accepted other terms: %j',
    async (change) => {
      const { facilitator } = openCounter();
      const good = question(terms());
      const accepted = { ...good.paymentPayload.accepted, ...change };
      const asked = { ...good, paymentPayload: { ...good.paymentPayload, accepted } };
      expect((await ask(facilitator, 'verify', asked)).body.invalidReason).toBe('invalid_payment_requirements');
    },
  );

  it('understands the names that peers have for assets, and members that are null', async () => {
    const { facilitator } = openCounter();
    const good = question(terms());
    const requirements = { ...good.paymentRequirements, asset: 'slip44:5757', extra: null };
    const paymentPayload = { ...good.paymentPayload, extensions: null };
    expect(
      (await ask(facilitator, 'verify', { ...good, paymentPayload, paymentRequirements: requirements })).body,
    ).toEqual({
      isValid: true,
      payer: READER.address,
    });
  });

  it('refuses a payment that only names a transaction: that takes the chain', async () => {
    const { facilitator, time } = openCounter();
    const good = question(boundTerms(time));
    const asked = { ...good, paymentPayload: { ...good.paymentPayload, payload: { txid: 'ab'.repeat(32) } } };
    expect((await ask(facilitator, 'verify', asked)).body).toMatchObject({
      isValid: false,
      invalidReason: 'invalid_payload',
    });
  });
});

describe('a malformed request', () => {
  const good = question(terms());
  it.each([
    ['no JSON', 'pay me'],
    ['not an object', '[]'],
    ['a member twice', JSON.stringify(good).replace('{"x402Version":2,', '{"x402Version":2,"x402Version":2,')],
    ['no payment', { ...good, paymentPayload: undefined }],
    ['no accepted terms', { ...good, paymentPayload: { ...good.paymentPayload, accepted: undefined } }],
    ['no payload', { ...good, paymentPayload: { ...good.paymentPayload, payload: {} } }],
    [
      'two payloads',
      { ...good, paymentPayload: { ...good.paymentPayload, payload: { transaction: '00', txid: '00' } } },
    ],
    [
      'a payload that is no hex',
      { ...good, paymentPayload: { ...good.paymentPayload, payload: { transaction: 'zz' } } },
    ],
  ])('is answered with 400: %s', async (_what, body) => {
    const { facilitator, chain } = openCounter();
    const verified = await ask(facilitator, 'verify', body);
    const settled = await ask(facilitator, 'settle', body);
    expect([verified.status, verified.body]).toMatchObject([400, { isValid: false, invalidReason: 'invalid_payload' }]);
    expect([settled.status, settled.body]).toMatchObject([
      400,
      { success: false, errorReason: 'invalid_payload', transaction: '' },
    ]);
    expect(chain.broadcasts).toEqual([]);
  });

  it.each([
    { ...good, x402Version: 1 },
    { ...good, paymentPayload: { ...good.paymentPayload, x402Version: 1 } },
  ])('is answered with 400 for another version', async (body) => {
    const { facilitator } = openCounter();
    expect((await ask(facilitator, 'verify', body)).body.invalidReason).toBe('invalid_x402_version');
  });

  it('is answered with 413 above 64 KiB, whatever its length is said to be', async () => {
    const { facilitator } = openCounter();
    const body = JSON.stringify({ ...good, padding: 'x'.repeat(64 * 1024) });
    const stream = new Response(body).body as ReadableStream;
    expect((await facilitator(post('/settle', { body }))).status).toBe(413);
    expect((await facilitator(post('/settle', { body: stream, duplex: 'half' } as RequestInit))).status).toBe(413);
    const exact = JSON.stringify({ ...good, padding: '' });
    const full = JSON.stringify({ ...good, padding: 'x'.repeat(64 * 1024 - exact.length) });
    expect((await facilitator(post('/verify', { body: full }))).status).toBe(200);
  });

  it('is answered with 408 when it does not come', async () => {
    const { facilitator } = openCounter();
    const body = new ReadableStream({ pull: () => new Promise(() => {}) });
    expect((await facilitator(post('/settle', { body, duplex: 'half' } as RequestInit))).status).toBe(408);
  });

  it('is answered with 400 when it is not UTF-8', async () => {
    const { facilitator } = openCounter();
    expect((await facilitator(post('/settle', { body: new Uint8Array([0xff, 0xfe]) }))).status).toBe(400);
  });

  it('is answered with 503 when too many come at a time', async () => {
    const { facilitator } = openCounter({ maxRequests: 1 });
    const hanging = new ReadableStream({ pull: () => new Promise(() => {}) });
    const first = facilitator(post('/verify', { body: hanging, duplex: 'half' } as RequestInit));
    expect((await facilitator(post('/verify'))).status).toBe(503);
    expect((await first).status).toBe(408);
  });
});

describe('routes', () => {
  it.each([
    [404, '/', 'POST'],
    [404, '/settle/', 'POST'],
    [404, '/v1/settle', 'POST'],
    [405, '/settle', 'GET'],
    [405, '/verify', 'PUT'],
    [405, '/supported', 'POST'],
  ])('answer %i to %s with %s', async (status, path, method) => {
    const { facilitator } = openCounter();
    const response = await facilitator(new Request(`https://pay.example${path}`, { method }));
    expect(response.status).toBe(status);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    if (status === 405) expect(response.headers.get('Allow')).not.toBeNull();
  });

  it('begin where they are told to', async () => {
    const { facilitator } = openCounter({ basePath: '/pay/x402' });
    expect((await facilitator(new Request('https://shop.example/pay/x402/supported'))).status).toBe(200);
    expect((await facilitator(new Request('https://shop.example/supported'))).status).toBe(404);
  });

  it('say what is supported', async () => {
    const { facilitator } = openCounter();
    expect(await (await facilitator(new Request('https://pay.example/supported'))).json()).toEqual({
      kinds: [{ x402Version: 2, scheme: 'exact', network: NETWORK, extra: { payloads: ['transaction', 'txid'] } }],
      extensions: ['payment-identifier'],
      signers: { 'stacks:*': [] },
    });
  });
});

describe('bearer tokens', () => {
  it('are asked for where money is, and not where it is said what there is', async () => {
    const { facilitator, time } = openCounter({ auth: TOKENS });
    const asked = question(boundTerms(time));
    for (const headers of [
      {},
      { Authorization: 'Bearer nobody-0123456789012' },
      { Authorization: `Basic ${TOKENS[0]}` },
    ]) {
      const response = await facilitator(
        post('/settle', { body: JSON.stringify(asked), headers: headers as HeadersInit }),
      );
      expect(response.status).toBe(401);
      expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
    }
    expect((await facilitator(new Request('https://pay.example/supported'))).status).toBe(200);
    const headers = { Authorization: `Bearer ${TOKENS[1]}` };
    expect((await ask(facilitator, 'settle', asked, headers)).body.success).toBe(true);
  });

  it('keep the payments and identifiers of sellers apart', async () => {
    const { facilitator, chain, time } = openCounter({ auth: TOKENS, waitSeconds: 5 });
    chain.behaviour = 'pending';
    const asked = question(boundTerms(time));
    const as = (token: string | undefined) => ({ Authorization: `Bearer ${token}` });
    expect((await ask(facilitator, 'settle', asked, as(TOKENS[0]))).body.errorReason).toBe('settlement_pending');
    expect((await ask(facilitator, 'settle', asked, as(TOKENS[1]))).body.errorReason).toBe('payment_already_used');
  });
});

describe('the official client', () => {
  function clientOf(facilitator: Facilitator): HTTPFacilitatorClient {
    const client = new HTTPFacilitatorClient({ url: 'https://pay.example' });
    const real = globalThis.fetch;
    // It takes the global fetch, and no other.
    for (const method of ['verify', 'settle', 'getSupported'] as const) {
      const asked = client[method].bind(client) as (...given: unknown[]) => Promise<unknown>;
      Object.assign(client, {
        [method]: async (...given: unknown[]) => {
          globalThis.fetch = (input, init) => facilitator(new Request(input as RequestInfo, init));
          try {
            return await asked(...given);
          } finally {
            globalThis.fetch = real;
          }
        },
      });
    }
    return client;
  }

  it('understands every answer', async () => {
    const { facilitator, time } = openCounter();
    const client = clientOf(facilitator);
    const { paymentPayload, paymentRequirements } = question(boundTerms(time)) as never;
    expect((await client.getSupported()).kinds).toHaveLength(1);
    expect(await client.verify(paymentPayload, paymentRequirements)).toMatchObject({
      isValid: true,
      payer: READER.address,
    });
    expect(await client.settle(paymentPayload, paymentRequirements)).toMatchObject({ success: true });
    expect(await client.settle(paymentPayload, paymentRequirements)).toMatchObject({
      success: false,
      errorReason: 'payment_already_used',
    });
    const malformed = { ...(paymentPayload as object), payload: {} } as never;
    await expect(client.settle(malformed, paymentRequirements)).rejects.toMatchObject({
      name: 'SettleError',
      errorReason: 'invalid_payload',
    });
    await expect(client.verify(malformed, paymentRequirements)).rejects.toMatchObject({
      name: 'VerifyError',
      invalidReason: 'invalid_payload',
    });
  });

  it('sees what is pending in the form that its servers try again', async () => {
    const { facilitator, chain, time } = openCounter({ waitSeconds: 5 });
    chain.behaviour = 'pending';
    const { paymentPayload, paymentRequirements } = question(boundTerms(time)) as never;
    expect(await clientOf(facilitator).settle(paymentPayload, paymentRequirements)).toMatchObject({
      errorReason: 'settlement_pending',
      transaction: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

describe('a server in the same process', () => {
  it('asks without HTTP, and gets the same answers', async () => {
    const { facilitator, time } = openCounter();
    const { paymentPayload, paymentRequirements } = question(boundTerms(time));
    expect(await facilitator.getSupported()).toMatchObject({ kinds: [{ network: NETWORK }] });
    expect(await facilitator.verify(paymentPayload, paymentRequirements)).toEqual({
      isValid: true,
      payer: READER.address,
    });
    expect(await facilitator.settle(paymentPayload, paymentRequirements)).toMatchObject({ success: true });
    expect(await facilitator.settle({ x402Version: 2 }, {})).toMatchObject({
      success: false,
      errorReason: 'invalid_payload',
    });
  });
});

describe('a configuration', () => {
  const right = { networks: NETWORK, claims: createMemoryClaims() } as const;
  it.each([
    ['networks', { networks: 'mainnet' }],
    ['networks', { networks: [] }],
    ['claims', { claims: undefined }],
    ['claims', { claims: {} }],
    ['chain', { chain: 7 }],
    ['chain', { networks: ['stacks:1', NETWORK], chain: { url: 'https://one.example' } }],
    ['assets', { assets: 'sBTC' }],
    ['assets.0.id', { assets: [{ id: 'nobody', symbol: 'N', decimals: 1, tokenName: 'n' }] }],
    ['auth', { auth: 'short' }],
    ['auth', { auth: [] }],
    ['auth', { auth: ['spaces are not allowed here'] }],
    ['basePath', { basePath: 'pay' }],
    ['basePath', { basePath: '/pay/' }],
    ['finality', { finality: 'soon' }],
    ['waitSeconds', { waitSeconds: 0 }],
    ['leaseSeconds', { leaseSeconds: 10 }],
    ['maxSettlements', { maxSettlements: 0 }],
    ['recover', { recover: 'magic' }],
    ['claim', { claim: right.claims }],
  ])('that is wrong in %s is refused when it is made', (field, change) => {
    expect(() => createFacilitator({ ...right, ...change } as never)).toThrow(
      expect.objectContaining({ code: 'invalid_configuration', field }),
    );
  });

  it('names tokens and nodes for each of two networks', async () => {
    const facilitator = createFacilitator({
      networks: ['stacks:1', NETWORK],
      claims: right.claims,
      chain: { 'stacks:1': { url: 'https://one.example' }, [NETWORK]: { url: 'https://two.example' } },
      assets: [
        { id: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC.points', symbol: 'POINTS', decimals: 0, tokenName: 'points' },
      ],
    });
    expect((await facilitator.getSupported()).kinds.map((kind) => kind.network)).toEqual(['stacks:1', NETWORK]);
  });
});

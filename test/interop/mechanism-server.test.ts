/** The mechanism's server and facilitator against the official SDK's own core. */

import { x402Facilitator } from '@x402/core/facilitator';
import { x402HTTPResourceServer, x402ResourceServer } from '@x402/core/server';
import { describe, expect, it } from 'vitest';
import { encodeHeader, type Offer, type PaymentRequired } from 'x402pay';
import {
  createExactStacksFacilitator,
  createExactStacksServer,
  type ExactStacksServerOptions,
} from 'x402pay/mechanism';
import { hexFromBytes } from 'x402pay/stacks';
import { openCounter } from '../facilitator/counter.js';
import { NETWORK, READER, SECRET, SELLER, signed } from '../verifier/shop.js';

const USDCX = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx';
const SBTC = 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token';

describe('prices of a route', () => {
  const server = createExactStacksServer({ secret: SECRET });
  it.each([
    ['$0.10', USDCX, '100000'],
    ['0.10', USDCX, '100000'],
    [0.1, USDCX, '100000'],
    [2, USDCX, '2000000'],
    ['0.25 USDC', USDCX, '250000'],
    ['$1 usd', USDCX, '1000000'],
    ['0.5 STX', 'STX', '500000'],
    ['0.00001 sBTC', SBTC, '1000'],
    ['0.00001 SBTC', SBTC, '1000'],
    [{ asset: 'STX', amount: '7' }, 'STX', '7'],
    [{ asset: USDCX, amount: '7' }, USDCX, '7'],
    [{ asset: 'USDCX', amount: '7' }, USDCX, '7'],
    [{ asset: 'slip44:5757', amount: '7' }, 'STX', '7'],
  ])('understands %j', async (price, asset, amount) => {
    expect(await server.parsePrice(price as never, NETWORK)).toMatchObject({ asset, amount });
  });

  it.each([
    ['$0'],
    ['0.0000001'],
    ['$1 STX'],
    ['1,5'],
    ['1e3'],
    [1e-9],
    [Number.NaN],
    [-1],
    ['1 DOGE'],
    [''],
    [{ asset: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC.fake-usdc-token', amount: '1' }],
    [{ asset: 'STX', amount: '0' }],
    [{ asset: 'STX', amount: '1.5' }],
    [{ asset: 'STX', amount: 5 }],
  ])('refuses %j', async (price) => {
    await expect(server.parsePrice(price as never, NETWORK)).rejects.toMatchObject({
      code: 'invalid_configuration',
      field: 'price',
    });
  });

  it('may be in tokens that are listed, each on its network', async () => {
    const points = { id: `${SELLER}.points`, symbol: 'POINTS', decimals: 2, tokenName: 'points' };
    const listing = createExactStacksServer({ secret: SECRET, assets: [points] });
    expect(await listing.parsePrice('1.5 POINTS', NETWORK)).toMatchObject({ asset: points.id, amount: '150' });
    await expect(listing.parsePrice('1.5 POINTS', 'stacks:1')).rejects.toMatchObject({ field: 'price' });
    expect(listing.getAssetDecimals?.(points.id, NETWORK)).toBe(2);
    expect(listing.getAssetDecimals?.('nothing', NETWORK)).toBeUndefined();
  });
});

describe('a configuration', () => {
  it.each([
    ['secret', { secret: 'short' }],
    ['previousSecrets', { previousSecrets: ['short'] }],
    ['finality', { finality: 'soon' }],
    ['binding', { binding: true }],
    ['secrets', { secrets: [] }],
  ])('that is wrong in %s is refused when it is made', (field, change) => {
    expect(() => createExactStacksServer({ secret: SECRET, ...change } as never)).toThrow(
      expect.objectContaining({ code: 'invalid_configuration', field }),
    );
  });
});

/** The official server's core on routes of ours, with a facilitator of ours. */
async function openResources(options: Partial<ExactStacksServerOptions> = {}, price: unknown = '0.5 STX') {
  const counter = openCounter();
  const { time } = counter;
  const facilitator = new x402Facilitator().register(
    NETWORK,
    createExactStacksFacilitator({
      networks: NETWORK,
      chain: counter.chain,
      claims: counter.claims,
      recover: 'noble',
      clock: time.clock,
      sleep: time.sleep,
      waitSeconds: 5,
    }),
  );
  const local = {
    verify: facilitator.verify.bind(facilitator),
    settle: facilitator.settle.bind(facilitator),
    getSupported: async () => facilitator.getSupported(),
  };
  const resourcesWith = (more: Partial<ExactStacksServerOptions> = {}) =>
    new x402ResourceServer(local as never).register(
      'stacks:*',
      createExactStacksServer({ secret: SECRET, clock: time.clock, ...options, ...more }),
    );
  const resources = resourcesWith();
  const make = async (more: Partial<ExactStacksServerOptions> = {}) => {
    const accepts = { scheme: 'exact', network: NETWORK, payTo: SELLER, price } as never;
    const routes = { 'GET /a': { accepts }, 'GET /b': { accepts }, 'POST /a': { accepts } };
    const server = new x402HTTPResourceServer(resourcesWith(more), routes);
    await server.initialize();
    return server;
  };
  await resources.initialize();
  return { ...counter, server: await make(), make, resources };
}

type Server = Awaited<ReturnType<typeof openResources>>['server'];

async function ask(server: Server, path: string, payment?: object, method = 'GET', host = 'shop.example') {
  const header = payment && encodeHeader(payment);
  const adapter = {
    getHeader: (name: string) => (name.toLowerCase() === 'payment-signature' ? header : undefined),
    getMethod: () => method,
    getPath: () => path,
    getUrl: () => `https://${host}${path}`,
    getAcceptHeader: () => 'application/json',
    getUserAgent: () => 'test',
  };
  const result = await server.processHTTPRequest({ adapter, path, method } as never);
  if (result.type === 'payment-verified') return 'served';
  if (result.type === 'no-payment-required') return 'free';
  const { headers } = result.response;
  const read = (name: string) =>
    headers[name] === undefined ? undefined : JSON.parse(Buffer.from(headers[name], 'base64').toString());
  const settlement = read('PAYMENT-RESPONSE') as { errorReason?: string } | undefined;
  const required = read('PAYMENT-REQUIRED') as PaymentRequired | undefined;
  return { status: result.response.status, reason: settlement?.errorReason ?? required?.error, required };
}

async function offerAt(
  server: Server,
  path = '/a',
  method = 'GET',
): Promise<{ offer: Offer; required: PaymentRequired }> {
  const answer = await ask(server, path, undefined, method);
  if (typeof answer === 'string' || !answer.required) throw new Error('There is no offer.');
  return { offer: answer.required.accepts[0] as Offer, required: answer.required };
}

function paying(offer: Offer, change: Parameters<typeof signed>[1] = {}, accepted: object = offer): object {
  return { x402Version: 2, accepted, payload: { transaction: hexFromBytes(signed(offer, change)) } };
}

describe('an offer of the official server', () => {
  it('says what our clients need, and settles before the handler', async () => {
    const { server } = await openResources();
    const { offer } = await offerAt(server);
    expect(offer).toMatchObject({
      scheme: 'exact',
      network: NETWORK,
      amount: '500000',
      asset: 'STX',
      payTo: SELLER,
      extra: {
        paymentFlow: 'upfront',
        tokenType: 'STX',
        decimals: 6,
        finality: 'block',
        access: 'once',
        payloads: ['transaction', 'txid'],
        offer: expect.stringMatching(/^[\w-]{44}$/),
      },
    });
    expect((await offerAt(server)).offer.extra?.offer).not.toBe(offer.extra?.offer);
    expect(await ask(server, '/a', paying(offer))).toBe('served');
  });

  it('is good for its own path, method and host only', async () => {
    const { server, chain } = await openResources();
    const { offer } = await offerAt(server);
    const other = { status: 402, reason: 'No matching payment requirements' };
    expect(await ask(server, '/b', paying(offer))).toMatchObject(other);
    expect(await ask(server, '/a', paying(offer), 'POST')).toMatchObject(other);
    expect(await ask(server, '/a', paying(offer), 'GET', 'evil.example')).toMatchObject(other);
    expect(chain.broadcasts).toEqual([]);
    expect(await ask(server, '/a', paying(offer))).toBe('served');
  });

  it('does not become good elsewhere by words of the payer', async () => {
    const { server, chain } = await openResources();
    const { offer } = await offerAt(server, '/a');
    const elsewhere = (await offerAt(server, '/b')).offer;
    const rewritten = { ...offer, extra: { ...offer.extra, request: elsewhere.extra?.request } };
    expect(await ask(server, '/b', paying(offer, {}, rewritten))).toMatchObject({
      status: 402,
      reason: 'invalid_offer',
    });
    const invented = { ...elsewhere, extra: { ...elsewhere.extra, offer: 'A'.repeat(44) } };
    expect(await ask(server, '/b', paying(invented))).toMatchObject({ status: 402, reason: 'invalid_offer' });
    for (const token of [undefined, null, 7, '', 'A'.repeat(43), { toString: () => 'A' }]) {
      const odd = { ...elsewhere, extra: { ...elsewhere.extra, offer: token } };
      expect(await ask(server, '/b', paying(elsewhere, {}, odd))).toMatchObject({
        status: 402,
        reason: 'invalid_offer',
      });
    }
    expect(chain.broadcasts).toEqual([]);
  });

  it('binds the payment: another offer of the same price does not fit its memo', async () => {
    const { server, chain } = await openResources();
    const { offer } = await offerAt(server);
    const later = (await offerAt(server)).offer;
    expect(await ask(server, '/a', paying(offer, {}, later))).toMatchObject({
      reason: 'invalid_exact_stacks_payload_memo_mismatch',
    });
    expect(chain.broadcasts).toEqual([]);
  });

  it('ends a day after its time', async () => {
    const { server, time } = await openResources();
    const { offer } = await offerAt(server);
    time.advance(300 + 86_399);
    expect(await ask(server, '/a', paying(offer))).toBe('served');
    const next = (await offerAt(server)).offer;
    time.advance(300 + 86_400);
    expect(await ask(server, '/a', paying(next, { nonce: 1n }))).toMatchObject({ reason: 'offer_expired' });
  });

  it('outlives a change of the secret where that is told, and not where it is not', async () => {
    const { server, make } = await openResources();
    const { offer } = await offerAt(server);
    const secret = 'another secret that is used in tests only';
    expect(await ask(await make({ secret }), '/a', paying(offer))).toMatchObject({ reason: 'invalid_offer' });
    expect(await ask(await make({ secret, previousSecrets: [SECRET] }), '/a', paying(offer))).toBe('served');
  });

  it('lets peers pay with a memo of their own, unless the seller wants to be sure', async () => {
    const memo = { memo: 'x402:abcdefghijklmnopqrstuvwx' };
    const { server } = await openResources();
    expect(await ask(server, '/a', paying((await offerAt(server)).offer, memo))).toBe('served');
    const strict = (await openResources({ binding: 'required' })).server;
    expect(await ask(strict, '/a', paying((await offerAt(strict)).offer, memo))).toMatchObject({
      reason: 'invalid_exact_stacks_payload_memo_mismatch',
    });
  });

  it('can be paid by the id of a transaction that a wallet broadcast', async () => {
    const { server, chain } = await openResources();
    const { offer } = await offerAt(server);
    const txid = chain.mine(signed(offer));
    const payment = { x402Version: 2, accepted: offer, payload: { txid } };
    expect(await ask(server, '/a', payment)).toBe('served');
    expect(await ask(server, '/a', payment)).toMatchObject({ reason: 'payment_already_used' });
  });

  it('is served to one of ten at a time', async () => {
    const { server } = await openResources();
    const { offer } = await offerAt(server);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(server, '/a', paying(offer))));
    expect(answers.filter((answer) => answer === 'served')).toHaveLength(1);
  });

  it('is pending in the words that the SDK waits for', async () => {
    const { server, chain } = await openResources();
    chain.behaviour = 'pending';
    const { offer } = await offerAt(server);
    expect(await ask(server, '/a', paying(offer))).toMatchObject({ status: 402, reason: 'settlement_pending' });
    chain.mine(signed(offer));
    expect(await ask(server, '/a', paying(offer))).toBe('served');
  });

  it.each(['offer', 'request'])('is not made of an extra.%s that the route has written itself', async (name) => {
    const { server } = await openResources();
    const { extra, ...terms } = (await offerAt(server)).offer;
    const scheme = createExactStacksServer({ secret: SECRET });
    const kind = { x402Version: 2, scheme: 'exact', network: NETWORK } as const;
    const written = { ...terms, extra: { [name]: extra?.[name] } } as never;
    await expect(scheme.enhancePaymentRequirements(written, kind, [])).rejects.toMatchObject({
      code: 'invalid_configuration',
      field: `extra.${name}`,
    });
  });

  it('is needed: terms that were never offered for a request take no payment', async () => {
    const { server, chain, resources } = await openResources();
    const { offer } = await offerAt(server);
    const option = { scheme: 'exact', network: NETWORK, payTo: SELLER, price: '0.5 STX' };
    const [bare] = await resources.buildPaymentRequirements(option as never);
    const payment = paying(offer) as never;
    const invalid = { isValid: false, invalidReason: 'invalid_offer' };
    expect(await resources.verifyPayment(payment, bare as never)).toMatchObject(invalid);
    const settlement = resources.settlePayment(payment, bare as never);
    await expect(settlement.then(({ success }) => success)).rejects.toMatchObject({ errorReason: 'invalid_offer' });
    expect(chain.broadcasts).toEqual([]);
  });

  it('is not made for a payee that cannot be paid', async () => {
    const { server } = await openResources();
    const scheme = createExactStacksServer({ secret: SECRET });
    const kind = { x402Version: 2, scheme: 'exact', network: NETWORK } as const;
    const terms = { ...(await offerAt(server)).offer, payTo: 'SP2JXKMSH007NPYAQHKJPQMAQYAD90NQGTVJVQ02B' } as never;
    await expect(scheme.enhancePaymentRequirements(terms, kind, [])).rejects.toMatchObject({ field: 'payTo' });
  });
});

describe('the facilitator of the official SDK', () => {
  it('is not needed: a server takes ours as it is', async () => {
    const resources = new x402ResourceServer(openCounter().facilitator);
    await resources.initialize();
    expect(resources.getSupportedKind(2, NETWORK, 'exact')).toMatchObject({ network: NETWORK });
  });

  it('says what it supports, and settles', async () => {
    const { server } = await openResources();
    const { offer } = await offerAt(server);
    const counter = openCounter();
    const { chain, claims, time } = counter;
    const scheme = createExactStacksFacilitator({
      networks: NETWORK,
      chain,
      claims,
      clock: time.clock,
      sleep: time.sleep,
    });
    const facilitator = new x402Facilitator().register(NETWORK, scheme);
    expect(facilitator.getSupported()).toEqual({
      kinds: [{ x402Version: 2, scheme: 'exact', network: NETWORK, extra: { payloads: ['transaction', 'txid'] } }],
      extensions: [],
      signers: { 'stacks:*': [] },
    });
    const payment = paying(offer) as never;
    expect(await facilitator.verify(payment, offer as never)).toEqual({ isValid: true, payer: READER.address });
    expect(await facilitator.settle(payment, offer as never)).toMatchObject({ success: true, payer: READER.address });
    expect(await facilitator.settle(payment, offer as never)).toMatchObject({ errorReason: 'payment_already_used' });
  });
});

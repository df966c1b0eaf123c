/** A verifier that settles through somebody else's facilitator: what it still checks, what it believes, and what a lost answer costs. */

import { describe, expect, it } from 'vitest';
import { HEADER } from 'x402pay';
import { transactionId } from 'x402pay/stacks';
import type { PaidHandler } from 'x402pay/verifier';
import { scriptedChain } from '../verifier/scripted-chain.js';
import {
  asks,
  buys,
  NETWORK,
  ONCE,
  ORIGIN,
  offerOf,
  offersOf,
  presents,
  serves,
  signed,
  TERMS,
  verdict,
} from '../verifier/shop.js';
import type { Counter } from './counter.js';
import { openDelegating } from './delegating.js';

const NO_BINDING = 'x402:abcdefghijklmnopqrstuvwx';

const withNode = ({ chain }: Counter) => ({ chain });

describe.each([
  ['without a node', () => ({})],
  ['with a node', withNode],
])('a verifier with a facilitator, %s', (_what, configOf) => {
  const open = () => openDelegating(configOf);

  it.each([TERMS, ONCE])('serves what the facilitator has settled', async (terms) => {
    const { verifier, chain, posts } = open();
    const { response, txid } = await buys(verifier.protect(terms));
    expect(verdict(response)).toBe('200 success');
    expect(chain.broadcasts).toEqual([txid]);
    expect(posts).toHaveLength(1);
    expect(posts[0]?.url).toBe('https://pay.example/settle');
    expect(posts[0]?.headers.get('X-Seller')).toBe('shop');
    expect(posts[0]?.redirect).toBe('manual');
  });

  it('lets the payer in again as long as the access lasts', async () => {
    const { verifier } = open();
    const guarded = verifier.protect(TERMS);
    const { headers } = await buys(guarded);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('keeps an `once` payment good when the handler fails, and used up when it does not', async () => {
    const { verifier } = open();
    const guarded = verifier.protect(ONCE);
    const { headers } = await buys(guarded, { handler: () => new Response('sorry', { status: 500 }) });
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
  });

  it('runs the handler once for ten copies at a time', async () => {
    const { verifier } = open();
    const guarded = verifier.protect(ONCE);
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer));
    let runs = 0;
    const handler: PaidHandler = () => {
      runs += 1;
      return new Response();
    };
    await Promise.all(Array.from({ length: 10 }, () => guarded(asks('/a', headers), handler)));
    expect(runs).toBe(1);
  });

  it('asks the facilitator nothing about what it refuses itself', async () => {
    const { verifier, posts } = open();
    const guarded = verifier.protect({ ...ONCE, binding: 'required' });
    for (const options of [{ memo: NO_BINDING }, { resource: `${ORIGIN}/b`, memo: null }]) {
      expect((await buys(guarded, options)).response.status).toBe(402);
    }
    expect(posts).toEqual([]);
  });

  it('takes an answer that got lost for pending, and the same payment again brings it', async () => {
    const { verifier, chain, wire } = open();
    const guarded = verifier.protect(ONCE);
    wire.answer = 'lost';
    chain.behaviour = 'pending';
    const { response, headers, transaction } = await buys(guarded);
    expect(verdict(response)).toBe('402 settlement_pending');
    chain.mine(transaction);
    wire.answer = undefined;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('takes a facilitator that is silent for pending', async () => {
    const { verifier, wire } = open();
    wire.answer = 'never';
    const { response, txid } = await buys(verifier.protect(ONCE));
    expect(verdict(response)).toBe('402 settlement_pending');
    expect(response.headers.get('Retry-After')).not.toBeNull();
    expect(txid).toHaveLength(64);
  });

  const saying =
    (body: unknown, status: number = 200) =>
    () =>
      new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  const nobody = { transaction: '', network: NETWORK };
  it.each([
    ['not found', saying('nothing here', 404)],
    ['a server error', saying({ success: false, errorReason: 'insufficient_funds', ...nobody }, 502)],
    ['a success with the status of an error', saying({ success: true, ...nobody }, 500)],
    ['a redirect', saying({ success: false, errorReason: 'insufficient_funds', ...nobody }, 307)],
    ['too many requests', saying({ success: false, errorReason: 'insufficient_funds', ...nobody }, 429)],
    ['no JSON', saying('yes!')],
    ['a list', saying([true])],
    ['success as text', saying({ success: 'true', ...nobody })],
    ['success for no transaction', saying({ success: true, ...nobody })],
    ['success for another transaction', saying({ success: true, transaction: 'ab'.repeat(32), network: NETWORK })],
    ['no reason', saying({ success: false, ...nobody })],
    ['pending', saying({ success: false, errorReason: 'settlement_pending', ...nobody })],
    ["pending, in a peer's word", saying({ success: false, errorReason: 'transaction_pending', ...nobody })],
    ['trouble of its own', saying({ success: false, errorReason: 'unexpected_settle_error', ...nobody })],
    ['more than it may', saying(`{"padding":"${'x'.repeat(64 * 1024)}"}`)],
  ])('takes %s for pending, never for failed or paid', async (_what, answer) => {
    const { verifier, wire } = open();
    wire.answer = answer;
    let runs = 0;
    const { response } = await buys(verifier.protect(ONCE), {
      handler: () => {
        runs += 1;
        return new Response();
      },
    });
    expect(verdict(response)).toBe('402 settlement_pending');
    expect(runs).toBe(0);
  });

  it.each([
    ['insufficient_funds', 'insufficient_funds'],
    ['nonce_conflict', 'nonce_conflict'],
    ['fee_too_low', 'fee_too_low'],
    ['broadcast_failed', 'broadcast_rejected'],
    ['invalid_something', 'broadcast_rejected'],
  ])('hands on the refusal %s as %s', async (errorReason, code) => {
    const { verifier, wire } = open();
    wire.answer = saying({ success: false, errorReason, ...nobody });
    const { response } = await buys(verifier.protect(ONCE));
    expect(verdict(response)).toBe(`402 ${code}`);
  });
});

describe('a verifier with a facilitator and a node', () => {
  it('does not believe a success that the chain does not show', async () => {
    const chain = scriptedChain(() => Date.UTC(2026, 10, 21));
    const { verifier } = openDelegating(() => ({ chain }));
    const { response } = await buys(verifier.protect(ONCE));
    expect(verdict(response)).toBe('402 settlement_pending');
  });

  it('does not ask a facilitator about what the chain knows', async () => {
    const { verifier, chain, posts } = openDelegating(withNode);
    const guarded = verifier.protect(ONCE);
    const offer = await offerOf(guarded);
    const transaction = signed(offer);
    chain.mine(transaction);
    expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe('200 success');
    expect(posts).toEqual([]);
  });

  it('does not wait for a facilitator that is silent when the chain comes to know', async () => {
    const { verifier, chain, wire, time } = openDelegating(withNode);
    wire.answer = 'never';
    const guarded = verifier.protect(ONCE);
    const offer = await offerOf(guarded);
    const transaction = signed(offer);
    const response = guarded(asks('/a', presents(offer, transaction)), serves);
    await time.sleep(1000);
    chain.mine(transaction);
    expect(verdict(await response)).toBe('200 success');
  });

  it('takes payments that are not bound, as its own node can say that they are new', async () => {
    const { verifier } = openDelegating(withNode);
    expect(verdict((await buys(verifier.protect(ONCE), { memo: NO_BINDING })).response)).toBe('200 success');
  });

  it('needs no claims for access that lasts', async () => {
    const { verifier } = openDelegating(({ chain }) => ({ chain, claims: undefined as never }));
    const guarded = verifier.protect(TERMS);
    const { response, headers } = await buys(guarded);
    expect(verdict(response)).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });
});

describe('a verifier with a facilitator and no node', () => {
  it('offers only what it can check', async () => {
    const { verifier } = openDelegating();
    const { accepts } = await offersOf(verifier.protect(ONCE));
    expect(accepts.map((offer) => offer.extra?.payloads)).toEqual([['transaction']]);
  });

  it('refuses payments that are not bound, and transactions that are only named', async () => {
    const { verifier, posts } = openDelegating();
    const guarded = verifier.protect(ONCE);
    const { response } = await buys(guarded, { memo: NO_BINDING });
    expect(verdict(response)).toBe('402 invalid_exact_stacks_payload_memo_mismatch');
    const offer = await offerOf(guarded);
    const txid = transactionId(signed(offer));
    expect(verdict(await guarded(asks('/a', presents(offer, { txid })), serves))).toBe('400 invalid_payload');
    expect(posts).toEqual([]);
  });

  it('does not sell for an offer that has ended and was changed since', async () => {
    const { verifier, time } = openDelegating();
    const before = verifier.protect(ONCE);
    const offer = await offerOf(before);
    time.advance(3600);
    const after = verifier.protect({ ...ONCE, price: { STX: '0.6' } });
    expect(verdict(await after(asks('/a', presents(offer, signed(offer))), serves))).toBe('402 offer_expired');
  });

  it('is told once by its own record what was settled', async () => {
    const { verifier, posts } = openDelegating();
    const guarded = verifier.protect(TERMS);
    const { headers } = await buys(guarded);
    await guarded(asks('/a', headers), serves);
    expect(posts).toHaveLength(1);
    expect(posts[0]?.headers.has(HEADER.signature)).toBe(false);
  });

  it('takes a payment that the facilitator says was used, after an answer got lost, for pending', async () => {
    const { verifier, wire } = openDelegating();
    const guarded = verifier.protect(ONCE);
    wire.answer = 'gone';
    const { headers } = await buys(guarded);
    wire.answer = () =>
      new Response(
        JSON.stringify({ success: false, errorReason: 'payment_already_used', transaction: '', network: NETWORK }),
      );
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 settlement_pending');
  });

  it.each([
    ['facilitator', { claims: undefined as never }],
    ['facilitator', { facilitator: 'https://pay.example' as never }],
    ['facilitator.url', { facilitator: { url: 'pay.example' } }],
    ['facilitator.url', { facilitator: { url: 'https://user:secret@pay.example' } }],
    ['facilitator.url', { facilitator: { url: 'ftp://pay.example' } }],
    ['facilitator.headers', { facilitator: { url: 'https://pay.example', headers: { 'not a name': '' } } }],
    ['facilitator.timeoutSeconds', { facilitator: { url: 'https://pay.example', timeoutSeconds: 0 } }],
    ['token', { facilitator: { url: 'https://pay.example', token: 'x' } as never }],
  ])('is refused when it is made, for what is wrong in %s', (field, change) => {
    expect(() => openDelegating(() => change)).toThrow(
      expect.objectContaining({ code: 'invalid_configuration', field }),
    );
  });

  it('does not serve version 1', () => {
    const { verifier } = openDelegating();
    expect(() => verifier.protect({ ...ONCE, v1: true })).toThrow(expect.objectContaining({ field: 'v1' }));
  });
});

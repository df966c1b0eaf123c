/** A facilitator that turns a payment away unread: nothing was sent, so nothing is held, and nothing is lost. */

import { describe, expect, it } from 'vitest';
import { transactionId } from 'x402pay/stacks';
import { asks, buys, NETWORK, ONCE, offerOf, presents, serves, signed, verdict } from '../verifier/shop.js';
import type { Counter } from './counter.js';
import { openDelegating } from './delegating.js';

const answering =
  (status: number, headers: Record<string, string> = {}, body: unknown = {}) =>
  () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

const LATER = { 'Retry-After': '2' };
const OVERLOADED = { success: false, errorReason: 'overloaded', transaction: '', network: NETWORK };

describe.each([
  ['without a node', () => ({})],
  ['with a node', ({ chain }: Counter) => ({ chain })],
])('a payment that a facilitator turns away, %s,', (_what, configOf) => {
  /** Presents a payment to it, and then another one of the same nonce, which is closed to who comes second. Answers what becomes of that. */
  async function another(answer: () => Response): Promise<string> {
    const { verifier, wire, chain } = openDelegating(configOf);
    const guarded = verifier.protect(ONCE);
    wire.answer = answer;
    expect(verdict((await buys(guarded)).response)).toBe('402 settlement_pending');
    expect(chain.broadcasts).toEqual([]);
    wire.answer = undefined;
    return verdict((await buys(guarded)).response);
  }

  it.each([
    ['too many requests', answering(429)],
    ['too many requests, in words', answering(429, LATER, '<h1>Too many requests</h1>')],
    ['overloaded, to be asked later', answering(503, LATER, OVERLOADED)],
    ['overloaded, without a word of ours', answering(503, LATER, { error: 'Too many requests at a time.' })],
  ])('is not held: %s', async (_said, answer) => {
    expect(await another(answer)).toBe('200 success');
  });

  it.each([
    ['a gateway that says nothing of later', answering(503, {}, 'upstream reset')],
    ['a gateway in trouble', answering(502, LATER)],
    ['a server that failed', answering(500, LATER)],
    ['nothing in time', answering(408, LATER)],
  ])('may be on its way, and is held: %s', async (_said, answer) => {
    expect(await another(answer)).toBe('402 nonce_conflict');
  });

  it('is the same payment still when it is presented again', async () => {
    const { verifier, wire } = openDelegating(configOf);
    const guarded = verifier.protect(ONCE);
    wire.answer = answering(429, LATER);
    const { headers } = await buys(guarded);
    wire.answer = undefined;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
  });

  it('stays held when it may have been sent before', async () => {
    const { verifier, wire } = openDelegating(configOf);
    const guarded = verifier.protect(ONCE);
    wire.answer = 'gone';
    const { headers } = await buys(guarded);
    wire.answer = answering(429, LATER);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 settlement_pending');
    wire.answer = undefined;
    const other = await offerOf(guarded);
    expect(verdict(await guarded(asks('/a', presents(other, signed(other))), serves))).toBe('402 nonce_conflict');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('may be on its way when the answer names it', async () => {
    const { verifier, wire } = openDelegating(configOf);
    const guarded = verifier.protect(ONCE);
    const offer = await offerOf(guarded);
    const transaction = signed(offer);
    const named = `0x${transactionId(transaction).toUpperCase()}`;
    wire.answer = answering(503, LATER, { ...OVERLOADED, transaction: named });
    expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe('402 settlement_pending');
    wire.answer = undefined;
    expect(verdict((await buys(guarded)).response)).toBe('402 nonce_conflict');
  });
});

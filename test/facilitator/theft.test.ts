/** Whoever copies a payment, or changes it, gets nothing from a facilitator. PROTOCOL sections 2 and 10. */

import { describe, expect, it } from 'vitest';
import { bytesFromHex } from 'x402pay/stacks';
import { STRANGER } from '../verifier/shop.js';
import { ask, boundTerms, openCounter, question, settles, terms, tokenUntil } from './counter.js';

describe('a thief', () => {
  it('gets nothing for a copy from the mempool or the chain', async () => {
    const { facilitator, chain } = openCounter({ waitSeconds: 5 });
    const asked = question(terms());
    chain.mine(bytesFromHex((asked.paymentPayload.payload as { transaction: string }).transaction));
    expect(await settles(facilitator, asked)).toBe('200 payment_already_used');
  });

  it('gets nothing at another seller for a payment, nor at another price', async () => {
    const { facilitator, time } = openCounter();
    const mine = boundTerms(time);
    const asked = question(mine);
    expect(await settles(facilitator, asked)).toBe('200 success');
    const elsewhere = { ...mine, payTo: STRANGER.address };
    const dearer = { ...mine, amount: '500001' };
    for (const requirements of [elsewhere, dearer]) {
      expect(await settles(facilitator, { ...asked, paymentRequirements: requirements })).toBe(
        '200 invalid_payment_requirements',
      );
      const accepted = { ...asked.paymentPayload, accepted: requirements };
      expect(
        await settles(facilitator, { ...asked, paymentPayload: accepted, paymentRequirements: requirements }),
      ).toMatch(/^200 invalid_exact_stacks_payload_/);
    }
  });

  it('gets nothing for another resource of the same seller at the same price', async () => {
    const { facilitator, time } = openCounter();
    const asked = question(boundTerms(time, { extra: { request: 'one' } }));
    const other = { ...asked.paymentRequirements, extra: { ...asked.paymentRequirements.extra, request: 'two' } };
    expect(await settles(facilitator, asked)).toBe('200 success');
    expect(await settles(facilitator, { ...asked, paymentRequirements: other })).toBe('200 payment_already_used');
  });

  it('cannot take over a payment that is pending, without its token', async () => {
    const { facilitator, chain, time } = openCounter({ waitSeconds: 5 });
    chain.behaviour = 'pending';
    const asked = question(boundTerms(time));
    expect(await settles(facilitator, asked)).toBe('200 settlement_pending');
    const stolen = {
      ...asked,
      paymentPayload: { ...asked.paymentPayload, accepted: terms() },
      paymentRequirements: terms(),
    };
    expect(await settles(facilitator, stolen)).toBe('200 invalid_exact_stacks_payload_memo_mismatch');
    const guessed = boundTerms(time, {}, 2);
    const forged = {
      ...asked,
      paymentPayload: { ...asked.paymentPayload, accepted: guessed },
      paymentRequirements: guessed,
    };
    expect(await settles(facilitator, forged)).toBe('200 invalid_exact_stacks_payload_memo_mismatch');
  });

  it('cannot make a payment last for ever with a token of his own', async () => {
    const { facilitator, time } = openCounter();
    const offer = tokenUntil(Math.floor(time.clock() / 1000) + 30 * 86_400);
    expect(await settles(facilitator, question(terms({ extra: { offer } })))).toBe('200 invalid_offer');
  });

  it('does not get two payments of one nonce through', async () => {
    const { facilitator, chain, time } = openCounter({ waitSeconds: 5 });
    chain.behaviour = 'pending';
    expect(await settles(facilitator, question(boundTerms(time)))).toBe('200 settlement_pending');
    expect(await settles(facilitator, question(boundTerms(time, {}, 2)))).toBe('200 nonce_conflict');
  });

  it('gets nothing between verification and settlement', async () => {
    const { facilitator, chain, time } = openCounter();
    const asked = question(boundTerms(time));
    expect((await ask(facilitator, 'verify', asked)).body.isValid).toBe(true);
    const changed = question(asked.paymentRequirements, {
      change: (transaction) => ({ ...transaction, payload: { ...transaction.payload, amount: 1n } as never }),
    });
    expect(await settles(facilitator, changed)).toBe('200 invalid_exact_stacks_payload_amount_mismatch');
    expect(chain.broadcasts).toEqual([]);
  });

  it('does not make the facilitator send what it refuses', async () => {
    const { facilitator, chain, time } = openCounter();
    const wrong = [
      question(boundTerms(time), { change: (transaction) => ({ ...transaction, chainId: 1 }) }),
      question(terms(), { memo: `x402:${'a'.repeat(29)}` }),
      question(terms({ extra: { binding: 'required' } })),
      question(boundTerms(time, { extra: { binding: 'required' } }), { memo: 'free words' }),
    ];
    const reasons = await Promise.all(wrong.map((asked) => settles(facilitator, asked)));
    const memo = '200 invalid_exact_stacks_payload_memo_mismatch';
    expect(reasons).toEqual(['200 invalid_network', memo, memo, memo]);
    expect(chain.broadcasts).toEqual([]);
  });
});

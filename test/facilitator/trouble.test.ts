/** A facilitator whose store fails, or that is asked too much at a time, promises nothing and loses nothing. */

import { describe, expect, it } from 'vitest';
import type { ClaimStore } from 'x402pay/verifier';
import { ask, boundTerms, openCounter, question, settles, txidOf } from './counter.js';

describe('a store that fails', () => {
  function failing(claims: ClaimStore, method: keyof ClaimStore): ClaimStore {
    return Object.assign(Object.create(claims), {
      ...Object.fromEntries(
        (['hold', 'record', 'renew', 'spend', 'release', 'forget'] as const).map((name) => [
          name,
          (...given: unknown[]) => (claims[name] as (...all: unknown[]) => unknown)(...given),
        ]),
      ),
      [method]: () => Promise.reject(new Error('The disk is full.')),
    });
  }

  it('lets nothing pass, and nothing is sent', async () => {
    const { another, chain, claims, time } = openCounter();
    const facilitator = another({ claims: failing(claims, 'hold') });
    expect(await settles(facilitator, question(boundTerms(time)))).toBe('503 overloaded');
    expect(chain.broadcasts).toEqual([]);
  });

  it('promises nothing that is not written down, and the payment stays good', async () => {
    const { facilitator, another, claims, time } = openCounter();
    const asked = question(boundTerms(time));
    const { status, body } = await ask(another({ claims: failing(claims, 'spend') }), 'settle', asked);
    expect([status, body.success, body.transaction]).toEqual([503, false, txidOf(asked)]);
    time.advance(200);
    expect(await settles(facilitator, asked)).toBe('200 success');
  });

  it('that hangs does not hang the caller, and the payment stays good', async () => {
    const { facilitator, another, claims, time } = openCounter({ waitSeconds: 5 });
    const hanging = Object.assign(failing(claims, 'hold'), { hold: () => new Promise(() => {}) });
    const asked = question(boundTerms(time));
    const { body } = await ask(another({ claims: hanging }), 'settle', asked);
    expect(body).toMatchObject({ success: false, errorReason: 'settlement_pending', transaction: txidOf(asked) });
    expect(await settles(facilitator, asked)).toBe('200 success');
  });
});

describe('bounds', () => {
  it('hold for settlements at a time', async () => {
    const { facilitator, chain, time } = openCounter({ maxSettlements: 2, waitSeconds: 5 });
    chain.behaviour = 'pending';
    const answers = await Promise.all(
      [1, 2, 3].map((seed) => settles(facilitator, question(boundTerms(time, {}, seed), { nonce: BigInt(seed) }))),
    );
    expect(answers.filter((one) => one === '503 overloaded')).toHaveLength(1);
  });
});

/** The same call again: by the caller’s own key, by the payer’s identifier. PROTOCOL section 10. */

import { describe, expect, it } from 'vitest';
import { signed } from '../verifier/shop.js';
import { ask, boundTerms, openCounter, question, settles } from './counter.js';

describe('an Idempotency-Key of the caller', () => {
  const key = { 'Idempotency-Key': 'retry-0000000001' };

  it('gives the same answer to the same call', async () => {
    const { facilitator, time } = openCounter();
    const asked = question(boundTerms(time));
    const first = await ask(facilitator, 'settle', asked, key);
    const second = await ask(facilitator, 'settle', asked, key);
    expect(second.body).toEqual(first.body);
    expect(first.body.success).toBe(true);
  });

  it('does not make a payment good for another key, or for none', async () => {
    const { facilitator, time } = openCounter();
    const asked = question(boundTerms(time));
    expect(await settles(facilitator, asked, key)).toBe('200 success');
    expect(await settles(facilitator, asked, { 'Idempotency-Key': 'another-00000001' })).toBe(
      '200 payment_already_used',
    );
    expect(await settles(facilitator, asked)).toBe('200 payment_already_used');
  });

  it('does not share a settlement that is under way', async () => {
    const { facilitator, time } = openCounter();
    const asked = question(boundTerms(time));
    const keys = Array.from({ length: 10 }, (_, index) => ({ 'Idempotency-Key': `request-00000000${index}` }));
    const answers = await Promise.all(keys.map((one) => settles(facilitator, asked, one)));
    expect(answers.filter((one) => one === '200 success')).toHaveLength(1);
  });
});

describe('a payment identifier', () => {
  const withId = (id: unknown) => ({ extensions: { 'payment-identifier': { info: { required: false, id } } } });

  it('belongs to one payment', async () => {
    const { facilitator, time } = openCounter();
    const id = 'pay_0123456789abcdef';
    expect(await settles(facilitator, question(boundTerms(time), withId(id)))).toBe('200 success');
    const other = question(boundTerms(time, {}, 2), { ...withId(id), nonce: 1n });
    expect(await settles(facilitator, other)).toBe('409 payment_identifier_conflict');
    const own = question(boundTerms(time, {}, 3), { ...withId(`${id}1`), nonce: 1n });
    expect(await settles(facilitator, own)).toBe('200 success');
  });

  it('gives no right to a second success', async () => {
    const { facilitator, time } = openCounter();
    const asked = question(boundTerms(time), withId('pay_0123456789abcdef'));
    expect(await settles(facilitator, asked)).toBe('200 success');
    expect(await settles(facilitator, asked)).toBe('200 payment_already_used');
  });

  it('lets a pending payment be resumed', async () => {
    const { facilitator, chain, time } = openCounter({ waitSeconds: 5 });
    const asked = question(boundTerms(time), withId('pay_0123456789abcdef'));
    chain.behaviour = 'pending';
    expect(await settles(facilitator, asked)).toBe('200 settlement_pending');
    chain.mine(signed(asked.paymentRequirements));
    expect(await settles(facilitator, asked)).toBe('200 success');
  });

  it.each(['short', 'x'.repeat(129), 'with spaces in it', 42])('is refused in another form: %s', async (id) => {
    const { facilitator, time } = openCounter();
    expect(await settles(facilitator, question(boundTerms(time), withId(id)))).toBe('400 invalid_payload');
  });
});

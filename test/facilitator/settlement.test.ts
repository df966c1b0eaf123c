/** What a facilitator promises for a payment, how often, and to whom. PROTOCOL section 4, checks 10 to 13. */

import { describe, expect, it } from 'vitest';
import { bytesFromHex, transactionId } from 'x402pay/stacks';
import type { ClaimStore } from 'x402pay/verifier';
import { READER, SPLIT, STRANGER, signed } from '../verifier/shop.js';
import { ask, boundTerms, openCounter, question, settles, terms, tokenUntil } from './counter.js';

function txidOf({ paymentPayload }: ReturnType<typeof question>): string {
  return 'transaction' in paymentPayload.payload ? transactionId(bytesFromHex(paymentPayload.payload.transaction)) : '';
}

describe('a settlement', () => {
  it.each([
    'STX',
    'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token',
    'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx',
  ])('sends a bound payment in %s to the chain, and says who paid', async (asset) => {
    const { facilitator, chain, time } = openCounter();
    const asked = question(boundTerms(time, { asset }));
    const { status, body } = await ask(facilitator, 'settle', asked);
    const transaction = txidOf(asked);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      payer: READER.address,
      transaction,
      network: 'stacks:2147483648',
      amount: '500000',
    });
    expect(chain.broadcasts).toEqual([transaction]);
  });

  it('takes a memo of a peer on a transaction that nobody has seen before', async () => {
    const { facilitator } = openCounter();
    expect(await settles(facilitator, question(terms()))).toBe('200 success');
  });

  it('pays a revenue split by its own function', async () => {
    const { facilitator, time } = openCounter();
    const asked = question(boundTerms(time, { payTo: SPLIT, extra: { call: 'pay' } }));
    expect(await settles(facilitator, asked)).toBe('200 success');
  });

  it('is a failure the second time, not a success again', async () => {
    const { facilitator, time } = openCounter();
    for (const asked of [question(boundTerms(time)), question(terms(), { nonce: 1n })]) {
      expect(await settles(facilitator, asked)).toBe('200 success');
      expect(await settles(facilitator, asked)).toBe('200 payment_already_used');
    }
  });

  it('is a success for one of ten callers at a time', async () => {
    const { facilitator, another, time } = openCounter();
    const asked = question(boundTerms(time));
    const processes = [facilitator, another(), another()];
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => settles(processes[index % 3] as never, asked)),
    );
    expect(answers.sort()).toEqual([...Array(9).fill('200 payment_in_progress'), '200 success']);
  });

  it('is pending while the chain has not decided, and the same call resumes it', async () => {
    const { facilitator, chain, time } = openCounter({ waitSeconds: 5 });
    chain.behaviour = 'pending';
    for (const asked of [question(boundTerms(time)), question(terms(), { nonce: 1n })]) {
      const { status, body } = await ask(facilitator, 'settle', asked);
      const transaction = txidOf(asked);
      expect([status, body]).toMatchObject([200, { success: false, errorReason: 'settlement_pending', transaction }]);
      chain.mine(bytesFromHex((asked.paymentPayload.payload as { transaction: string }).transaction));
      expect(await settles(facilitator, asked)).toBe('200 success');
      expect(await settles(facilitator, asked)).toBe('200 payment_already_used');
    }
  });

  it('is never failed because nodes do not answer', async () => {
    const { facilitator, chain, time } = openCounter({ waitSeconds: 5 });
    const asked = question(boundTerms(time));
    chain.isDown = true;
    expect(await settles(facilitator, asked)).toBe('200 settlement_pending');
    chain.isDown = false;
    expect(await settles(facilitator, asked)).toBe('200 success');
  });

  it.each([
    ['insufficient_funds', { status: 'rejected', reason: 'NotEnoughFunds' }],
    ['nonce_conflict', { status: 'rejected', reason: 'ConflictingNonceInMempool' }],
    ['fee_too_low', { status: 'rejected', reason: 'FeeTooLow' }],
    ['broadcast_rejected', { status: 'rejected', reason: 'NoSuchContract' }],
  ] as const)('says %s when a node refuses, and can be tried again', async (code, behaviour) => {
    const { facilitator, chain, time } = openCounter();
    const asked = question(boundTerms(time));
    chain.behaviour = behaviour;
    expect(await settles(facilitator, asked)).toBe(`200 ${code}`);
    chain.behaviour = 'mine';
    expect(await settles(facilitator, asked)).toBe('200 success');
  });

  it('fails when the chain undoes it, with the transaction', async () => {
    const { facilitator, chain, time } = openCounter();
    const asked = question(boundTerms(time));
    const { transaction } = asked.paymentPayload.payload as { transaction: string };
    chain.mine(bytesFromHex(transaction), { status: 'aborted', result: '(err u1)' });
    const { body } = await ask(facilitator, 'settle', asked);
    expect(body).toMatchObject({ success: false, errorReason: 'transaction_failed', transaction: txidOf(asked) });
  });

  it('fails when the chain recorded another transfer than the terms ask for', async () => {
    const { facilitator, chain, time } = openCounter();
    const asked = question(boundTerms(time));
    chain.events.set(txidOf(asked), []);
    expect(await settles(facilitator, asked)).toBe('200 transaction_failed');
  });

  it('waits for the finality of the terms, else for its own', async () => {
    const { facilitator, chain, time } = openCounter({ waitSeconds: 5, finality: 2 });
    const asked = question(boundTerms(time));
    expect(await settles(facilitator, asked)).toBe('200 settlement_pending');
    chain.burnHeight += 2;
    expect(await settles(facilitator, asked)).toBe('200 success');
    const atOnce = question(boundTerms(time, { extra: { finality: 'mempool' } }, 2), { nonce: 1n });
    chain.behaviour = 'pending';
    expect(await settles(facilitator, atOnce)).toBe('200 success');
  });
});

describe('a transaction that a wallet broadcast itself', () => {
  it('is settled once, by its id, when its memo binds it', async () => {
    const { facilitator, chain, time } = openCounter();
    const requirements = boundTerms(time);
    const txid = chain.mine(signed(requirements));
    const asked = {
      ...question(requirements),
      paymentPayload: { x402Version: 2, accepted: requirements, payload: { txid } },
    };
    expect(await settles(facilitator, asked)).toBe('200 success');
    expect(await settles(facilitator, asked)).toBe('200 payment_already_used');
    expect(chain.broadcasts).toEqual([]);
  });

  it('is pending while no node knows it', async () => {
    const { facilitator, time } = openCounter({ waitSeconds: 5 });
    const requirements = boundTerms(time);
    const payload = { txid: 'ab'.repeat(32) };
    const asked = {
      x402Version: 2,
      paymentPayload: { x402Version: 2, accepted: requirements, payload },
      paymentRequirements: requirements,
    };
    const { body } = await ask(facilitator, 'settle', asked);
    expect(body).toMatchObject({ errorReason: 'settlement_pending', transaction: payload.txid });
  });

  it('is refused when nothing binds it', async () => {
    const { facilitator, chain } = openCounter();
    const txid = chain.mine(signed(terms(), { memo: 'x402:abcdefghijklmnopqrstuvwx' }));
    const asked = {
      x402Version: 2,
      paymentPayload: { x402Version: 2, accepted: terms(), payload: { txid } },
      paymentRequirements: terms(),
    };
    expect(await settles(facilitator, asked)).toBe('200 invalid_exact_stacks_payload_memo_mismatch');
  });

  it('is refused when it is too old for its claim to be remembered for sure', async () => {
    const { facilitator, chain, time } = openCounter();
    const requirements = boundTerms(time);
    const txid = chain.mine(signed(requirements));
    time.advance(8 * 86_400);
    const asked = {
      x402Version: 2,
      paymentPayload: { x402Version: 2, accepted: requirements, payload: { txid } },
      paymentRequirements: requirements,
    };
    expect(await settles(facilitator, asked)).toBe('200 access_expired');
  });
});

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

describe('a store that fails', () => {
  function failing(claims: ClaimStore, method: keyof ClaimStore): ClaimStore {
    return Object.assign(Object.create(claims), {
      ...Object.fromEntries(
        (['hold', 'record', 'spend', 'release', 'forget'] as const).map((name) => [
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
    expect([status, body.success]).toEqual([503, false]);
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

it('tells its operator facts, and no payment', async () => {
  const { facilitator, events, time } = openCounter();
  const asked = question(boundTerms(time));
  await settles(facilitator, asked);
  await settles(facilitator, asked);
  expect(events).toMatchObject([
    { type: 'settled', payer: READER.address, amount: 500000n, txid: txidOf(asked) },
    { type: 'refused', code: 'payment_already_used', txid: txidOf(asked) },
  ]);
  const { transaction } = asked.paymentPayload.payload as { transaction: string };
  const told = JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  expect(told).not.toContain(transaction.slice(0, 60));
  expect(told).not.toContain(asked.paymentRequirements.extra?.offer);
});

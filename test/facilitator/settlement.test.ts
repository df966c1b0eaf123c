/** What a facilitator promises for a payment, and when. PROTOCOL section 4, checks 10 to 13. */

import { describe, expect, it } from 'vitest';
import { bytesFromHex } from 'x402pay/stacks';
import { READER, SPLIT, signed } from '../verifier/shop.js';
import { ask, boundTerms, openCounter, question, settles, terms, txidOf } from './counter.js';

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

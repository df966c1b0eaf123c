/** PROTOCOL section 5: two transactions with one nonce are one claim. */

import { describe, expect, it } from 'vitest';
import { transactionId } from 'x402pay/stacks';
import { asks, buys, ONCE, offerOf, openShopWithClaims, presents, serves, signed, verdict } from './shop.js';

describe('one nonce, two transactions', () => {
  it('of one client are one payment: the one that was mined opens', async () => {
    const { verifier, chain } = openShopWithClaims();
    chain.behaviour = 'pending';
    const guarded = verifier.protect(ONCE);
    const { offer, txid } = await buys(guarded);
    const faster = signed(offer, { fee: 9000n });
    chain.transactions.set(txid, { status: 'dropped', txid });
    chain.replaced.add(txid);
    chain.mine(faster);
    const headers = presents(offer, { txid: transactionId(faster) });
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
  });

  it('of one client stay one payment when the second is refused: the first may still land', async () => {
    const { verifier, chain } = openShopWithClaims();
    chain.behaviour = 'pending';
    const guarded = verifier.protect(ONCE);
    const memo = 'x402:of the client';
    const { offer, headers, transaction } = await buys(guarded, { memo });
    chain.behaviour = { status: 'rejected', reason: 'ConflictingNonceInMempool' };
    const second = presents(offer, signed(offer, { memo, fee: 9000n }));
    expect(verdict(await guarded(asks('/a', second), serves))).toBe('402 nonce_conflict');
    chain.mine(transaction);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('of two clients exclude each other while both may land', async () => {
    const { verifier, chain } = openShopWithClaims();
    chain.behaviour = 'pending';
    const guarded = verifier.protect(ONCE);
    await buys(guarded);
    const { response } = await buys(guarded, { fee: 9000n });
    expect(verdict(response)).toBe('402 nonce_conflict');
    expect(chain.broadcasts.length).toBe(1);
  });

  it('of two clients: the dead one gives way to the one that really paid', async () => {
    const { verifier, chain } = openShopWithClaims();
    chain.behaviour = 'pending';
    const guarded = verifier.protect(ONCE);
    const dead = await buys(guarded);
    const offer = await offerOf(guarded);
    const faster = signed(offer, { fee: 9000n });
    chain.transactions.set(dead.txid, { status: 'dropped', txid: dead.txid });
    chain.replaced.add(dead.txid);
    chain.mine(faster);
    expect(verdict(await guarded(asks('/a', presents(offer, faster)), serves))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', dead.headers), serves))).toBe('402 nonce_conflict');
  });

  it('cannot be used twice where the mempool was good enough', async () => {
    const { verifier, chain } = openShopWithClaims();
    chain.behaviour = 'pending';
    const guarded = verifier.protect({ ...ONCE, finality: 'mempool' });
    const first = await buys(guarded);
    expect(verdict(first.response)).toBe('200 success');
    const faster = signed(first.offer, { fee: 9000n });
    chain.replaced.add(first.txid);
    chain.transactions.delete(first.txid);
    chain.mine(faster);
    expect(verdict(await guarded(asks('/a', presents(first.offer, faster)), serves))).toBe('402 payment_already_used');
    const offer = await offerOf(guarded);
    expect(verdict(await guarded(asks('/a', presents(offer, faster)), serves))).toContain('402 ');
  });

  it('a failed transaction frees its nonce for the next one', async () => {
    const { verifier, chain } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    chain.behaviour = { status: 'rejected', reason: 'FeeTooLow', expected: 300n, actual: 1n };
    expect(verdict((await buys(guarded, { fee: 1n })).response)).toBe('402 fee_too_low');
    chain.behaviour = 'mine';
    expect(verdict((await buys(guarded, { fee: 300n })).response)).toBe('200 success');
  });

  it('a refused transaction that may be in some mempool keeps its nonce', async () => {
    const { verifier, chain } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    chain.behaviour = 'unknown';
    const { headers } = await buys(guarded);
    chain.behaviour = { status: 'rejected', reason: 'NotEnoughFunds' };
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 insufficient_funds');
    chain.behaviour = 'mine';
    expect(verdict((await buys(guarded, { fee: 9000n })).response)).toBe('402 nonce_conflict');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });
});

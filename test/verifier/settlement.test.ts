/** PROTOCOL section 4, checks 11 to 13: what the chain says, and what it does not say. */

import { describe, expect, it } from 'vitest';
import { HEADER } from 'x402pay';
import { transactionId } from 'x402pay/stacks';
import {
  asks,
  buys,
  offerOf,
  openShop,
  openShopWithClaims,
  passOf,
  presents,
  READER,
  SBTC,
  SELLER,
  SPLIT,
  STRANGER,
  serves,
  settlementOf,
  signed,
  TERMS,
  verdict,
} from './shop.js';

describe('a settled payment', () => {
  it.each(['STX', SBTC, 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx'])(
    'opens the resource, paid in %s',
    async (asset) => {
      const { verifier, chain } = openShop();
      const { response, txid, offer } = await buys(verifier.protect(TERMS), { asset });
      expect([response.status, await response.text()]).toEqual([200, 'the content']);
      const settlement = {
        success: true,
        transaction: txid,
        payer: READER.address,
        network: 'stacks:2147483648',
        amount: offer.amount,
      };
      expect(settlementOf(response)).toMatchObject(settlement);
      expect(chain.broadcasts).toEqual([txid]);
    },
  );

  it('opens it again for the same client, and is charged once', async () => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect(TERMS);
    const { headers, txid } = await buys(guarded);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(chain.transactions.size).toBe(1);
    expect(settlementOf(await guarded(asks('/a', headers), serves)).transaction).toBe(txid);
  });

  it('tells the handler who paid', async () => {
    const { verifier, time } = openShop();
    let told: unknown;
    const { txid, response } = await buys(verifier.protect(TERMS), {
      handler: (_request, access) => {
        told = access;
        return new Response();
      },
    });
    const expiresAt = Math.floor(time.clock() / 1000) + 30 * 86_400;
    expect(told).toEqual({ resource: 'https://shop.example/a', payer: READER.address, txid, by: 'payment', expiresAt });
    expect(passOf(response).expiresAt).toBe(expiresAt);
  });

  it('is found by its id when the wallet has broadcast it', async () => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect(TERMS);
    const offer = await offerOf(guarded);
    const txid = chain.mine(signed(offer));
    expect(verdict(await guarded(asks('/a', presents(offer, { txid })), serves))).toBe('200 success');
    expect(chain.broadcasts).toEqual([]);
  });

  it('is checked by the same rules when only its id is presented', async () => {
    const { verifier, chain } = openShopWithClaims();
    const guarded = verifier.protect(TERMS);
    const offer = await offerOf(guarded);
    const txid = chain.mine(signed(offer, { memo: null }));
    const response = await guarded(asks('/a', presents(offer, { txid })), serves);
    expect(verdict(response)).toBe('402 invalid_exact_stacks_payload_memo_mismatch');
  });

  it('is pending when no node knows its id', async () => {
    const { verifier } = openShop();
    const guarded = verifier.protect(TERMS);
    const offer = await offerOf(guarded);
    const txid = 'ab'.repeat(32);
    const response = await guarded(asks('/a', presents(offer, { txid })), serves);
    expect(verdict(response)).toBe('402 settlement_pending');
    expect(settlementOf(response).transaction).toBe(txid);
  });
});

describe('finality', () => {
  it('waits for a block within the request', async () => {
    const { verifier, chain, time } = openShop();
    chain.behaviour = 'pending';
    const guarded = verifier.protect(TERMS);
    const offer = await offerOf(guarded);
    const transaction = signed(offer);
    void time.sleep(2000).then(() => chain.mine(transaction));
    expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe('200 success');
  });

  it('is pending after the wait, and goes on with the next presentation', async () => {
    const { verifier, chain, time } = openShop();
    chain.behaviour = 'pending';
    const guarded = verifier.protect(TERMS);
    const before = time.clock();
    const { response, headers, txid, transaction } = await buys(guarded);
    expect(time.clock() - before).toBeGreaterThan(2500);
    expect(time.clock() - before).toBeLessThanOrEqual(3000);
    expect(verdict(response)).toBe('402 settlement_pending');
    expect(settlementOf(response).transaction).toBe(txid);
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    chain.mine(transaction);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('offers nothing else to pay while a payment is pending', async () => {
    const { verifier, chain } = openShop();
    chain.behaviour = 'pending';
    const { response } = await buys(verifier.protect(TERMS));
    expect(JSON.parse(atob(response.headers.get(HEADER.required) as string)).accepts).toEqual([]);
    expect((await response.json()).accepts).toEqual([]);
  });

  it('mempool: opens as soon as the mempool shows the transaction', async () => {
    const { verifier, chain } = openShop();
    chain.behaviour = 'pending';
    const { response } = await buys(verifier.protect({ ...TERMS, finality: 'mempool' }));
    expect(verdict(response)).toBe('200 success');
  });

  it('mempool: does not take an acceptance for a proof', async () => {
    const { verifier, chain } = openShop();
    chain.behaviour = 'lie';
    const { response } = await buys(verifier.protect({ ...TERMS, finality: 'mempool' }));
    expect(verdict(response)).toBe('402 settlement_pending');
  });

  it('burn blocks: opens when so many are on top', async () => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect({ ...TERMS, finality: 3 });
    const { response, headers } = await buys(guarded);
    expect(verdict(response)).toBe('402 settlement_pending');
    chain.burnHeight += 2;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 settlement_pending');
    chain.burnHeight += 1;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('burn blocks: stays pending while the block’s own height is not known', async () => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect({ ...TERMS, finality: 1 });
    const offer = await offerOf(guarded);
    const transaction = signed(offer);
    const txid = chain.mine(transaction);
    chain.transactions.set(txid, { status: 'success', txid });
    chain.burnHeight += 100;
    expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe('402 settlement_pending');
  });
});

describe('a node that refuses', () => {
  it.each([
    ['NotEnoughFunds', 'insufficient_funds'],
    ['BadNonce', 'nonce_conflict', { expected: 5n, actual: 9n }],
    ['ConflictingNonceInMempool', 'nonce_conflict'],
    ['TooMuchChaining', 'nonce_conflict'],
    ['FeeTooLow', 'fee_too_low', { expected: 300n, actual: 1n }],
    ['SignatureValidation', 'invalid_exact_stacks_payload_signature'],
    ['Serialization', 'broadcast_rejected'],
    ['Deserialization', 'broadcast_rejected'],
    ['NoSuchContract', 'broadcast_rejected'],
    ['NoSuchPublicFunction', 'broadcast_rejected'],
    ['BadFunctionArgument', 'broadcast_rejected'],
    ['ContractAlreadyExists', 'broadcast_rejected'],
    ['TransferRecipientCannotEqualSender', 'broadcast_rejected'],
    ['TransferAmountMustBePositive', 'broadcast_rejected'],
    ['BadAddressVersionByte', 'broadcast_rejected'],
    ['BadTransactionVersion', 'broadcast_rejected'],
    ['TemporarilyBlacklisted', 'broadcast_rejected'],
    ['SomethingNewIn2027', 'broadcast_rejected'],
  ] as [string, string, { expected: bigint; actual: bigint }?][])(
    'with %s is %s, and the content stays closed',
    async (reason, code, data) => {
      const { verifier, chain } = openShop();
      chain.behaviour = { status: 'rejected', reason, ...data };
      const { response } = await buys(verifier.protect(TERMS));
      expect(verdict(response)).toBe(`402 ${code}`);
      expect(await response.text()).not.toContain('the content');
    },
  );

  it('says how much is missing', async () => {
    const { verifier, chain } = openShop();
    chain.behaviour = { status: 'rejected', reason: 'NotEnoughFunds', expected: 501_000n, actual: 1_000n };
    const { response } = await buys(verifier.protect(TERMS));
    expect(settlementOf(response).errorMessage).toContain('0.5 STX');
  });

  it('is not believed when the chain has the transaction already', async () => {
    for (const reason of ['BadNonce', 'ConflictingNonceInMempool', 'NotEnoughFunds']) {
      const { verifier, chain } = openShop();
      const guarded = verifier.protect(TERMS);
      const offer = await offerOf(guarded);
      const transaction = signed(offer);
      chain.mine(transaction);
      chain.behaviour = { status: 'rejected', reason };
      expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe('200 success');
    }
  });

  it('with BadNonce is pending while an index may lag, and a conflict once it is proved', async () => {
    const { verifier, chain } = openShop();
    chain.behaviour = { status: 'rejected', reason: 'BadNonce', expected: 1n, actual: 0n };
    const guarded = verifier.protect(TERMS);
    const { response, headers, txid } = await buys(guarded);
    expect(verdict(response)).toBe('402 settlement_pending');
    chain.replaced.add(txid);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 nonce_conflict');
  });
});

describe('a node that is silent', () => {
  it('leaves the payment pending, never failed, and the same request resumes it', async () => {
    const { verifier, chain } = openShop();
    chain.isDown = true;
    const guarded = verifier.protect(TERMS);
    const { response, headers } = await buys(guarded);
    expect(verdict(response)).toBe('402 settlement_pending');
    chain.isDown = false;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('after it took the transaction does no harm', async () => {
    const { verifier, chain } = openShop();
    chain.behaviour = 'arrives-without-answer';
    const guarded = verifier.protect(TERMS);
    const { response, headers, transaction } = await buys(guarded);
    expect(verdict(response)).toBe('402 settlement_pending');
    chain.mine(transaction);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(new Set(chain.broadcasts).size).toBe(1);
  });

  it('for longer than the request waits does not hold the request', async () => {
    const { chain, time, another } = openShop();
    const never = new Promise<never>(() => {});
    const verifier = another({ chain: { ...chain, broadcast: () => never } });
    const before = time.clock();
    const { response } = await buys(verifier.protect(TERMS));
    expect(verdict(response)).toBe('402 settlement_pending');
    expect(time.clock() - before).toBe(3000);
  });
});

describe('a mined transaction', () => {
  it.each(['abort_by_response', 'abort_by_post_condition'])(
    'that ended in %s is failed, and opens nothing',
    async (result) => {
      const { verifier, chain } = openShop();
      const guarded = verifier.protect(TERMS);
      const offer = await offerOf(guarded);
      const transaction = signed(offer);
      const txid = chain.mine(transaction, { status: 'aborted', result });
      const response = await guarded(asks('/a', presents(offer, transaction)), serves);
      expect(verdict(response)).toBe('402 transaction_failed');
      expect(settlementOf(response).transaction).toBe(txid);
    },
  );

  it('that was dropped from the mempool is pending until it is proved that it was replaced', async () => {
    const { verifier, chain } = openShop();
    chain.behaviour = 'lie';
    const guarded = verifier.protect(TERMS);
    const offer = await offerOf(guarded);
    const transaction = signed(offer);
    const txid = transactionId(transaction);
    chain.transactions.set(txid, { status: 'dropped', txid });
    const request = () => asks('/a', presents(offer, transaction));
    expect(verdict(await guarded(request(), serves))).toBe('402 settlement_pending');
    chain.replaced.add(txid);
    expect(verdict(await guarded(request(), serves))).toBe('402 nonce_conflict');
  });

  const moved = { asset: SBTC, tokenName: 'sbtc-token', sender: READER.address, recipient: SELLER, amount: 1000n };

  it.each([
    ['nothing', []],
    ['less', [{ ...moved, amount: 999n }]],
    ['more', [moved, { ...moved, recipient: STRANGER.address, amount: 1n }]],
    ['to somebody else', [{ ...moved, recipient: STRANGER.address }]],
    ['out of another account', [{ ...moved, sender: STRANGER.address }]],
    ['another token of the same name', [{ ...moved, asset: `${STRANGER.address}.sbtc-token` }]],
    ['another token of the same contract', [{ ...moved, tokenName: 'sbtc-token-locked' }]],
    ['STX', [{ asset: 'STX', sender: READER.address, recipient: SELLER, amount: 1000n }]],
  ])('that succeeded but moved %s is failed', async (_what, events) => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect(TERMS);
    const offer = await offerOf(guarded, SBTC);
    const transaction = signed(offer);
    chain.events.set(transactionId(transaction), events);
    expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe('402 transaction_failed');
  });

  it('may move other things besides', async () => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect(TERMS);
    const offer = await offerOf(guarded, SBTC);
    const transaction = signed(offer);
    const fee = { ...moved, asset: `${STRANGER.address}.points`, tokenName: 'points', amount: 5n };
    chain.events.set(transactionId(transaction), [moved, fee]);
    expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe('200 success');
  });

  it('of a revenue split may go to several, but must add up to the price', async () => {
    const terms = { ...TERMS, payTo: SPLIT, split: true };
    for (const [amounts, expected] of [
      [[800n, 200n], '200 success'],
      [[800n, 199n], '402 transaction_failed'],
    ] as const) {
      const { verifier, chain } = openShop();
      const guarded = verifier.protect(terms);
      const offer = await offerOf(guarded, SBTC);
      const transaction = signed(offer);
      chain.events.set(
        transactionId(transaction),
        amounts.map((amount, index) => ({ ...moved, amount, recipient: index ? STRANGER.address : SELLER })),
      );
      expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe(expected);
    }
  });

  it('whose events cannot be read yet is pending', async () => {
    const { chain, another } = openShop();
    const blind = {
      ...chain,
      transfers: () =>
        chain
          .transaction('x')
          .then(() => Promise.reject(Object.assign(new Error(), { name: 'X402Error', code: 'node_unreachable' }))),
    };
    const { response } = await buys(another({ chain: blind }).protect(TERMS));
    expect(verdict(response)).toBe('402 settlement_pending');
  });
});

describe('many at once', () => {
  it('share one settlement of one payment', async () => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect(TERMS);
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer));
    const responses = await Promise.all(Array.from({ length: 50 }, () => guarded(asks('/a', headers), serves)));
    expect(responses.map(verdict)).toEqual(Array(50).fill('200 success'));
    expect(chain.broadcasts).toHaveLength(1);
  });

  it('are bounded: one settlement too many is refused and can be repeated', async () => {
    const { chain, another } = openShop();
    chain.behaviour = 'pending';
    const guarded = another({ maxSettlements: 2 }).protect(TERMS);
    const purchases = await Promise.all(
      [0n, 1n, 2n].map(async (nonce) => {
        const offer = await offerOf(guarded);
        return presents(offer, signed(offer, { nonce }));
      }),
    );
    const responses = await Promise.all(purchases.map((headers) => guarded(asks('/a', headers), serves)));
    expect(responses.map(verdict).sort()).toEqual([
      '402 settlement_pending',
      '402 settlement_pending',
      '503 overloaded',
    ]);
    expect(responses.find(({ status }) => status === 503)?.headers.get('Retry-After')).toBe('2');
    chain.behaviour = 'mine';
    for (const headers of purchases) expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });
});

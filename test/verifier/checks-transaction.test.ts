/** PROTOCOL section 4, checks 5 to 9, of the transaction: each refusal by its code, and none of them touches the chain. */

import { describe, expect, it } from 'vitest';
import { encodeHeader, HEADER } from 'x402pay';
import {
  bytesFromHex,
  decodeTransaction,
  encodeTransaction,
  hexFromBytes,
  parsePrincipal,
  type StacksTransaction,
  withSignature,
} from 'x402pay/stacks';
import {
  asks,
  buys,
  NETWORK,
  ONCE,
  ORIGIN,
  offerOf,
  openShop,
  openShopWithClaims,
  presents,
  READER,
  SBTC,
  type Shop,
  type SigningOptions,
  SPLIT,
  STRANGER,
  serves,
  settlementOf,
  signatureOf,
  signed,
  TERMS,
  verdict,
} from './shop.js';

const HALF = 0x7f;

/** Presents a payment for `/a`, and makes sure that a refusal costs the chain nothing. */
async function judged(shop: Shop, header: string, terms = TERMS): Promise<string> {
  const response = await shop.verifier.protect(terms)(asks('/a', { [HEADER.signature]: header }), serves);
  if (response.status !== 200) expect(shop.chain.broadcasts).toEqual([]);
  return verdict(response);
}

async function judgedPayment(
  options: SigningOptions & { asset?: string },
  shop = openShop(),
  terms = TERMS,
): Promise<string> {
  const { response } = await buys(shop.verifier.protect(terms), options);
  if (response.status !== 200) expect(shop.chain.broadcasts).toEqual([]);
  return verdict(response);
}

describe('check 5: the transaction', () => {
  it('refuses one that ends too early, and one that goes on', async () => {
    for (const change of [
      (bytes: Uint8Array) => bytes.subarray(0, -1),
      (bytes: Uint8Array) => Uint8Array.of(...bytes, 0),
    ]) {
      const shop = openShop();
      const offer = await offerOf(shop.verifier.protect(TERMS));
      const header = encodeHeader({
        x402Version: 2,
        accepted: offer,
        payload: { transaction: hexFromBytes(change(signed(offer))) },
      });
      expect(await judged(shop, header)).toBe('402 invalid_payload');
    }
  });

  it('refuses a sponsored and a multi-signature transaction', async () => {
    for (const [offset, value] of [
      [5, 0x05],
      [6, 0x01],
    ] as const) {
      const shop = openShop();
      const offer = await offerOf(shop.verifier.protect(TERMS));
      const bytes = signed(offer);
      bytes[offset] = value;
      expect(
        await judged(
          shop,
          encodeHeader({ x402Version: 2, accepted: offer, payload: { transaction: hexFromBytes(bytes) } }),
        ),
      ).toBe('402 invalid_payload');
    }
  });

  it.each([
    ['of mainnet', { transactionVersion: 0x00, chainId: 1 }],
    ['of another chain', { chainId: 0x80000001 }],
    ['of this chain in the form of mainnet', { transactionVersion: 0x00 }],
  ])('refuses a transaction %s', async (_what, change) => {
    expect(await judgedPayment({ change: (transaction) => ({ ...transaction, ...change }) })).toBe(
      '402 invalid_network',
    );
  });
});

describe('check 6: the signature', () => {
  const withOwnSignature = async (sign: (unsigned: StacksTransaction) => Uint8Array) => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    const transaction = decodeTransaction(signed(offer));
    const bytes = encodeTransaction(withSignature(transaction, sign(transaction)));
    return judged(
      shop,
      encodeHeader({ x402Version: 2, accepted: offer, payload: { transaction: hexFromBytes(bytes) } }),
    );
  };
  const REFUSED = '402 invalid_exact_stacks_payload_signature';

  it('refuses a transaction that nobody signed', async () => {
    expect(await withOwnSignature(() => new Uint8Array(65))).toBe(REFUSED);
  });

  it('refuses the signature of another account', async () => {
    expect(await withOwnSignature((unsigned) => signatureOf(unsigned, STRANGER))).toBe(REFUSED);
  });

  it('refuses the high-S form of the right signature', async () => {
    const order = BigInt('0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141');
    const high = (unsigned: StacksTransaction) => {
      const signature = signatureOf(unsigned, READER);
      const s = order - BigInt(`0x${hexFromBytes(signature.subarray(33))}`);
      expect(signature[33]).toBeLessThanOrEqual(HALF);
      return Uint8Array.of(
        (signature[0] as number) ^ 1,
        ...signature.subarray(1, 33),
        ...bytesFromHex(s.toString(16).padStart(64, '0')),
      );
    };
    expect(await withOwnSignature(high)).toBe(REFUSED);
  });

  it('refuses a change of anything that was signed', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    const transaction = decodeTransaction(signed(offer));
    const changed = { ...transaction, origin: { ...transaction.origin, fee: 1n } };
    const header = encodeHeader({
      x402Version: 2,
      accepted: offer,
      payload: { transaction: hexFromBytes(encodeTransaction(changed)) },
    });
    expect(await judged(shop, header)).toBe(REFUSED);
  });
});

describe('check 7: the call', () => {
  const call =
    (contract: string, functionName: string) =>
    (transaction: StacksTransaction): StacksTransaction => {
      if (transaction.payload.type !== 'contract-call') throw new Error('A call was expected.');
      return { ...transaction, payload: { ...transaction.payload, contract: parsePrincipal(contract), functionName } };
    };
  const REFUSED = '402 invalid_exact_stacks_payload_call';

  it('refuses a token contract with the right name of another address', async () => {
    const fake = `${STRANGER.address}.sbtc-token`;
    expect(await judgedPayment({ asset: SBTC, change: call(fake, 'transfer') })).toBe(REFUSED);
  });

  it('refuses another function of the right contract', async () => {
    expect(await judgedPayment({ asset: SBTC, change: call(SBTC, 'mint') })).toBe(REFUSED);
  });

  it('refuses STX where sBTC was accepted', async () => {
    const shop = openShop();
    const guarded = shop.verifier.protect(TERMS);
    const offer = await offerOf(guarded, SBTC);
    const stx = await offerOf(guarded, 'STX');
    const transaction = signed({ ...stx, amount: offer.amount, extra: offer.extra as never });
    expect(await judged(shop, presents(offer, transaction)[HEADER.signature] as string)).toBe(REFUSED);
  });

  it('refuses a token transfer out of another account', async () => {
    const sender = { type: 'principal' as const, value: parsePrincipal(STRANGER.address) };
    const change = (transaction: StacksTransaction): StacksTransaction => {
      if (transaction.payload.type !== 'contract-call') throw new Error('A call was expected.');
      const [amount, , ...rest] = transaction.payload.functionArguments;
      return {
        ...transaction,
        payload: { ...transaction.payload, functionArguments: [amount, sender, ...rest] as never },
      };
    };
    expect(await judgedPayment({ asset: SBTC, change })).toBe(REFUSED);
  });

  it('refuses `pay` of a payee that is no revenue split by the terms', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect({ ...TERMS, payTo: SPLIT }));
    const transaction = signed({ ...offer, extra: { ...offer.extra, call: 'pay' } });
    expect(
      await judged(shop, presents(offer, transaction)[HEADER.signature] as string, { ...TERMS, payTo: SPLIT }),
    ).toBe(REFUSED);
  });

  it('accepts `pay` of the seller’s own revenue split, and a plain transfer to it', async () => {
    for (const asset of ['STX', SBTC]) {
      const terms = { ...TERMS, payTo: SPLIT, split: true };
      expect(await judgedPayment({ asset }, openShop(), terms)).toBe('200 success');
      const shop = openShop();
      const offer = await offerOf(shop.verifier.protect(terms), asset);
      const { call: _, ...extra } = offer.extra ?? {};
      expect(await judged(shop, presents(offer, signed({ ...offer, extra }))[HEADER.signature] as string, terms)).toBe(
        '200 success',
      );
    }
  });

  it('refuses `pay` for the content of another resource', async () => {
    const options = { resource: `${ORIGIN}/b` };
    expect(await judgedPayment(options, openShop(), { ...TERMS, payTo: SPLIT, split: true })).toBe(REFUSED);
  });
});

describe('check 8: recipient, amount, memo', () => {
  const transfer =
    (change: object) =>
    (transaction: StacksTransaction): StacksTransaction => ({
      ...transaction,
      payload: { ...transaction.payload, ...change } as StacksTransaction['payload'],
    });

  it('refuses another recipient', async () => {
    const change = transfer({ recipient: parsePrincipal(STRANGER.address) });
    expect(await judgedPayment({ change })).toBe('402 invalid_exact_stacks_payload_recipient_mismatch');
  });

  it.each([499_999n, 500_001n, 0n])('refuses %s atomic units where 500,000 are due', async (amount) => {
    expect(await judgedPayment({ change: transfer({ amount }) })).toBe(
      '402 invalid_exact_stacks_payload_amount_mismatch',
    );
  });

  it.each([
    ['another memo', 'x402:something else'],
    ['no memo', null],
    ['the memo of another offer', `x402:${'A'.repeat(29)}`],
  ])('refuses %s where nothing is written down', async (_what, memo) => {
    expect(await judgedPayment({ memo })).toBe('402 invalid_exact_stacks_payload_memo_mismatch');
  });

  it('refuses the memo of another offer also where unbound payments are taken', async () => {
    const memo = `x402:${'A'.repeat(29)}`;
    for (const asset of ['STX', SBTC]) {
      expect(await judgedPayment({ memo, asset }, openShopWithClaims())).toBe(
        '402 invalid_exact_stacks_payload_memo_mismatch',
      );
    }
  });

  it('refuses every unbound payment where the route requires the binding', async () => {
    const terms = { ...TERMS, binding: 'required' as const };
    expect(await judgedPayment({ memo: null }, openShopWithClaims(), terms)).toBe(
      '402 invalid_exact_stacks_payload_memo_mismatch',
    );
  });
});

describe('check 9: post-conditions', () => {
  const REFUSED = '402 invalid_exact_stacks_payload_post_conditions';

  it('refuses Deny without a condition that covers the payment', async () => {
    expect(
      await judgedPayment({ asset: SBTC, change: (transaction) => ({ ...transaction, postConditions: [] }) }),
    ).toBe(REFUSED);
  });

  it('refuses a condition that the payment breaks', async () => {
    const change = (transaction: StacksTransaction): StacksTransaction => ({
      ...transaction,
      postConditions: transaction.postConditions.map((one) =>
        one.type === 'fungible' ? { ...one, amount: 999n } : one,
      ),
    });
    expect(await judgedPayment({ asset: SBTC, change })).toBe(REFUSED);
  });

  it('takes Allow mode as peers send it', async () => {
    const change = (transaction: StacksTransaction): StacksTransaction => ({
      ...transaction,
      postConditionMode: 'allow',
      postConditions: [],
    });
    const shop = openShop();
    shop.chain.behaviour = 'pending';
    const { response } = await buys(shop.verifier.protect(TERMS), { asset: SBTC, change });
    expect(verdict(response)).toBe('402 settlement_pending');
  });
});

describe('verify', () => {
  it('does checks 1 to 9 without touching the chain or the store', async () => {
    const shop = openShopWithClaims();
    const guarded = shop.verifier.protect(ONCE);
    const offer = await offerOf(guarded);
    shop.chain.isDown = true;
    const request = asks('/a', presents(offer, signed(offer)));
    for (let times = 0; times < 2; times++) {
      expect(await guarded.verify(request)).toMatchObject({
        resource: `${ORIGIN}/a`,
        transaction: { payer: READER.address, bound: true },
      });
    }
    expect(shop.chain.broadcasts).toEqual([]);
  });

  it('throws the refusal', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const offer = await offerOf(guarded);
    await expect(guarded.verify(asks())).rejects.toMatchObject({ code: 'payment_required' });
    await expect(guarded.verify(asks('/a', presents(offer, signed({ ...offer, amount: '1' }))))).rejects.toMatchObject({
      code: 'invalid_exact_stacks_payload_amount_mismatch',
    });
  });

  it('says of a transaction id only that its offer is right', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const offer = await offerOf(guarded);
    const verified = await guarded.verify(asks('/a', presents(offer, { txid: 'ab'.repeat(32) })));
    expect(verified).toEqual({ resource: `${ORIGIN}/a`, transaction: undefined });
  });
});

describe('every refusal', () => {
  it('says what to do next, names nothing secret, and brings fresh offers', async () => {
    const shop = openShop();
    const { response, offer, transaction } = await buys(shop.verifier.protect(TERMS), { memo: null });
    const text = JSON.stringify([...response.headers]) + (await response.clone().text());
    const settlement = settlementOf(response);
    expect(settlement).toMatchObject({ success: false, transaction: '', network: NETWORK });
    expect(settlement.errorMessage).toBe((await response.json()).error);
    expect(text).not.toContain(offer.extra?.offer);
    expect(text).not.toContain(hexFromBytes(transaction));
    expect(response.headers.get('PAYMENT-REQUIRED')).not.toBeNull();
  });
});

/** Signing in where nothing is written down: the payee sells one thing only, and the chain shows who has paid it. PROTOCOL section 7. */

import { describe, expect, it } from 'vitest';
import type { SentTransaction } from 'x402pay';
import { decodeTransaction, hexFromBytes, originAddress, transactionId } from 'x402pay/stacks';
import { type Terms, X402Error } from 'x402pay/verifier';
import {
  type Account,
  asks,
  buys,
  offerOf,
  offersOf,
  openShop,
  openShopWithClaims,
  passOf,
  READER,
  SELLER,
  SPLIT,
  STRANGER,
  serves,
  settlementOf,
  signed,
  verdict,
} from './shop.js';
import { comesBack, signsIn } from './sign-in-shop.js';

const PRICE = { STX: '0.5', sBTC: '0.00001' };
const PAYEE: Terms = { price: PRICE, access: '30d', resource: '/a', signIn: { proof: 'payee' } };
const DAY = 86_400;

/** A seller without a store, and an index of the scripted chain. */
function openPayee(terms: Terms = PAYEE) {
  const lists = new Map<string, SentTransaction[]>();
  let isDown = false;
  const history = {
    sent: async (address: string) => {
      if (isDown) throw new X402Error('node_unreachable', 'Down.');
      return lists.get(address) ?? [];
    },
  };
  const shop = openShop({ history });
  const guarded = shop.verifier.protect(terms);
  const list = (bytes: Uint8Array, status: SentTransaction['status'] = 'success') => {
    const transaction = decodeTransaction(bytes);
    const payer = originAddress(transaction);
    const entry = {
      txid: transactionId(bytes),
      nonce: transaction.origin.nonce,
      status,
      text: `{"to":["${SELLER}","${SPLIT}"]}`.toLowerCase(),
    };
    lists.set(payer, [entry, ...(lists.get(payer) ?? [])]);
    return entry.txid;
  };
  /** A payment as any wallet makes it, mined without us. */
  const pays = async (
    options: Parameters<typeof signed>[1] & { asset?: string; amount?: string; payTo?: string } = {},
  ) => {
    const { asset = 'STX', amount, payTo, ...rest } = options;
    const offer = await offerOf(guarded, asset);
    const bytes = signed({ ...offer, ...(amount && { amount }), ...(payTo && { payTo }) }, { memo: 'thanks', ...rest });
    shop.chain.mine(bytes);
    return { bytes, txid: list(bytes) };
  };
  return { ...shop, guarded, lists, list, pays, fail: () => (isDown = true) };
}

describe('an account that has paid a payee who sells one thing', () => {
  it('gets in until what it bought has ended, counted from the block', async () => {
    const { guarded, pays, time } = openPayee();
    const minedAt = Math.floor(time.clock() / 1000);
    const { txid } = await pays();
    time.advance(29 * DAY);
    const response = await comesBack(guarded);
    expect(settlementOf(response)).toMatchObject({ success: true, payer: READER.address, transaction: txid });
    expect(passOf(response).expiresAt).toBe(minedAt + 30 * DAY);
    time.advance(DAY);
    expect(verdict(await comesBack(guarded))).toBe('402 sign_in_unpaid');
  });

  it.each(['STX', 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token'])(
    'gets in by each asset of the price: %s',
    async (asset) => {
      const { guarded, pays } = openPayee();
      await pays({ asset });
      expect(verdict(await comesBack(guarded))).toBe('200 success');
    },
  );

  it('gets in for more than the price, and for the latest of several payments', async () => {
    const { guarded, pays, time } = openPayee();
    await pays({ amount: '900000' });
    expect(verdict(await comesBack(guarded))).toBe('200 success');
    time.advance(DAY);
    const { txid } = await pays({ nonce: 1n });
    expect(settlementOf(await comesBack(guarded)).transaction).toBe(txid);
  });

  it('gets in by a payment through the paywall, too, with the same end', async () => {
    const { guarded, list } = openPayee();
    const { response, transaction } = await buys(guarded);
    list(transaction);
    expect(passOf(await comesBack(guarded)).expiresAt).toBe(passOf(response).expiresAt);
  });

  it('gets in by a call of a revenue split for this content', async () => {
    const { guarded, pays } = openPayee({ ...PAYEE, payTo: SPLIT, split: true });
    await pays();
    expect(verdict(await comesBack(guarded))).toBe('200 success');
  });

  it('may come again with the same sign-in while it is fresh: there is no store to tell', async () => {
    const { guarded, pays } = openPayee();
    await pays();
    const headers = signsIn(await offersOf(guarded));
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('is known from the store where there is one, without a question to the chain', async () => {
    const { verifier, chain } = openShopWithClaims({
      history: { sent: () => Promise.reject(new Error('not to be asked')) },
    });
    const guarded = verifier.protect(PAYEE);
    const { txid } = await buys(guarded);
    chain.isDown = true;
    expect(settlementOf(await comesBack(guarded)).transaction).toBe(txid);
  });
});

describe('an account does not get in', () => {
  type Shop = ReturnType<typeof openPayee>;
  const unpaid: readonly [string, (shop: Shop) => Promise<unknown>, Account?][] = [
    ['that has sent nothing', async () => {}],
    ['that has paid less', (shop) => shop.pays({ amount: '499999' })],
    ['that has paid somebody else', (shop) => shop.pays({ payTo: STRANGER.address })],
    [
      'whose payment was undone',
      async (shop) => {
        const { bytes, txid } = await shop.pays();
        shop.chain.mine(bytes, { status: 'aborted' });
        shop.chain.events.set(txid, []);
      },
    ],
    [
      'whose payment is listed as failed',
      async (shop) => {
        const { bytes } = await shop.pays();
        shop.lists.set(READER.address, []);
        shop.list(bytes, 'failed');
      },
    ],
    [
      'whose payment is still on its way',
      async (shop) => {
        const { txid } = await shop.pays();
        shop.chain.transactions.set(txid, { status: 'pending', txid });
      },
    ],
    [
      'whose payment moved nothing, whatever its status',
      async (shop) => {
        const { txid } = await shop.pays();
        shop.chain.events.set(txid, []);
      },
    ],
    [
      'that is shown the payment of somebody else by its index',
      async (shop) => {
        const { bytes } = await shop.pays({ payer: STRANGER });
        const entries = shop.lists.get(STRANGER.address) ?? [];
        shop.lists.set(READER.address, entries);
        expect(hexFromBytes(bytes)).not.toBe('');
      },
    ],
    [
      'that is shown bytes of another transaction',
      async (shop) => {
        const { txid } = await shop.pays({ amount: '1' });
        const { bytes } = await shop.pays({ nonce: 1n });
        shop.lists.set(
          READER.address,
          (shop.lists.get(READER.address) ?? []).filter((one) => one.txid === txid),
        );
        shop.chain.raw.set(txid, bytes);
      },
    ],
    [
      'whose payment is not as deep as the terms ask',
      async (shop) => {
        await shop.pays();
        shop.chain.burnHeight += 1;
      },
    ],
    [
      'whose payment has thirteen later ones to the payee before it that pay too little',
      async (shop) => {
        await shop.pays();
        for (let nonce = 1n; nonce < 14n; nonce++) await shop.pays({ nonce, amount: '1' });
      },
    ],
  ];
  it.each(unpaid)('%s', async (title, arrange) => {
    const shop = openPayee(title.includes('deep') ? { ...PAYEE, finality: 3 } : PAYEE);
    await arrange(shop);
    expect(verdict(await comesBack(shop.guarded))).toBe('402 sign_in_unpaid');
  });

  it('whose payment is at its depth does', async () => {
    const { guarded, pays, chain } = openPayee({ ...PAYEE, finality: 3 });
    await pays();
    chain.burnHeight += 3;
    expect(verdict(await comesBack(guarded))).toBe('200 success');
  });

  it('by payments that are not deep enough, and is told so within seconds, however many they are', async () => {
    const { guarded, pays, time } = openPayee({ ...PAYEE, finality: 3 });
    for (let nonce = 0n; nonce < 12n; nonce++) await pays({ nonce });
    const began = time.clock();
    expect(verdict(await comesBack(guarded))).toBe('402 sign_in_unpaid');
    expect(time.clock() - began).toBeLessThanOrEqual(7000);
  });

  it('by payments that slow nodes do not tell in time: it is asked to come again', async () => {
    const { guarded, pays, time, chain } = openPayee();
    await pays();
    for (let nonce = 1n; nonce < 12n; nonce++) await pays({ nonce, amount: '1' });
    chain.rawTransaction = async (txid) => {
      await time.sleep(1000);
      return chain.raw.get(txid);
    };
    const began = time.clock();
    expect(verdict(await comesBack(guarded))).toBe('503 overloaded');
    expect(time.clock() - began).toBeLessThanOrEqual(7000);
  });

  it('as long as nobody can look: it is asked to come again', async () => {
    const { guarded, pays, fail, chain } = openPayee();
    await pays();
    chain.isDown = true;
    expect(verdict(await comesBack(guarded))).toBe('503 overloaded');
    chain.isDown = false;
    fail();
    const response = await comesBack(guarded);
    expect([verdict(response), response.headers.get('Retry-After')]).toEqual(['503 overloaded', '5']);
  });
});

describe('terms with a payee as proof', () => {
  it.each<[string, Terms]>([
    ['a family of resources', { price: PRICE, access: '30d', signIn: { proof: 'payee' } }],
    ['a finality that the payer can put off', { ...PAYEE, finality: 'mempool' }],
    ['`once`', { ...PAYEE, access: 'once' }],
  ])('are refused for %s', (_, terms) => {
    const wrong = expect.objectContaining({ code: 'invalid_configuration' });
    expect(() => openShopWithClaims().verifier.protect(terms)).toThrow(wrong);
  });

  it('are refused where the payee is paid for something else, too, whichever comes first', () => {
    const wrong = expect.objectContaining({ code: 'invalid_configuration', field: 'payTo' });
    const one = openShop({ history: { sent: async () => [] } }).verifier;
    one.protect(PAYEE);
    expect(() => one.protect({ price: PRICE, access: '30d', resource: '/b' })).toThrow(wrong);
    const other = openShop({ history: { sent: async () => [] } }).verifier;
    other.protect({ price: PRICE, access: '30d' });
    expect(() => other.protect(PAYEE)).toThrow(wrong);
    const third = openShop({ history: { sent: async () => [] } }).verifier;
    third.protect(PAYEE);
    third.protect({ ...PAYEE, price: { STX: '1' } });
    third.protect({ ...PAYEE, resource: '/b', payTo: STRANGER.address });
  });

  it('need an index where the chain client is not ours', () => {
    const wrong = expect.objectContaining({ code: 'invalid_configuration', field: 'signIn.proof' });
    expect(() => openShop().verifier.protect(PAYEE)).toThrow(wrong);
    const history = { sent: async () => [] };
    expect(openShop({ history }).verifier.protect(PAYEE)).toBeTypeOf('function');
    expect(() => openShop({ history: {} as never })).toThrow(expect.objectContaining({ field: 'history' }));
  });
});

/** Attempts to get the content for a payment that is not one. Nothing of the payer's money may move, and no handler may run. */

import { describe, expect, it } from 'vitest';
import { encodeHeader, HEADER, type Offer } from 'x402pay';
import {
  decodeTransaction,
  encodeTransaction,
  hexFromBytes,
  parsePrincipal,
  type StacksTransaction,
  transactionId,
  withSignature,
} from 'x402pay/stacks';
import { createMemoryClaims, type Terms } from 'x402pay/verifier';
import {
  type Account,
  asks,
  offerOf,
  presents,
  READER,
  SBTC,
  SELLER,
  type SigningOptions,
  SPLIT,
  signatureOf,
  signed,
  TERMS,
  verdict,
} from '../verifier/shop.js';
import { broadcasts, market, statusOnChain, trap } from './market.js';

const FUNDS = 100_000_000n;
const FAKE_TOKEN = `
(define-fungible-token sbtc-token)
(define-public (transfer (amount uint) (sender principal) (recipient principal) (memo (optional (buff 34))))
  (begin (try! (ft-mint? sbtc-token amount sender)) (ft-transfer? sbtc-token amount sender recipient)))
(define-read-only (get-decimals) (ok u8))`;

const shop = market({ contracts: [{ name: 'sbtc-token', source: FAKE_TOKEN }] });

/** Presents what `forge` makes of an offer, to a verifier with claims and to one without, and makes sure that nothing moved. */
async function attempt(
  forge: (offer: Offer, payer: Account) => Record<string, string>,
  asset = 'STX',
  terms: Terms = TERMS,
): Promise<string> {
  const verdicts = new Set<string>();
  for (const config of [{}, { claims: createMemoryClaims() }]) {
    const payer = await shop.stranger();
    const seller = await shop.balance(SELLER, asset);
    const guarded = shop.verifier(config).protect(terms);
    const { handler, runs } = trap();
    const headers = forge(await offerOf(guarded, asset), payer);
    verdicts.add(verdict(await guarded(asks('/a', headers), handler)));
    expect(runs()).toBe(0);
    expect(await shop.balance(payer.address)).toBe(FUNDS);
    expect(await shop.balance(SELLER, asset)).toBe(seller);
  }
  expect(verdicts.size).toBe(1);
  return [...verdicts][0] as string;
}

const signing = (options: SigningOptions) => (offer: Offer, payer: Account) =>
  presents(offer, signed(offer, { payer, ...options }));
const changing = (change: (transaction: StacksTransaction) => StacksTransaction) => signing({ change });

/** Changes the call of a token transfer. */
function calling(change: object): (offer: Offer, payer: Account) => Record<string, string> {
  return changing((transaction) => ({
    ...transaction,
    payload: { ...transaction.payload, ...change } as StacksTransaction['payload'],
  }));
}

describe('a price', () => {
  it.each(['STX', SBTC])('that is underpaid by one unit of %s', async (asset) => {
    const forge = (offer: Offer, payer: Account) =>
      presents(offer, signed({ ...offer, amount: String(BigInt(offer.amount) - 1n) }, { payer }));
    expect(await attempt(forge, asset)).toBe('402 invalid_exact_stacks_payload_amount_mismatch');
  });

  it('that the payer has written himself', async () => {
    const forge = (offer: Offer, payer: Account) => {
      const cheap = { ...offer, amount: '1' };
      return presents(cheap, signed(cheap, { payer }));
    };
    expect(await attempt(forge)).toBe('402 invalid_offer');
  });

  it('that is paid to the payer himself, or to a friend', async () => {
    const friend = READER.address;
    expect(await attempt((offer, payer) => presents(offer, signed({ ...offer, payTo: friend }, { payer })))).toBe(
      '402 invalid_exact_stacks_payload_recipient_mismatch',
    );
    expect(
      await attempt((offer, payer) =>
        presents({ ...offer, payTo: friend }, signed({ ...offer, payTo: friend }, { payer })),
      ),
    ).toBe('402 invalid_payment_requirements');
  });
});

describe('a token', () => {
  it('with the right name, of a contract with the right name, at another address', async () => {
    const fake = `${shop.devnet.account('deployer').address}.sbtc-token`;
    const source = await fetch(`${shop.devnet.url}/v2/contracts/source/${fake.replace('.', '/')}`);
    expect((await source.json()).source).toBe(FAKE_TOKEN);
    expect(await attempt(calling({ contract: parsePrincipal(fake) }), SBTC)).toBe(
      '402 invalid_exact_stacks_payload_call',
    );
    const named = (offer: Offer, payer: Account) => presents({ ...offer, asset: fake }, signed(offer, { payer }));
    expect(await attempt(named, SBTC)).toBe('402 invalid_payment_requirements');
  });

  it('of which the payer has none', async () => {
    const guarded = shop.verifier().protect(TERMS);
    const poor = await shop.stranger();
    const offer = await offerOf(guarded, SBTC);
    const all = { ...offer, amount: '10000000000', payTo: READER.address };
    const away = signed(all, { payer: poor, memo: null });
    await broadcasts(shop.devnet, away);
    const { handler, runs } = trap();
    const response = await guarded(asks('/a', presents(offer, signed(offer, { payer: poor, nonce: 1n }))), handler);
    expect([verdict(response), runs()]).toEqual(['402 transaction_failed', 0]);
  });

  it('that is STX in a call of `pay` where no split is sold', async () => {
    const forge = (offer: Offer, payer: Account) =>
      presents(offer, signed({ ...offer, payTo: SPLIT, extra: { ...offer.extra, call: 'pay' } }, { payer }));
    expect(await attempt(forge)).toBe('402 invalid_exact_stacks_payload_call');
  });
});

describe('a signature', () => {
  const resigned =
    (sign: (unsigned: StacksTransaction, payer: Account) => Uint8Array) => (offer: Offer, payer: Account) => {
      const transaction = decodeTransaction(signed(offer, { payer }));
      return presents(offer, encodeTransaction(withSignature(transaction, sign(transaction, payer))));
    };
  const REFUSED = '402 invalid_exact_stacks_payload_signature';

  it('in its high-S form, which would give the payment a second id', async () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const high = (unsigned: StacksTransaction, payer: Account) => {
      const signature = signatureOf(unsigned, payer);
      const s = (order - BigInt(`0x${hexFromBytes(signature.subarray(33))}`)).toString(16).padStart(64, '0');
      return Uint8Array.of((signature[0] as number) ^ 1, ...signature.subarray(1, 33), ...Buffer.from(s, 'hex'));
    };
    expect(await attempt(resigned(high))).toBe(REFUSED);
  });

  it('of somebody else, of nobody, and of another transaction', async () => {
    expect(await attempt(resigned((unsigned) => signatureOf(unsigned, READER)))).toBe(REFUSED);
    expect(await attempt(resigned(() => new Uint8Array(65)))).toBe(REFUSED);
    expect(await attempt(resigned((unsigned, payer) => signatureOf({ ...unsigned, chainId: 1 }, payer)))).toBe(REFUSED);
  });
});

describe('a chain', () => {
  it.each([
    ['mainnet', { transactionVersion: 0x00, chainId: 1 }],
    ['a fork with another id', { chainId: 0x80000005 }],
  ])('that is another one: %s', async (_what, change) => {
    expect(await attempt(changing((transaction) => ({ ...transaction, ...change })))).toBe('402 invalid_network');
  });
});

describe('an offer', () => {
  it.each([
    ['cheaper', (offer: Offer) => ({ ...offer, amount: '1' })],
    ['for longer', (offer: Offer) => ({ ...offer, extra: { ...offer.extra, access: '3650d' } })],
    ['settled earlier', (offer: Offer) => ({ ...offer, extra: { ...offer.extra, finality: 'mempool' } })],
    [
      'with a token of its own',
      (offer: Offer) => ({ ...offer, extra: { ...offer.extra, offer: `AQ${'A'.repeat(42)}` } }),
    ],
  ])('that was tampered with: %s', async (_what, tamper) => {
    const forge = (offer: Offer, payer: Account) => presents(tamper(offer), signed(tamper(offer), { payer }));
    expect(await attempt(forge)).toBe('402 invalid_offer');
  });

  it('that was made with a secret that is revoked', async () => {
    const old = shop.verifier({ secret: 'the secret that leaked, in this test' }).protect(TERMS);
    const stolen = await offerOf(old);
    expect(await attempt((_offer, payer) => presents(stolen, signed(stolen, { payer })))).toBe('402 invalid_offer');
  });

  it('that has expired, after the price went up', async () => {
    let now = Date.now();
    const verifier = shop.verifier({ clock: () => now });
    const payer = await shop.stranger();
    const cheap = await offerOf(verifier.protect({ ...TERMS, price: { STX: '0.1' } }));
    now += 601_000;
    const { handler, runs } = trap();
    const response = await verifier.protect(TERMS)(asks('/a', presents(cheap, signed(cheap, { payer }))), handler);
    expect([verdict(response), runs()]).toEqual(['402 offer_expired', 0]);
    expect(await shop.balance(payer.address)).toBe(FUNDS);
  });
});

describe('a post-condition', () => {
  const REFUSED = '402 invalid_exact_stacks_payload_post_conditions';
  const amountOf = (amount: bigint) =>
    changing((transaction) => ({
      ...transaction,
      postConditions: transaction.postConditions.map((one) => (one.type === 'fungible' ? { ...one, amount } : one)),
    }));

  it('that will make the payment fail', async () => {
    expect(await attempt(amountOf(999n), SBTC)).toBe(REFUSED);
    expect(await attempt(amountOf(1001n), SBTC)).toBe(REFUSED);
  });

  it('that is missing in Deny mode', async () => {
    expect(
      await attempt(
        changing((transaction) => ({ ...transaction, postConditions: [] })),
        SBTC,
      ),
    ).toBe(REFUSED);
  });

  it('that makes the payment fail is foreseen rightly: the chain does undo it', async () => {
    const guarded = shop.verifier().protect(TERMS);
    const payer = await shop.stranger();
    const offer = await offerOf(guarded, SBTC);
    const failing = signed(offer, {
      payer,
      change: (transaction) => ({
        ...transaction,
        postConditions: transaction.postConditions.map((one) =>
          one.type === 'fungible' ? { ...one, amount: 999n } : one,
        ),
      }),
    });
    await broadcasts(shop.devnet, failing);
    expect(await statusOnChain(shop.devnet, transactionId(failing))).toBe('abort_by_post_condition');
  });
});

describe('junk', () => {
  it('of one megabyte costs nothing', async () => {
    expect(await attempt(() => ({ [HEADER.signature]: 'A'.repeat(1024 * 1024) }))).toBe('400 invalid_payload');
  });

  it('that nests a thousand levels deep costs nothing', async () => {
    const deep = `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`;
    expect(await attempt(() => ({ [HEADER.signature]: btoa(deep) }))).toBe('400 invalid_payload');
  });

  it('in place of a transaction costs nothing', async () => {
    const forge = (offer: Offer) => ({
      [HEADER.signature]: encodeHeader({ x402Version: 2, accepted: offer, payload: { transaction: 'deadbeef' } }),
    });
    expect(await attempt(forge)).toBe('402 invalid_payload');
  });

  it('in place of a pass costs nothing', async () => {
    const none = `${btoa('{"alg":"none","typ":"x402-pass+jwt"}').replaceAll('=', '')}.${btoa(JSON.stringify({ aud: 'https://shop.example/a', exp: 9e9 })).replaceAll('=', '')}.AA`;
    expect(await attempt(() => ({ [HEADER.pass]: none }))).toBe('402 invalid_pass');
  });
});

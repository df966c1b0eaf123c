import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asset } from './assets.js';
import { isX402Error, type X402Error } from './errors.js';
import { formatDecimalAmount } from './money.js';
import { readOffer } from './read-offer.js';
import { checkPolicy, chooseOffer, type PaymentPolicy } from './select.js';
import type { Offer, PaymentRequired } from './wire.js';

const SBTC = 'SM3VDXK3WZZSA84XXFKAFAF15NNZX32CTSG82JFQ4.sbtc-token';
const USDCX = 'SP120SBRBQJ00MCWS7TM5R8WJNTTKD5K0HFRC2CNE.usdcx';
const TEST_USDCX = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx';
const SELLER = 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7';
const anyone = { canPay: () => true };

function offerOf(change: Partial<Offer> = {}): Offer {
  return {
    scheme: 'exact',
    network: 'stacks:1',
    amount: '500000',
    asset: 'STX',
    payTo: SELLER,
    maxTimeoutSeconds: 600,
    ...change,
  };
}

function requiredOf(...accepts: Offer[]): PaymentRequired {
  return { x402Version: 2, resource: { url: 'https://blog.example/article' }, accepts };
}

function refusalOf(run: () => unknown): X402Error {
  try {
    run();
  } catch (error) {
    if (isX402Error(error)) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

/** The rule that stands against one offer. */
function ruleAgainst(offer: Offer, policy: PaymentPolicy, payer = anyone): string | undefined {
  return refusalOf(() => chooseOffer(requiredOf(offer), policy, payer)).refusals?.[0]?.rule;
}

describe('an offer', () => {
  it.each<[string, Partial<Offer>, string]>([
    ['another scheme', { scheme: 'upto' }, 'invalid_scheme'],
    ['another chain', { network: 'eip155:8453' }, 'invalid_network'],
    ['a network named like a member of every object', { network: 'constructor' }, 'invalid_network'],
    ['a token that is not on the list', { asset: `${SELLER}.fake-usdc-token` }, 'unknown_asset'],
    ['the right name under another address', { asset: `${SELLER}.usdcx` }, 'unknown_asset'],
    ['the token of another network', { asset: TEST_USDCX }, 'unknown_asset'],
    ['a mixed-case symbol', { asset: 'stx' }, 'unknown_asset'],
    ['nothing', { amount: '0' }, 'invalid_amount'],
    ['a negative amount', { amount: '-1' }, 'invalid_amount'],
    ['a decimal amount', { amount: '0.5' }, 'invalid_amount'],
    ['an amount with an exponent', { amount: '1e3' }, 'invalid_amount'],
    ['more than the chain can hold', { amount: (2n ** 128n).toString() }, 'invalid_amount'],
    ['a payee on another network', { payTo: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC' }, 'invalid_address'],
    ['a payee that is no address', { payTo: 'seller' }, 'invalid_address'],
    ['an unknown flow', { extra: { paymentFlow: 'escrow' } }, 'invalid_payment_requirements'],
    ['a malformed token', { extra: { offer: 'short' } }, 'invalid_payment_requirements'],
  ])('is not understood with %s', (_, change, code) => {
    expect(refusalOf(() => readOffer(offerOf(change)))).toMatchObject({ code, field: expect.any(String) });
  });

  it('has the decimals and symbol of our list, whatever it says itself', () => {
    const lying = offerOf({ asset: SBTC, extra: { tokenType: 'USDCx', decimals: 0 } });
    expect(readOffer(lying).asset).toMatchObject({ id: SBTC, symbol: 'sBTC', decimals: 8 });
  });

  it.each([
    ['slip44:5757', 'STX'],
    ['SBTC', SBTC],
    ['USDCX', USDCX],
    [`sip010:${USDCX}.usdcx-token`, USDCX],
  ])('may name its asset as peers do: %s', (asset, id) => expect(readOffer(offerOf({ asset })).asset.id).toBe(id));

  it('may be in a token that the client lists', () => {
    const listed: Asset = { id: `${SELLER}.coin`, symbol: 'COIN', decimals: 2, tokenName: 'coin' };
    expect(readOffer(offerOf({ asset: listed.id }), [listed]).asset).toBe(listed);
  });

  it('is not hidden by a token of the same symbol on another network', () => {
    const listed: Asset = {
      id: `ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC.usdcx`,
      symbol: 'USDCx',
      decimals: 6,
      tokenName: 'u',
    };
    expect(readOffer(offerOf({ asset: USDCX }), [listed]).asset.id).toBe(USDCX);
  });
});

describe('choosing an offer', () => {
  const three = requiredOf(
    offerOf(),
    offerOf({ asset: SBTC, amount: '1000' }),
    offerOf({ asset: USDCX, amount: '250000' }),
  );

  it('pays nothing without a maximum', () => {
    for (const policy of [{}, { maxPerPayment: {} }]) {
      const error = refusalOf(() => chooseOffer(three, policy, anyone));
      expect(error).toMatchObject({ code: 'policy_refused' });
      expect(error.refusals).toEqual([0, 1, 2].map((index) => ({ index, rule: 'maxPerPayment' })));
    }
  });

  it('is not fooled by a maximum that every object inherits', () => {
    const coin: Asset = { id: `${SELLER}.coin`, symbol: 'constructor', decimals: 0, tokenName: 'coin' };
    expect(ruleAgainst(offerOf({ asset: coin.id }), { assets: [coin], maxPerPayment: {} })).toBe('maxPerPayment');
  });

  it('takes the maximum itself, and refuses one unit more', () => {
    const policy = { maxPerPayment: { STX: '0.5' } };
    expect(chooseOffer(requiredOf(offerOf({ amount: '500000' })), policy, anyone).amountAtomic).toBe(500000n);
    expect(ruleAgainst(offerOf({ amount: '500001' }), policy)).toBe('maxPerPayment');
  });

  it('says what it costs and what is allowed', () => {
    const error = refusalOf(() =>
      chooseOffer(requiredOf(offerOf({ amount: '1500000' })), { maxPerPayment: { STX: '1' } }, anyone),
    );
    expect(error.message).toContain('1.5 STX');
  });

  it('prefers the order of the maxima, then of the networks, then the server’s', () => {
    expect(chooseOffer(three, { maxPerPayment: { USDCx: '1', STX: '1', sBTC: '1' } }, anyone).asset.symbol).toBe(
      'USDCx',
    );
    expect(chooseOffer(three, { maxPerPayment: { [SBTC]: '1', STX: '1' } }, anyone).asset.symbol).toBe('sBTC');
    expect(chooseOffer(three, { maxPerPayment: { USDCx: '0.1', STX: '1' } }, anyone).asset.symbol).toBe('STX');
    const test = offerOf({ network: 'stacks:2147483648', payTo: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC' });
    const both = requiredOf(offerOf(), test);
    const maxPerPayment = { STX: '1' };
    expect(chooseOffer(both, { maxPerPayment }, anyone).network).toBe('stacks:1');
    expect(chooseOffer(both, { maxPerPayment, networks: [test.network as 'stacks:1', 'stacks:1'] }, anyone).offer).toBe(
      test,
    );
    const twice = requiredOf(offerOf({ amount: '2' }), offerOf({ amount: '1' }));
    expect(chooseOffer(twice, { maxPerPayment }, anyone).amountAtomic).toBe(2n);
  });

  it.each<[string, PaymentPolicy]>([
    ['networks', { networks: ['stacks:2147483648'] }],
    ['payees', { payees: ['SP000000000000000000002Q6VF78'] }],
    ['splits', { splits: [] }],
  ])('keeps to %s', (rule, policy) => {
    const offer = offerOf({ payTo: `${SELLER}.split`, extra: { call: 'pay' } });
    const allowed = { maxPerPayment: { STX: '1' } };
    expect(ruleAgainst(offer, { ...allowed, ...policy })).toBe(rule);
    expect(
      chooseOffer(
        requiredOf(offer),
        { ...allowed, networks: ['stacks:1'], payees: [offer.payTo], splits: [offer.payTo] },
        anyone,
      ).offer,
    ).toBe(offer);
  });

  it('leaves contracts that are only paid to the other rules', () => {
    const offer = offerOf({ payTo: `${SELLER}.split` });
    expect(chooseOffer(requiredOf(offer), { maxPerPayment: { STX: '1' }, splits: [] }, anyone).offer).toBe(offer);
  });

  it('says for each offer which rule stands against it', () => {
    const offers = [
      offerOf({ scheme: 'upto' }),
      offerOf({ network: 'eip155:1' }),
      offerOf({ amount: '9999999' }),
      offerOf({ asset: SBTC }),
    ];
    const error = refusalOf(() => chooseOffer(requiredOf(...offers), { maxPerPayment: { STX: '1' } }, anyone));
    expect(error.code).toBe('policy_refused');
    expect(error.refusals?.map(({ rule }) => rule)).toEqual(['scheme', 'network', 'maxPerPayment', 'maxPerPayment']);
  });

  it('says that there is nothing to pay when it is not the policy that stands against it', () => {
    const policy = { maxPerPayment: { STX: '1' } };
    expect(refusalOf(() => chooseOffer(requiredOf(), policy, anyone)).code).toBe('no_payable_offer');
    expect(refusalOf(() => chooseOffer(requiredOf(offerOf({ scheme: 'upto' })), policy, anyone)).code).toBe(
      'no_payable_offer',
    );
    const unable = { canPay: () => false };
    expect(ruleAgainst(offerOf(), policy, unable)).toBe('payer');
    expect(refusalOf(() => chooseOffer(requiredOf(offerOf()), policy, unable)).code).toBe('no_payable_offer');
  });

  it('never goes over the maximum, and always chooses the same offer', () => {
    const amount = fc.bigInt({ min: 0n, max: 3_000_000n });
    const offers = fc.array(
      fc
        .record({ asset: fc.constantFrom('STX', SBTC, USDCX, `${SELLER}.usdcx`), amount })
        .map(({ asset, amount }) => offerOf({ asset, amount: amount.toString() })),
      { maxLength: 6 },
    );
    const maxima = fc.dictionary(
      fc.constantFrom('STX', 'sBTC', 'USDCx', USDCX),
      amount.map((atomic) => formatDecimalAmount(atomic, 6)),
    );
    fc.assert(
      fc.property(offers, maxima, (accepts, maxPerPayment) => {
        const required = requiredOf(...accepts);
        const policy = { maxPerPayment };
        checkPolicy(policy);
        try {
          const { asset, amountAtomic, offer } = chooseOffer(required, policy, anyone);
          const maximum = maxPerPayment[asset.id] ?? maxPerPayment[asset.symbol];
          expect(BigInt(Math.round(Number(maximum) * 10 ** asset.decimals))).toBeGreaterThanOrEqual(amountAtomic);
          expect(amountAtomic).toBe(BigInt(offer.amount));
          expect(amountAtomic > 0n && offer.asset === asset.id).toBe(true);
          expect(chooseOffer(required, policy, anyone).offer).toBe(offer);
        } catch (error) {
          if (!isX402Error(error)) throw error;
          expect(['policy_refused', 'no_payable_offer']).toContain(error.code);
          expect(error.refusals).toHaveLength(accepts.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('checking a policy', () => {
  const coin: Asset = { id: `${SELLER}.coin`, symbol: 'COIN', decimals: 2, tokenName: 'coin' };

  it.each<[string, PaymentPolicy]>([
    ['maxPerPayment.stx', { maxPerPayment: { stx: '1' } }],
    ['maxPerPayment.DOGE', { maxPerPayment: { STX: '1', DOGE: '1' } }],
    ['maxPerPayment.STX', { maxPerPayment: { STX: '1 STX' } }],
    ['maxPerPayment.STX', { maxPerPayment: { STX: '0.0000001' } }],
    ['maxPerPayment.STX', { maxPerPayment: { STX: 1 as unknown as string } }],
    ['maxPerPayment.COIN', { assets: [coin], maxPerPayment: { COIN: '0.001' } }],
    ['maxPerPayment.COIN', { assets: [coin], networks: ['stacks:2147483648'], maxPerPayment: { COIN: '1' } }],
    ['networks', { networks: ['mainnet' as 'stacks:1'] }],
    ['origins', { origins: ['blog.example'] }],
    ['origins', { origins: ['https://blog.example/'] }],
    ['assets.0', { assets: [{ ...coin, id: 'coin' }] }],
    ['assets.0', { assets: [{ ...coin, id: SELLER }] }],
    ['assets.0', { assets: [{ id: coin.id, symbol: 'COIN', decimals: 2 }] }],
    ['assets.0', { assets: [{ ...coin, decimals: 1.5 }] }],
  ])('finds the mistake in %s', (field, policy) => {
    expect(refusalOf(() => checkPolicy(policy))).toMatchObject({ code: 'invalid_configuration', field });
  });

  it('finds none in a right one', () => {
    checkPolicy({});
    checkPolicy({
      maxPerPayment: { STX: '0.5', [USDCX]: '1', sBTC: '0.00001', COIN: '1.25' },
      networks: ['stacks:1'],
      assets: [coin],
      payees: [SELLER],
      origins: ['https://blog.example', 'http://127.0.0.1:4020'],
    });
  });
});

/** PROTOCOL section 4, checks 1 to 4, of the payment's envelope: each refusal by its code, and none of them touches the chain. */

import { describe, expect, it } from 'vitest';
import { encodeHeader, HEADER, type Offer } from 'x402pay';
import { hexFromBytes } from 'x402pay/stacks';
import {
  asks,
  NETWORK,
  offerOf,
  openShop,
  openShopWithClaims,
  READER,
  SBTC,
  SELLER,
  type Shop,
  serves,
  signed,
  TERMS,
  verdict,
} from './shop.js';

/** Presents a payment for `/a`, and makes sure that a refusal costs the chain nothing. */
async function judged(shop: Shop, header: string, terms = TERMS): Promise<string> {
  const response = await shop.verifier.protect(terms)(asks('/a', { [HEADER.signature]: header }), serves);
  if (response.status !== 200) expect(shop.chain.broadcasts).toEqual([]);
  return verdict(response);
}

const envelope = (offer: Offer, change: object = {}) =>
  encodeHeader({ x402Version: 2, accepted: offer, payload: { transaction: hexFromBytes(signed(offer)) }, ...change });

describe('check 1: header', () => {
  it('refuses a header of one megabyte', async () => {
    expect(await judged(openShop(), 'A'.repeat(1024 * 1024))).toBe('400 invalid_payload');
  });

  it('judges a header of 16,384 characters by what is in it, and refuses one of 16,388 unread', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    const padded = (length: number) => {
      const text = JSON.stringify({ x402Version: 3, accepted: offer, payload: { transaction: '00' }, filler: '' });
      return btoa(text.replace('"filler":""', `"filler":"${'x'.repeat((length * 3) / 4 - text.length)}"`));
    };
    expect(padded(16_384)).toHaveLength(16_384);
    expect(await judged(shop, padded(16_384))).toBe('400 invalid_x402_version');
    expect(padded(16_388)).toHaveLength(16_388);
    expect(await judged(shop, padded(16_388))).toBe('400 invalid_payload');
  });

  it.each([
    ['base64url', 'eyJ4IjoiPz8_In0'],
    ['no padding', btoa('{"x402Version":2}').replaceAll('=', '')],
    ['text that is no base64', '{"x402Version":2}'],
    ['bytes that are not UTF-8', btoa('\xff\xfe')],
    ['text that is no JSON', btoa('{x402Version:2}')],
    ['two members of one name', btoa('{"x402Version":2,"x402Version":2}')],
    ['an array', btoa('[]')],
    ['an object without members', btoa('{}')],
    ['nothing', ''],
  ])('refuses %s', async (_what, header) => {
    expect(await judged(openShop(), header)).toMatch(/^400 invalid_(?:payload|x402_version)$/);
  });

  it.each([
    ['no payload', { payload: undefined }],
    ['an empty payload', { payload: {} }],
    ['a payload with both forms', { payload: { transaction: '00', txid: 'aa'.repeat(32) } }],
    ['a transaction that is no hex', { payload: { transaction: 'zz' } }],
    ['a transaction id that is too short', { payload: { txid: 'aa' } }],
    ['a transaction of more than 4096 bytes', { payload: { transaction: '00'.repeat(4097) } }],
    ['no accepted offer', { accepted: undefined }],
    ['an accepted offer without an amount', { accepted: { scheme: 'exact', network: NETWORK } }],
  ])('refuses %s', async (_what, change) => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    expect(await judged(shop, envelope(offer, change))).toBe('400 invalid_payload');
  });
});

describe('check 2: version', () => {
  it.each([1, 3, '2', null])('refuses x402Version %j in PAYMENT-SIGNATURE', async (x402Version) => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    expect(await judged(shop, envelope(offer, { x402Version }))).toBe('400 invalid_x402_version');
  });

  it('does not look at X-PAYMENT where the route does not opt in', async () => {
    const shop = openShopWithClaims();
    const response = await shop.verifier.protect(TERMS)(asks('/a', { [HEADER.payment]: 'anything' }), serves);
    expect(verdict(response)).toBe('402 ');
  });
});

describe('check 3: terms that this route offers', () => {
  it.each([
    ['another scheme', { scheme: 'upto' }, 'invalid_scheme'],
    ['mainnet', { network: 'stacks:1' }, 'invalid_network'],
    ['another chain', { network: 'eip155:1' }, 'invalid_network'],
    ['an asset that is not sold', { asset: `${SELLER}.other-token` }, 'invalid_payment_requirements'],
    ['an asset that only sounds like one', { asset: `${SELLER}.sbtc-token` }, 'invalid_payment_requirements'],
    ['another payee', { payTo: READER.address }, 'invalid_payment_requirements'],
  ])('refuses %s', async (_what, change, code) => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    expect(await judged(shop, envelope(offer, { accepted: { ...offer, ...change } }))).toBe(`402 ${code}`);
  });

  it('understands the names that peers give to the assets', async () => {
    for (const [asset, name] of [
      ['STX', 'slip44:5757'],
      [SBTC, 'SBTC'],
      [SBTC, `sip010:${SBTC}.sbtc-token`],
    ] as const) {
      const shop = openShop();
      const offer = await offerOf(shop.verifier.protect(TERMS), asset);
      const header = encodeHeader({
        x402Version: 2,
        accepted: { ...offer, asset: name },
        payload: { transaction: hexFromBytes(signed(offer)) },
      });
      expect(await judged(shop, header)).toBe('200 success');
    }
  });
});

describe('check 4: the offer', () => {
  it.each([
    ['a lower amount', (offer: Offer) => ({ ...offer, amount: '1' })],
    ['a higher amount', (offer: Offer) => ({ ...offer, amount: '500001' })],
    ['longer access', (offer: Offer) => ({ ...offer, extra: { ...offer.extra, access: '3000d' } })],
    ['access of another spelling', (offer: Offer) => ({ ...offer, extra: { ...offer.extra, access: '720h' } })],
    ['weaker finality', (offer: Offer) => ({ ...offer, extra: { ...offer.extra, finality: 'mempool' } })],
    ['no token', ({ extra: { offer: _, ...extra } = {}, ...offer }: Offer) => ({ ...offer, extra })],
    ['no extra', ({ extra: _, ...offer }: Offer) => offer],
    ['a token of somebody else', (offer: Offer) => ({ ...offer, extra: { ...offer.extra, offer: 'A'.repeat(44) } })],
    ['a token that is too short', (offer: Offer) => ({ ...offer, extra: { ...offer.extra, offer: 'A'.repeat(43) } })],
    ['a token with padding', (offer: Offer) => ({ ...offer, extra: { ...offer.extra, offer: `${'A'.repeat(43)}=` } })],
  ])('refuses %s', async (_what, change) => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    const header = encodeHeader({
      x402Version: 2,
      accepted: change(offer),
      payload: { transaction: hexFromBytes(signed(offer)) },
    });
    expect(await judged(shop, header)).toBe('402 invalid_offer');
  });

  it('refuses a token with any one bit changed', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    const token = offer.extra?.offer as string;
    const bytes = Uint8Array.from(atob(token.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    const transaction = hexFromBytes(signed(offer));
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      const other = btoa(String.fromCharCode(...changed))
        .replaceAll('+', '-')
        .replaceAll('/', '_');
      const accepted = { ...offer, extra: { ...offer.extra, offer: other } };
      expect(await judged(shop, encodeHeader({ x402Version: 2, accepted, payload: { transaction } }))).toBe(
        '402 invalid_offer',
      );
    }
  });

  it('does not care about members of the offer that are for display', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect(TERMS));
    const accepted = { ...offer, maxTimeoutSeconds: 1, extra: { ...offer.extra, decimals: 0, tokenType: 'Dollars' } };
    expect(await judged(shop, envelope(offer, { accepted }))).toBe('200 success');
  });

  it('refuses an offer that has expired after the terms changed', async () => {
    const shop = openShop();
    const offer = await offerOf(shop.verifier.protect({ ...TERMS, price: { STX: '0.4' } }));
    shop.time.advance(601);
    expect(await judged(shop, envelope(offer))).toBe('402 offer_expired');
  });
});

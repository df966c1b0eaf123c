/** Receipts and signed offers (x402 extension `offer-receipt`). PROTOCOL section 7. */

import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  decodePaymentRequired,
  encodeHeader,
  HEADER,
  keyOfDid,
  type PaymentRequired,
  type PaymentRequirements,
  readReceipt,
  receiptIn,
  type SettlementResponse,
  verifyReceipt,
} from 'x402pay';
import type { Terms } from 'x402pay/verifier';
import {
  asks,
  buys,
  NETWORK,
  ONCE,
  ORIGIN,
  offersOf,
  openShop,
  openShopWithClaims,
  READER,
  serves,
  settlementOf,
  TERMS,
  verdict,
} from './shop.js';

async function receiptOf(response: Response) {
  const jws = receiptIn(settlementOf(response));
  if (jws === undefined) throw new Error('There is no receipt.');
  return verifyReceipt(jws);
}

describe('a receipt', () => {
  it('says what was paid for, by whom, with which transaction, and when', async () => {
    const { verifier, time } = openShop();
    const { response, txid } = await buys(verifier.protect(TERMS), { path: '/caf%C3%A9' });
    expect(await receiptOf(response)).toEqual({
      version: 1,
      network: NETWORK,
      resourceUrl: `${ORIGIN}/caf%C3%A9`,
      payer: READER.address,
      issuedAt: Math.floor(time.clock() / 1000),
      transaction: txid,
      signer: await verifier.receiptSigner(),
    });
  });

  it('can be verified with the published key alone, by any implementation of JWS', async () => {
    const { verifier } = openShop();
    const { response } = await buys(verifier.protect(TERMS));
    const jws = receiptIn(settlementOf(response)) as string;
    const [header, payload, signature] = jws.split('.') as [string, string, string];
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    expect(kid).toBe(`${await verifier.receiptSigner()}#${(await verifier.receiptSigner()).slice(8)}`);
    const x = Buffer.from(keyOfDid(kid) as Uint8Array).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('is given again for the same payment, for the same transaction', async () => {
    const { verifier, time } = openShop();
    const guarded = verifier.protect(TERMS);
    const { headers, txid } = await buys(guarded);
    time.advance(3600);
    const again = await guarded(asks('/a', headers), serves);
    expect(await receiptOf(again)).toMatchObject({ transaction: txid, issuedAt: Math.floor(time.clock() / 1000) });
  });

  it.each<[string, Terms]>([
    ['`once`', ONCE],
    ['a payment that only the mempool has', { ...ONCE, access: '1h', finality: 'mempool' }],
  ])('is given for %s', async (_, terms) => {
    const { verifier } = openShopWithClaims();
    const { response, txid } = await buys(verifier.protect(terms));
    expect(await receiptOf(response)).toMatchObject({ transaction: txid });
  });

  it('is given when the handler has failed after the payment', async () => {
    const { verifier } = openShop();
    const handler = () => Promise.reject(new Error('broken'));
    const { response, txid } = await buys(verifier.protect(TERMS), { handler });
    expect(response.status).toBe(500);
    expect(await receiptOf(response)).toMatchObject({ transaction: txid });
  });

  it('is not given for what is not paid: a refusal, a payment on its way, a pass', async () => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect(TERMS);
    const plain = await guarded(asks(), serves);
    expect(plain.headers.has(HEADER.response)).toBe(false);
    chain.behaviour = 'pending';
    const pending = await buys(guarded);
    expect(verdict(pending.response)).toBe('402 settlement_pending');
    expect(receiptIn(settlementOf(pending.response))).toBeUndefined();
    expect(settlementOf(pending.response).extensions).toBeUndefined();
  });

  it('is not given where the terms say so', async () => {
    const { verifier } = openShop();
    const { response } = await buys(verifier.protect({ ...TERMS, receipts: false }));
    expect(verdict(response)).toBe('200 success');
    expect(Object.keys(settlementOf(response).extensions ?? {})).toEqual(['pass']);
  });

  it('is signed by another key for another secret or network, and by the same one in another process', async () => {
    const { verifier, another } = openShop();
    const signers = await Promise.all(
      [verifier, another(), another({ secret: 'another secret that is used in tests only' })].map((one) =>
        one.receiptSigner(),
      ),
    );
    expect(signers[0]).toBe(signers[1]);
    expect(signers[0]).not.toBe(signers[2]);
    const { response } = await buys(verifier.protect(TERMS));
    const jws = receiptIn(settlementOf(response)) as string;
    await expect(verifyReceipt(jws, { signer: signers[1] as string })).resolves.toBeDefined();
    await expect(verifyReceipt(jws, { signer: signers[2] as string })).rejects.toMatchObject({
      code: 'invalid_receipt',
    });
  });

  it('that cannot be signed does not cost what was paid for', async () => {
    const { verifier, events } = openShopWithClaims();
    const { importKey } = crypto.subtle;
    crypto.subtle.importKey = () => Promise.reject(new Error('no Ed25519'));
    try {
      const { response } = await buys(verifier.protect(ONCE));
      expect(verdict(response)).toBe('200 success');
      expect(settlementOf(response).extensions).toBeUndefined();
    } finally {
      crypto.subtle.importKey = importKey;
    }
    expect(events.map(({ type }) => type)).toContain('internal_error');
    const { response } = await buys(verifier.protect(ONCE), { nonce: 1n });
    expect(await receiptOf(response)).toMatchObject({ payer: READER.address });
  });
});

interface SignedOffer {
  readonly acceptIndex: number;
  readonly signature: string;
}

function offersIn({ extensions = {} }: PaymentRequired): SignedOffer[] {
  const { info } = extensions['offer-receipt'] as unknown as { info: { offers: SignedOffer[] } };
  return info.offers;
}

describe('signed offers', () => {
  const SIGNED: Terms = { ...TERMS, signedOffers: true };

  it('say what each entry of accepts says, until when, and by whose key', async () => {
    const { verifier, time } = openShop();
    const required = await offersOf(verifier.protect(SIGNED));
    const offers = offersIn(required);
    expect(offers.map(({ acceptIndex }) => acceptIndex)).toEqual([0, 1, 2]);
    const key = createPublicKey({
      key: {
        kty: 'OKP',
        crv: 'Ed25519',
        x: Buffer.from(keyOfDid(await verifier.receiptSigner()) as Uint8Array).toString('base64url'),
      },
      format: 'jwk',
    });
    for (const [index, { signature: jws }] of offers.entries()) {
      const { scheme, network, asset, payTo, amount } = required.accepts[index] as PaymentRequirements;
      const [header, payload, signature] = jws.split('.') as [string, string, string];
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({
        ...{ version: 1, resourceUrl: `${ORIGIN}/a`, scheme, network, asset, payTo, amount },
        validUntil: Math.floor(time.clock() / 1000) + 600,
      });
      expect(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    }
  });

  it('are no receipts', async () => {
    const offers = offersIn(await offersOf(openShop().verifier.protect(SIGNED)));
    await expect(verifyReceipt(offers[0]?.signature ?? '')).rejects.toMatchObject({ code: 'invalid_receipt' });
  });

  it('are made on request only, and not with a payment that is on its way', async () => {
    const { verifier, chain } = openShop();
    expect((await offersOf(verifier.protect(TERMS))).extensions).toBeUndefined();
    chain.behaviour = 'pending';
    const { response } = await buys(verifier.protect(SIGNED));
    expect(decodePaymentRequired(response.headers.get(HEADER.required) as string).extensions).toBeUndefined();
  });

  it('are left out where a long URL would make the header longer than clients read, or than their payment has room for', async () => {
    const { verifier } = openShop();
    const guarded = verifier.protect(SIGNED);
    const path = `/${'a'.repeat(1900)}`;
    const { extensions, accepts } = await offersOf(guarded, asks(path));
    expect(accepts).toHaveLength(3);
    expect(extensions).toBeUndefined();
    const longest = await offersOf(guarded, asks(`/${'a'.repeat(600)}`));
    expect(longest.extensions).toBeDefined();
    const payload = { transaction: '00'.repeat(600) };
    const payment = {
      x402Version: 2,
      resource: longest.resource,
      accepted: longest.accepts[0],
      payload,
      extensions: longest.extensions,
    };
    expect(encodeHeader(payment).length).toBeLessThan(16_384);
  });
});

describe('a reader of receipts', () => {
  it('takes 8192 characters, and not one more', () => {
    const receipt = { version: 1, network: NETWORK, resourceUrl: `${ORIGIN}/a`, payer: READER.address, issuedAt: 0 };
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header = encode({ alg: 'EdDSA', kid: 'did:key:z6Mk' });
    const fixed = header.length + 2 + 86;
    const padded = (length: number) => {
      const shell = JSON.stringify({ ...receipt, note: '' }).length;
      const note = 'x'.repeat(Math.floor(((length - fixed) * 3) / 4) - shell);
      return `${header}.${encode({ ...receipt, note })}.${'A'.repeat(86)}`;
    };
    const longest = padded(8192);
    expect(longest.length).toBe(8192);
    expect(readReceipt(longest).receipt).toEqual(receipt);
    expect(receiptIn(settledWith(longest))).toBe(longest);
    const longer = padded(8194);
    expect(longer.length).toBeGreaterThan(8192);
    expect(() => readReceipt(longer)).toThrow(expect.objectContaining({ code: 'invalid_receipt' }));
    expect(receiptIn(settledWith(longer))).toBeUndefined();
  });
});

function settledWith(signature: string): SettlementResponse {
  const extensions = { 'offer-receipt': { info: { receipt: { format: 'jws', signature } } } };
  return { success: true, transaction: '', network: NETWORK, extensions };
}

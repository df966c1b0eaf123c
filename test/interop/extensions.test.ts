/** Our extensions, read and checked by the official package, and the other way round. */

import { generateKeyPairSync, sign } from 'node:crypto';
import {
  bazaarResourceServerExtension,
  declareDiscoveryExtension,
  validateDiscoveryExtension,
  validateDiscoveryExtensionSpec,
} from '@x402/extensions/bazaar';
import {
  createReceiptJWS,
  decodeSignedOffers,
  extractOffersFromPaymentRequired,
  extractReceiptFromResponse,
  findAcceptsObjectFromSignedOffer,
  type JWSSigner,
  verifyOfferSignatureJWS,
  verifyReceiptMatchesOffer,
  verifyReceiptSignatureJWS,
} from '@x402/extensions/offer-receipt';
import { formatSIWSMessage, wrapFetchWithSIWx } from '@x402/extensions/sign-in-with-x';
import { describe, expect, it } from 'vitest';
import { didOfKey, readSignInChallenge, signInMessage, verifyReceipt } from 'x402pay';
import type { Description } from 'x402pay/verifier';
import {
  asks,
  buys,
  NETWORK,
  ORIGIN,
  offersOf,
  openShop,
  openShopWithClaims,
  READER,
  serves,
  settlementOf,
  TERMS,
} from '../verifier/shop.js';

describe('receipts of ours', () => {
  it('are found, verified and matched with their offer by the official package', async () => {
    const { verifier } = openShop();
    const guarded = verifier.protect({ ...TERMS, signedOffers: true });
    const required = await offersOf(guarded);
    const offers = extractOffersFromPaymentRequired(required as never);
    for (const offer of offers) {
      if (offer.format !== 'jws') throw new Error('JWS was due.');
      await expect(verifyOfferSignatureJWS(offer)).resolves.toMatchObject({ version: 1, resourceUrl: `${ORIGIN}/a` });
    }
    const decoded = decodeSignedOffers(offers);
    expect(decoded.map((offer) => findAcceptsObjectFromSignedOffer(offer, required.accepts as never))).toEqual(
      required.accepts,
    );

    const { response, txid } = await buys(guarded);
    const receipt = extractReceiptFromResponse(response);
    if (receipt?.format !== 'jws') throw new Error('JWS was due.');
    expect(await verifyReceiptSignatureJWS(receipt)).toEqual({
      version: 1,
      network: NETWORK,
      resourceUrl: `${ORIGIN}/a`,
      payer: READER.address,
      issuedAt: expect.any(Number),
      transaction: txid,
    });
    const [first] = decoded;
    expect(first && verifyReceiptMatchesOffer(receipt, first, [READER.address], Number.POSITIVE_INFINITY)).toBe(true);
    const [head, payload, signature] = receipt.signature.split('.');
    const forged = {
      ...receipt,
      signature: `${head}.${payload}.${signature?.replace(/^./, (one) => (one === 'A' ? 'B' : 'A'))}`,
    };
    await expect(verifyReceiptSignatureJWS(forged)).rejects.toThrow();
  });
});

describe('receipts of others', () => {
  const input = { resourceUrl: `${ORIGIN}/a`, payer: READER.address, network: NETWORK, transaction: '00'.repeat(32) };

  it('are verified by us where they are signed with Ed25519', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const did = didOfKey(Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url'));
    const signer: JWSSigner = {
      format: 'jws',
      algorithm: 'EdDSA',
      kid: `${did}#${did.slice(8)}`,
      sign: async (bytes) => sign(null, bytes, privateKey).toString('base64url'),
    };
    const { signature } = await createReceiptJWS(input, signer);
    expect(await verifyReceipt(signature)).toMatchObject({ ...input, version: 1, signer: did });
    const { transaction: _, ...shy } = input;
    expect(await verifyReceipt((await createReceiptJWS(shy, signer)).signature)).not.toHaveProperty('transaction');
  });

  it('are not said to be bad where we cannot tell', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const signer: JWSSigner = {
      format: 'jws',
      algorithm: 'ES256K',
      kid: 'did:web:shop.example#key-1',
      sign: async (bytes) =>
        sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
    };
    const { signature } = await createReceiptJWS(input, signer);
    await expect(verifyReceipt(signature)).rejects.toMatchObject({ code: 'receipt_unverifiable' });
  });
});

describe('descriptions of ours', () => {
  const described: readonly [string, Description][] = [
    ['GET', {}],
    ['GET', { input: { city: 'Zürich' } }],
    [
      'DELETE',
      { input: { city: 'Basel' }, inputSchema: { properties: { city: { type: 'string' } }, required: ['city'] } },
    ],
    ['GET', { input: {}, output: { example: { celsius: 21.5, rain: null } } }],
    ['GET', { output: { example: { celsius: 21 }, schema: { properties: { celsius: { type: 'number' } } } } }],
    ['GET', { pathParams: { id: '7' }, pathParamsSchema: { properties: { id: { type: 'string' } } } }],
    ['POST', { bodyType: 'json', input: { text: 'Hello' }, inputSchema: { properties: { text: { type: 'string' } } } }],
    ['PUT', { bodyType: 'form-data', input: { text: 'Hello' }, output: { example: { id: 1 } } }],
    ['PATCH', { bodyType: 'text', input: { text: 'Hello' } }],
  ];

  it.each(described)('are what the official package declares: %s %j', async (method, describe) => {
    const guarded = openShop().verifier.protect({ ...TERMS, describe });
    const { extensions } = await offersOf(guarded, asks('/a', {}, method));
    const declared = declareDiscoveryExtension(describe as never).bazaar;
    const enriched = bazaarResourceServerExtension.enrichDeclaration?.(declared, {
      method,
      adapter: { getPath: () => '/a' },
      path: '/a',
    } as never);
    expect(extensions?.bazaar).toEqual(enriched);
    expect(validateDiscoveryExtension(extensions?.bazaar as never)).toEqual({ valid: true });
    expect(validateDiscoveryExtensionSpec(extensions?.bazaar as never)).toEqual({ valid: true });
  });

  it.each<[string, Description]>([
    ['GET', { output: { example: ['a list'] } }],
    ['GET', { output: { example: 'a text', schema: { type: 'string' } } }],
    ['GET', { pathParams: { id: '7' }, routeTemplate: '/articles/:id' }],
  ])('are also valid where the official package cannot say it: %s %j', async (method, describe) => {
    const guarded = openShop().verifier.protect({ ...TERMS, describe });
    const { extensions } = await offersOf(guarded, asks('/a', {}, method));
    expect(validateDiscoveryExtension(extensions?.bazaar as never)).toEqual({ valid: true });
    expect(validateDiscoveryExtensionSpec(extensions?.bazaar as never)).toEqual({ valid: true });
  });

  it('are left out where the method is of the other kind', async () => {
    const guarded = openShop().verifier.protect({ ...TERMS, describe: { bodyType: 'json', input: {} } });
    expect((await offersOf(guarded)).extensions).toBeUndefined();
    expect((await offersOf(guarded, asks('/a', {}, 'POST'))).extensions).toHaveProperty('bazaar');
  });
});

describe('signing in', () => {
  it('has the official text, but for the name of the chain', async () => {
    const { verifier } = openShopWithClaims();
    const required = await offersOf(verifier.protect({ ...TERMS, signIn: true, pass: { path: '/' } }));
    const challenge = readSignInChallenge(required, `${ORIGIN}/a`);
    if (!challenge) throw new Error('There is no challenge.');
    const { info, network } = challenge;
    const official = formatSIWSMessage({ ...info, chainId: network, type: 'ed25519' } as never, READER.address);
    expect(signInMessage(info, READER.address, network)).toBe(official.replace('Solana account', 'Stacks account'));
  });

  it('is left alone by official clients, which know no Stacks accounts: they get the 402 as it is', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect({ ...TERMS, signIn: true });
    let requests = 0;
    const transport = async (input: Request | URL | string, init?: RequestInit) => {
      requests += 1;
      return guarded(new Request(input, init), serves);
    };
    const signer = { address: '0x0000000000000000000000000000000000000000', signMessage: async () => '0x00' };
    const response = await wrapFetchWithSIWx(transport as typeof fetch, signer)(`${ORIGIN}/a`);
    expect([response.status, requests]).toEqual([402, 1]);
  });
});

describe('one answer', () => {
  it('has all extensions at once, and still fits into a header with the longest URL', async () => {
    const { verifier } = openShopWithClaims();
    const describe = { input: { city: 'Basel' }, output: { example: { celsius: 21 } } };
    const all = { ...TERMS, signIn: true, signedOffers: true, describe, paymentIdentifier: 'required' } as const;
    const guarded = verifier.protect(all);
    const names = Object.keys((await offersOf(guarded)).extensions ?? {}).sort();
    expect(names).toEqual(['bazaar', 'offer-receipt', 'payment-identifier', 'sign-in-with-x']);
    const long = await guarded(asks(`/${'a'.repeat(2026)}`), serves);
    expect(long.status).toBe(402);
    expect(long.headers.get('PAYMENT-REQUIRED')?.length).toBeLessThanOrEqual(16_384);
    expect(
      settlementOf((await buys(verifier.protect({ ...all, paymentIdentifier: 'optional' }))).response).success,
    ).toBe(true);
  });
});

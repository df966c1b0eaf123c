/** PROTOCOL section 6: passes that are bound to a key of the payer's browser (RFC 9449). */

import { calculateJwkThumbprint, decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { decodePaymentRequired, HEADER } from 'x402pay';
import type { Protection, Terms } from 'x402pay/verifier';
import { asks, buys, ORIGIN, openShop, passOf, type Shop, serves, settlementOf, TERMS, verdict } from './shop.js';

const BOUND: Terms = { ...TERMS, pass: { bound: true } };

/** Also claims that are left out, or are of a wrong kind. */
type Claims = { readonly [name in keyof JWTPayload]: unknown };

interface BrowserKey {
  readonly thumbprint: string;
  prove(claims?: Claims, header?: object): Promise<string>;
}

async function browserKey({ time }: Shop, algorithm = 'ES256'): Promise<BrowserKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const jwk = await exportJWK(publicKey);
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    prove: (claims = {}, header = {}) =>
      new SignJWT({
        jti: crypto.randomUUID(),
        iat: seconds(time),
        htm: 'GET',
        htu: `${ORIGIN}/a`,
        ...(claims as JWTPayload),
      })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: algorithm, jwk, ...header })
        .sign(privateKey),
  };
}

const seconds = (time: Shop['time']) => Math.floor(time.clock() / 1000);

async function athOf(token: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return Buffer.from(hash).toString('base64url');
}

/** A shop, a browser's key, and a pass that is bound to it. */
async function boundPass(terms: Terms = BOUND) {
  const shop = openShop();
  const guarded = shop.verifier.protect(terms);
  const key = await browserKey(shop);
  const { headers, response } = await buys(guarded, { more: { [HEADER.proof]: await key.prove() } });
  const { token } = passOf(response);
  const ask = async (proof: string | undefined, path = '/a', method = 'GET') =>
    guarded(
      asks(path, { [HEADER.pass]: token, ...(proof !== undefined && { [HEADER.proof]: proof }) }, method),
      serves,
    );
  return { shop, guarded, key, token, ath: await athOf(token), headers, ask };
}

describe('a bound pass', () => {
  it('names the key of the browser that paid, and opens with a proof of it', async () => {
    const { key, token, ath, ask } = await boundPass();
    expect(decodeJwt(token).cnf).toEqual({ jkt: key.thumbprint });
    expect((await ask(await key.prove({ ath }))).status).toBe(200);
    expect((await ask(await key.prove({ ath, htm: 'HEAD' }), '/a', 'HEAD')).status).toBe(200);
    expect((await ask(await key.prove({ ath }), '/a?utm=1')).status).toBe(200);
  });

  it('is announced with the price', async () => {
    const response = await openShop().verifier.protect(BOUND)(asks(), serves);
    const { extensions } = decodePaymentRequired(response.headers.get(HEADER.required) ?? '');
    expect(extensions?.pass).toEqual({ info: { dpop: ['ES256'] } });
  });

  it('is worthless to a thief', async () => {
    const { shop, ath, ask, key } = await boundPass();
    const thief = await browserKey(shop);
    expect(verdict(await ask(undefined))).toBe('401 invalid_dpop_proof');
    expect(verdict(await ask(await thief.prove({ ath })))).toBe('401 invalid_dpop_proof');
    expect(verdict(await ask(await key.prove()))).toBe('401 invalid_dpop_proof');
    expect(verdict(await ask(await key.prove({ ath: await athOf('another') })))).toBe('401 invalid_dpop_proof');
  });

  it.each([
    ['another method', { htm: 'POST' }],
    ['another resource', { htu: `${ORIGIN}/b` }],
    ['another site', { htu: 'https://thief.example/a' }],
    ['a site that begins like ours', { htu: `${ORIGIN}.thief.example/a` }],
    ['no address', { htu: undefined }],
    ['an address with a query', { htu: `${ORIGIN}/a?x=1` }],
    ['no time', { iat: undefined }],
    ['a time that is a text', { iat: 'now' }],
    ['no id', { jti: undefined }],
  ])('does not open with a proof for %s', async (_what, claims) => {
    const { key, ath, ask } = await boundPass();
    expect(verdict(await ask(await key.prove({ ath, ...claims })))).toBe('401 invalid_dpop_proof');
  });

  it('does not open with what only looks like a proof', async () => {
    const { shop, key, ath, ask } = await boundPass();
    const edwards = await browserKey(shop, 'EdDSA');
    const shared = new SignJWT({ jti: 'x', iat: seconds(shop.time), htm: 'GET', htu: `${ORIGIN}/a`, ath })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'HS256' })
      .sign(new TextEncoder().encode('x'.repeat(32)));
    const good = await key.prove({ ath });
    const untyped = await key.prove({ ath }, { typ: 'JWT' });
    const cut = good.slice(0, -4);
    for (const proof of [
      '',
      'hello',
      await edwards.prove({ ath }),
      await shared,
      untyped,
      cut,
      `${good}${good}`.repeat(4),
    ]) {
      expect(verdict(await ask(proof))).toBe('401 invalid_dpop_proof');
    }
  });

  it('is not handed out without a key, and the payment opens all the same, again and again', async () => {
    const { verifier } = openShop();
    const guarded = verifier.protect(BOUND);
    const { response, headers } = await buys(guarded);
    expect(settlementOf(response).extensions).not.toHaveProperty('pass');
    expect((await guarded(asks('/a', headers), serves)).status).toBe(200);
  });

  it('is handed out again for the same payment, bound to the key of the browser that asks', async () => {
    const { shop, guarded, headers } = await boundPass();
    const other = await browserKey(shop);
    const response = await guarded(asks('/a', { ...headers, [HEADER.proof]: await other.prove() }), serves);
    expect(decodeJwt(passOf(response).token).cnf).toEqual({ jkt: other.thumbprint });
  });

  it('stays bound where the route stops to ask for keys, and unbound ones end where it begins to', async () => {
    const { shop, token } = await boundPass();
    const plain = shop.another().protect(TERMS);
    expect(verdict(await plain(asks('/a', { [HEADER.pass]: token }), serves))).toBe('401 invalid_dpop_proof');
    const unbound = passOf((await buys(plain, { nonce: 1n })).response).token;
    expect(verdict(await shop.verifier.protect(BOUND)(asks('/a', { [HEADER.pass]: unbound }), serves))).toBe(
      '402 invalid_pass',
    );
  });

  it('is no cookie', () => {
    expect(() => openShop().verifier.protect({ ...TERMS, pass: { bound: true, cookie: true } })).toThrowError(
      expect.objectContaining({ code: 'invalid_configuration', field: 'pass.bound' }),
    );
  });
});

describe('a proof of a key', () => {
  const nonceOf = (response: Response) => response.headers.get('DPoP-Nonce') ?? '';

  it('that is wrong is told before the money moves', async () => {
    const shop = openShop();
    const { response } = await buys(shop.verifier.protect(BOUND), { more: { [HEADER.proof]: 'e30.e30.AA' } });
    expect(verdict(response)).toBe('401 invalid_dpop_proof');
    expect(shop.chain.broadcasts).toEqual([]);
  });

  it('may have a clock that is five minutes off', async () => {
    const { shop, key, ath, ask } = await boundPass();
    const now = seconds(shop.time);
    for (const iat of [now - 300, now + 300]) expect((await ask(await key.prove({ ath, iat }))).status).toBe(200);
    for (const iat of [now - 301, now + 301]) {
      expect(verdict(await ask(await key.prove({ ath, iat })))).toBe('401 use_dpop_nonce');
    }
  });

  it('from a browser whose clock is a day off carries a nonce of ours instead, for five minutes', async () => {
    const { shop, key, ath, ask } = await boundPass();
    const iat = seconds(shop.time) + 86_400;
    const refused = await ask(await key.prove({ ath, iat }));
    expect(refused.headers.get('WWW-Authenticate')).toBe('DPoP error="use_dpop_nonce", algs="ES256"');
    expect(refused.headers.get('Access-Control-Expose-Headers')).toContain('DPoP-Nonce');
    const nonce = nonceOf(refused);
    expect((await ask(await key.prove({ ath, iat, nonce }))).status).toBe(200);
    shop.time.advance(300);
    expect(verdict(await ask(await key.prove({ ath, iat, nonce })))).toBe('401 use_dpop_nonce');
  });

  it('takes no nonce that we did not give', async () => {
    const { key, ath, ask } = await boundPass();
    const nonce = nonceOf(await ask(undefined));
    const changed = nonce.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const other of [changed, `ffffffff${nonce.slice(8)}`, '', 'hello', 7]) {
      expect(verdict(await ask(await key.prove({ ath, nonce: other })))).toBe('401 use_dpop_nonce');
    }
    expect((await ask(await key.prove({ ath, nonce }))).status).toBe(200);
  });

  it('is nothing where the route does not ask for it', async () => {
    const guarded: Protection = openShop().verifier.protect(TERMS);
    const { response } = await buys(guarded, { more: { [HEADER.proof]: 'nonsense' } });
    expect(decodeJwt(passOf(response).token).cnf).toBeUndefined();
  });
});

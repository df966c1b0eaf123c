/** PROTOCOL section 6: what a pass opens, and what it does not. */

import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { HEADER } from 'x402pay';
import type { Protection, Terms } from 'x402pay/verifier';
import {
  asks,
  buys,
  ORIGIN,
  openShop,
  openShopWithClaims,
  passOf,
  READER,
  serves,
  settlementOf,
  TERMS,
  verdict,
} from './shop.js';

const DAY = 86_400;
const withPass = (token: string, path = '/a', method = 'GET') => asks(path, { [HEADER.pass]: token }, method);
const withCookie = (cookie: string, path = '/a') => asks(path, { Cookie: cookie });

async function tokenFor(guarded: Protection, path = '/a'): Promise<string> {
  return passOf((await buys(guarded, { path })).response).token;
}

describe('a pass', () => {
  it('says who paid, for what, with which transaction, and until when', async () => {
    const { verifier, time } = openShop();
    const { response, txid } = await buys(verifier.protect(TERMS));
    const { token, expiresAt } = passOf(response);
    const now = Math.floor(time.clock() / 1000);
    const claims = {
      iss: ORIGIN,
      sub: READER.address,
      aud: `${ORIGIN}/a`,
      jti: txid,
      iat: now,
      exp: expiresAt,
      htm: 'GET',
    };
    expect(decodeJwt(token)).toEqual(claims);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'x402-pass+jwt' });
    expect(expiresAt).toBe(now + 30 * DAY);
  });

  it('opens the resource without the payment, and without the chain', async () => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect(TERMS);
    const token = await tokenFor(guarded);
    chain.isDown = true;
    let told: unknown;
    const response = await guarded(withPass(token), (_request, access) => {
      told = access;
      return new Response('the content');
    });
    expect([response.status, await response.text()]).toEqual([200, 'the content']);
    expect(told).toMatchObject({ by: 'pass', payer: READER.address, resource: `${ORIGIN}/a` });
    expect(response.headers.get(HEADER.response)).toBeNull();
  });

  it('opens it in every process with the same secret', async () => {
    const { verifier, another } = openShop();
    const token = await tokenFor(verifier.protect(TERMS));
    expect((await another().protect(TERMS)(withPass(token), serves)).status).toBe(200);
  });

  it('opens it with HEAD, but with no other method', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const token = await tokenFor(guarded);
    expect((await guarded(withPass(token, '/a', 'HEAD'), serves)).status).toBe(200);
    expect(verdict(await guarded(withPass(token, '/a', 'POST'), serves))).toBe('402 invalid_pass');
  });

  it('does not open another resource', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const token = await tokenFor(guarded);
    for (const path of ['/b', '/a/', '/A', '/a/b']) {
      expect(verdict(await guarded(withPass(token, path), serves))).toBe('402 invalid_pass');
    }
  });

  it('has an end, with half a minute for clocks that differ', async () => {
    const { verifier, time } = openShop();
    const guarded = verifier.protect(TERMS);
    const token = await tokenFor(guarded);
    time.advance(30 * DAY + 29);
    expect((await guarded(withPass(token), serves)).status).toBe(200);
    time.advance(1);
    const response = await guarded(withPass(token), serves);
    expect(verdict(response)).toBe('402 access_expired');
    expect(response.headers.get(HEADER.required)).not.toBeNull();
  });

  it('outlives the rotation of the secret, and is revoked with it', async () => {
    const { verifier, another } = openShop();
    const token = await tokenFor(verifier.protect(TERMS));
    const secret = 'the next secret, also for tests only';
    const rotated = another({ secret, previousSecrets: ['a secret that is used in tests only'] });
    expect((await rotated.protect(TERMS)(withPass(token), serves)).status).toBe(200);
    expect(verdict(await another({ secret }).protect(TERMS)(withPass(token), serves))).toBe('402 invalid_pass');
  });

  it('of one origin does not open another one with the same secret', async () => {
    const { verifier, another } = openShop();
    const token = await tokenFor(verifier.protect(TERMS));
    const other = another({ origin: 'https://other.example' });
    expect(verdict(await other.protect({ ...TERMS, resource: '/a' })(withPass(token), serves))).toBe(
      '402 invalid_pass',
    );
  });

  it('is not needed for a payment that comes with a worn-out one', async () => {
    const { verifier } = openShop();
    const guarded = verifier.protect(TERMS);
    const { headers } = await buys(guarded);
    const response = await guarded(asks('/a', { ...headers, [HEADER.pass]: 'e30.e30.AA' }), serves);
    expect(verdict(response)).toBe('200 success');
  });

  it('saves its holder from being charged again', async () => {
    const { verifier, chain } = openShop();
    const guarded = verifier.protect(TERMS);
    const token = await tokenFor(guarded);
    const { headers } = await buys(verifier.protect({ ...TERMS, resource: '/c' }), { path: '/c', nonce: 1n });
    const before = chain.broadcasts.length;
    expect((await guarded(asks('/a', { ...headers, [HEADER.pass]: token }), serves)).status).toBe(200);
    expect(chain.broadcasts.length).toBe(before);
  });

  it('is not given for `once`, and opens nothing there', async () => {
    const { verifier } = openShopWithClaims();
    const token = await tokenFor(verifier.protect(TERMS));
    const once = verifier.protect({ price: { STX: '0.5' }, access: 'once' });
    expect(verdict(await once(withPass(token), serves))).toBe('402 ');
    const { response } = await buys(once, { nonce: 1n });
    expect(settlementOf(response).extensions?.pass).toBeUndefined();
  });
});

describe('a forged pass', () => {
  const claims = {
    sub: READER.address,
    jti: 'ab'.repeat(32),
    htm: 'GET',
    iss: ORIGIN,
    aud: `${ORIGIN}/a`,
    iat: 1_700_000_000,
    exp: 4_000_000_000,
  };

  it.each([
    ['nothing', ''],
    ['no token', 'hello'],
    ['two parts', 'e30.e30'],
    ['four parts', 'e30.e30.e30.e30'],
    ['a long one', `e30.${'A'.repeat(10_000)}.AA`],
    ['a line break', 'e30.e30.AA%0d%0a'],
  ])('is refused: %s', async (_what, token) => {
    const response = await openShop().verifier.protect(TERMS)(withPass(token), serves);
    expect(verdict(response)).toBe('402 invalid_pass');
  });

  it('is refused: algorithm "none"', async () => {
    const token = new UnsecuredJWT(claims).encode();
    expect(verdict(await openShop().verifier.protect(TERMS)(withPass(`${token}AA`), serves))).toBe('402 invalid_pass');
    expect(verdict(await openShop().verifier.protect(TERMS)(withPass(token), serves))).toBe('402 invalid_pass');
  });

  it('is refused: HMAC with anything that is public as its key', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    for (const key of [ORIGIN, READER.address, 'x402pay/pass/v1']) {
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'x402-pass+jwt' })
        .sign(new TextEncoder().encode(key.padEnd(32, '\0')));
      expect(verdict(await guarded(withPass(token), serves))).toBe('402 invalid_pass');
    }
  });

  it('is refused: signed by another key', async () => {
    const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ: 'x402-pass+jwt' }).sign(privateKey);
    expect(verdict(await openShop().verifier.protect(TERMS)(withPass(token), serves))).toBe('402 invalid_pass');
  });

  it('is refused: any one character changed', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const token = await tokenFor(guarded);
    for (let index = 0; index < token.length; index += 7) {
      if (token[index] === '.') continue;
      const other = token[index] === 'A' ? 'Q' : 'A';
      const changed = token.slice(0, index) + other + token.slice(index + 1);
      expect(verdict(await guarded(withPass(changed), serves))).toBe('402 invalid_pass');
    }
  });
});

describe('a pass for a prefix', () => {
  const prefix = (terms: Partial<Terms> = {}): Terms => ({ ...TERMS, pass: { path: '/blog/' }, ...terms });

  it('opens all routes with the same prefix', async () => {
    const guarded = openShop().verifier.protect(prefix());
    const token = await tokenFor(guarded, '/blog/one');
    expect((await guarded(withPass(token, '/blog/two'), serves)).status).toBe(200);
  });

  it('does not open a route below it that has another prefix, or none', async () => {
    const { verifier } = openShop();
    const token = await tokenFor(verifier.protect(prefix()), '/blog/one');
    expect(verdict(await verifier.protect(TERMS)(withPass(token, '/blog/two'), serves))).toBe('402 invalid_pass');
    const deeper = verifier.protect({ ...TERMS, pass: { path: '/blog/deep/' } });
    expect(verdict(await deeper(withPass(token, '/blog/deep/two'), serves))).toBe('402 invalid_pass');
  });

  it('is not the pass for a page whose path looks like the prefix', async () => {
    const { verifier } = openShop();
    const page = await tokenFor(verifier.protect(TERMS), '/blog/');
    expect(verdict(await verifier.protect(prefix())(withPass(page, '/blog/two'), serves))).toBe('402 invalid_pass');
  });
});

describe('a pass as a cookie', () => {
  const terms: Terms = { ...TERMS, pass: { cookie: true } };

  it('is set out of reach of scripts, for the resource and its time only', async () => {
    const { response } = await buys(openShop().verifier.protect(terms));
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toBe(
      `x402-pass=${passOf(response).token}; Path=/a; Max-Age=${30 * DAY}; HttpOnly; Secure; SameSite=Lax`,
    );
  });

  it('stands beside the cookies of the handler', async () => {
    const handler = () =>
      new Response('', {
        headers: [
          ['Set-Cookie', 'mine=1'],
          ['Set-Cookie', 'yours=2'],
        ],
      });
    const { response } = await buys(openShop().verifier.protect(terms), { handler });
    expect(response.headers.getSetCookie()).toHaveLength(3);
  });

  it('opens the resource, also among others of its name', async () => {
    const guarded = openShop().verifier.protect(terms);
    const token = await tokenFor(guarded);
    for (const cookie of [`x402-pass=${token}`, `a=b; x402-pass=e30.e30.AA; x402-pass=${token}; c=d`]) {
      expect((await guarded(withCookie(cookie), serves)).status).toBe(200);
    }
  });

  it('that opens nothing is as good as none', async () => {
    const guarded = openShop().verifier.protect(terms);
    const token = await tokenFor(guarded);
    expect(verdict(await guarded(withCookie(`x402-pass=${token}`, '/b'), serves))).toBe('402 ');
  });

  it('is looked at a few times only', async () => {
    const guarded = openShop().verifier.protect(terms);
    const token = await tokenFor(guarded);
    const many = `${'x402-pass=e30.e30.AA; '.repeat(8)}x402-pass=${token}`;
    expect(verdict(await guarded(withCookie(many), serves))).toBe('402 ');
  });

  it('is nothing where the route does not ask for cookies', async () => {
    const { verifier } = openShop();
    const token = await tokenFor(verifier.protect(TERMS));
    expect(verdict(await verifier.protect(TERMS)(withCookie(`x402-pass=${token}`), serves))).toBe('402 ');
  });
});

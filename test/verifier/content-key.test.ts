/** PROTOCOL section 15: the key of sealed content is sold like anything else, and kept nowhere. */

import { base64url, importJWK, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { HEADER } from 'x402pay';
import type { Protection, VerifierConfig } from 'x402pay/verifier';
import { asks, buys, ORIGIN, openShop, passOf, TERMS, verdict } from './shop.js';

/** What a reader of this path gets for a payment. */
async function bought(config: Partial<VerifierConfig> = {}, path = '/articles/1', version?: number): Promise<Response> {
  const { verifier } = openShop(config);
  const options = version === undefined ? {} : { version };
  const { response } = await buys(verifier.protect(TERMS), { path, handler: verifier.keyHandler(options) });
  expect(response.status).toBe(200);
  return response;
}

async function keyOf(config: Partial<VerifierConfig> = {}, path?: string): Promise<string> {
  return ((await (await bought(config, path)).json()) as { k: string }).k;
}

describe('the key of sealed content', () => {
  it('costs what the terms say, and says so to browsers that navigate without a page to pay on', async () => {
    const sell = openShop().verifier.sellKey(TERMS);
    for (const accept of ['*/*', 'text/html,application/xhtml+xml']) {
      const response = await sell(asks('/articles/1', { Accept: accept, 'Sec-Fetch-Mode': 'navigate' }));
      expect([response.status, response.headers.get('Content-Type')]).toEqual([402, 'application/json']);
      expect(await response.text()).not.toContain('"k"');
    }
  });

  it('is a JWK of 256 bits for A256GCM, with the resource as its name, and not for caches', async () => {
    const response = await bought();
    expect(response.headers.get('Content-Type')).toBe('application/jwk+json');
    expect(response.headers.get('Cache-Control')).toContain('no-store');
    const jwk = (await response.json()) as JWK;
    expect(jwk).toMatchObject({ kty: 'oct', alg: 'A256GCM', kid: `${ORIGIN}/articles/1` });
    expect(base64url.decode(jwk.k as string)).toHaveLength(32);
    expect(await importJWK(jwk)).toHaveLength(32);
  });

  it('is sold by one call, and opened again by the pass', async () => {
    const { verifier } = openShop();
    const sell = verifier.sellKey(TERMS);
    const shop = Object.assign((request: Request) => sell(request)) as unknown as Protection;
    const { response } = await buys(shop, { path: '/articles/1' });
    const first = await response.clone().text();
    const again = await sell(asks('/articles/1', { [HEADER.pass]: passOf(response).token }));
    expect([again.status, await again.text()]).toEqual([200, first]);
    expect(verdict(await sell(asks('/articles/2', { [HEADER.pass]: passOf(response).token })))).toBe(
      '402 invalid_pass',
    );
  });

  it('is the same from every process with the secret, at any time', async () => {
    expect(await keyOf()).toBe(await keyOf());
  });

  it('is another one for every article and secret', async () => {
    const keys = [
      await keyOf(),
      await keyOf({}, '/articles/2'),
      await keyOf({ secret: 'another secret that is used in tests only' }),
    ];
    expect(new Set(keys).size).toBe(3);
  });

  it('comes with those of earlier secrets and versions, newest first, so that pages sealed before still open', async () => {
    const earlier = await keyOf({ secret: 'an earlier secret that is used in tests only' });
    const response = await bought({ previousSecrets: ['an earlier secret that is used in tests only'] }, undefined, 2);
    expect(response.headers.get('Content-Type')).toBe('application/jwk-set+json');
    const { keys } = (await response.json()) as { keys: JWK[] };
    const kid = `${ORIGIN}/articles/1`;
    expect(keys.map((key) => key.kid)).toEqual([`${kid}#2`, kid, `${kid}#2`, kid]);
    expect(keys.map((key) => key.k)).toEqual([expect.anything(), await keyOf(), expect.anything(), earlier]);
    expect(new Set(keys.map((key) => key.k)).size).toBe(4);
  });

  it.each([0, 33, 1.5, '2', null])('has no version %s', (version) => {
    const { verifier } = openShop();
    const refused = expect.objectContaining({ code: 'invalid_configuration', field: 'version' });
    expect(() => verifier.sellKey(TERMS, { version: version as number })).toThrow(refused);
    expect(() => verifier.keyHandler({ version: version as number })).toThrow(refused);
  });

  it('is named by the one spelling of its path', async () => {
    const jwk = (await (await bought({}, '/articles/%31%2e')).json()) as JWK;
    expect(jwk.kid).toBe(`${ORIGIN}/articles/1.`);
  });
});

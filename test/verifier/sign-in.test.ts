/** Signing in with the account that paid (x402 extension `sign-in-with-x`), where accesses are written down. PROTOCOL section 7. */

import { describe, expect, it } from 'vitest';
import { HEADER, SIGN_IN_HEADER, signInMessage } from 'x402pay';
import { addressOfPublicKey } from 'x402pay/stacks';
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
  passOf,
  READER,
  STRANGER,
  serves,
  settlementOf,
  TERMS,
  verdict,
} from './shop.js';
import { comesBack, declaredIn, type SigningIn, signsIn } from './sign-in-shop.js';

const SIGN_IN: Terms = { ...TERMS, signIn: true };
const DAY = 86_400;

async function openPaid(terms: Terms = SIGN_IN) {
  const shop = openShopWithClaims();
  const guarded = shop.verifier.protect(terms);
  return { ...shop, guarded, bought: await buys(guarded) };
}

describe('a challenge', () => {
  it('says who asks, for what, until when, and how a Stacks account answers', async () => {
    const { verifier, time } = openShopWithClaims();
    const required = await offersOf(verifier.protect({ ...SIGN_IN, signIn: { statement: 'Read on.' } }));
    const now = Math.floor(time.clock() / 1000);
    const { info, supportedChains } = declaredIn(required);
    expect(info).toEqual({
      domain: 'shop.example',
      uri: `${ORIGIN}/a`,
      version: '1',
      nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
      issuedAt: new Date(1000 * now).toISOString(),
      expirationTime: new Date(1000 * (now + 300)).toISOString(),
      statement: 'Read on.',
    });
    expect(supportedChains).toEqual([
      { chainId: NETWORK, type: 'secp256k1', signatureScheme: 'stx-message' },
      { chainId: NETWORK, type: 'secp256k1', signatureScheme: 'sip-018' },
    ]);
  });

  it('is made on request only, and anew for each answer', async () => {
    const { verifier } = openShopWithClaims();
    expect((await offersOf(verifier.protect(TERMS))).extensions).toBeUndefined();
    const guarded = verifier.protect(SIGN_IN);
    const [one, other] = [await offersOf(guarded), await offersOf(guarded)];
    expect(declaredIn(one).info.nonce).not.toBe(declaredIn(other).info.nonce);
  });
});

describe('a payer who signs in', () => {
  it.each(['stx-message', 'sip-018'] as const)(
    'gets in by %s, with a pass that ends when the payment ends',
    async (scheme) => {
      const { guarded, bought, time } = await openPaid();
      time.advance(10 * DAY);
      const response = await comesBack(guarded, { scheme });
      expect(await response.clone().text()).toBe('the content');
      expect(settlementOf(response)).toMatchObject({
        success: true,
        payer: READER.address,
        transaction: bought.txid,
        network: NETWORK,
      });
      expect(passOf(response).expiresAt).toBe(passOf(bought.response).expiresAt);
      const { token } = passOf(response);
      expect((await guarded(asks('/a', { [HEADER.pass]: token }), serves)).status).toBe(200);
      time.advance(20 * DAY + 60);
      expect(verdict(await guarded(asks('/a', { [HEADER.pass]: token }), serves))).toBe('402 access_expired');
      expect(verdict(await comesBack(guarded))).toBe('402 sign_in_unpaid');
    },
  );

  it('gets no longer access by signing in again and again', async () => {
    const { guarded, bought, time } = await openPaid();
    for (let day = 0; day < 5; day++) {
      time.advance(5 * DAY);
      expect(passOf(await comesBack(guarded)).expiresAt).toBe(passOf(bought.response).expiresAt);
    }
  });

  it('has the longest of several accesses', async () => {
    const { guarded, time } = await openPaid();
    time.advance(10 * DAY);
    const second = await buys(guarded, { nonce: 1n });
    const response = await comesBack(guarded);
    expect(passOf(response).expiresAt).toBe(passOf(second.response).expiresAt);
    expect(settlementOf(response).transaction).toBe(second.txid);
  });

  it('gets in at another process of the same seller', async () => {
    const { guarded, another } = await openPaid();
    const elsewhere = another().protect(SIGN_IN);
    const required = await offersOf(guarded);
    expect((await elsewhere(asks('/a', signsIn(required)), serves)).status).toBe(200);
  });

  it('opens all below the prefix that the payment has opened', async () => {
    const { guarded } = await openPaid({ ...SIGN_IN, pass: { path: '/' } });
    const required = await offersOf(guarded, asks('/other'));
    expect(declaredIn(required).info.resources).toEqual([`${ORIGIN}/`]);
    expect((await comesBack(guarded, { path: '/other' })).status).toBe(200);
  });

  it('is told to the handler and to the operator as what it is', async () => {
    const { guarded, events, bought } = await openPaid();
    const required = await offersOf(guarded);
    const seen: unknown[] = [];
    await guarded(asks('/a', signsIn(required)), (_, access) => {
      seen.push(access);
      return new Response();
    });
    const { expiresAt } = passOf(bought.response);
    expect(seen).toEqual([
      { resource: `${ORIGIN}/a`, payer: READER.address, txid: bought.txid, by: 'sign-in', expiresAt },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'admitted', by: 'sign-in', payer: READER.address });
  });

  it('gets no pass where passes are bound to a key and none is shown, and gets in all the same', async () => {
    const { guarded } = await openPaid({ ...SIGN_IN, pass: { bound: true } });
    const response = await comesBack(guarded);
    expect(response.status).toBe(200);
    expect(settlementOf(response).extensions).toBeUndefined();
  });

  it('with a pass that has ended, or with a payment, is judged by what is good', async () => {
    const { guarded, bought } = await openPaid();
    const bad = { [HEADER.pass]: 'e30.e30.AA' };
    const fresh = signsIn(await offersOf(guarded));
    expect((await guarded(asks('/a', { ...bad, ...fresh }), serves)).status).toBe(200);
    const junk = { [SIGN_IN_HEADER]: 'junk' };
    expect((await guarded(asks('/a', { ...bought.headers, ...junk }), serves)).status).toBe(200);
  });
});

describe('a sign-in is refused', () => {
  const refusals: readonly [string, SigningIn, string][] = [
    ['of an account that has paid nothing', { account: STRANGER }, '402 sign_in_unpaid'],
    [
      'with the signature of somebody else',
      { after: (one) => ({ ...one, signature: `${'ab'.repeat(64)}00` }) },
      '402 sign_in_signature',
    ],
    [
      'in the name of somebody else',
      { account: STRANGER, after: (one) => ({ ...one, address: READER.address }) },
      '402 sign_in_signature',
    ],
    [
      'in the name of somebody else who is named in the text',
      { account: STRANGER, change: (one) => ({ ...one, address: READER.address }) },
      '402 sign_in_signature',
    ],
    [
      'that was signed as something else',
      { after: (one) => ({ ...one, signatureScheme: 'sip-018' }) },
      '402 sign_in_signature',
    ],
    ['in its high form', { after: (one) => ({ ...one, signature: high(one.signature) }) }, '402 sign_in_signature'],
    [
      'with a recovery id that is none',
      { after: (one) => ({ ...one, signature: `${one.signature.slice(0, -2)}1b` }) },
      '402 sign_in_signature',
    ],
    ['for another host', { change: (one) => ({ ...one, domain: 'other.example' }) }, '402 sign_in_mismatch'],
    ['for another resource', { change: (one) => ({ ...one, uri: `${ORIGIN}/b` }) }, '402 sign_in_mismatch'],
    ['with another statement', { change: (one) => ({ ...one, statement: 'Give me all.' }) }, '402 sign_in_mismatch'],
    [
      'with a longer life',
      { change: (one) => ({ ...one, expirationTime: '2099-01-01T00:00:00.000Z' }) },
      '402 sign_in_mismatch',
    ],
    [
      'with a later date',
      { change: (one) => ({ ...one, issuedAt: '2099-01-01T00:00:00.000Z' }) },
      '402 sign_in_mismatch',
    ],
    ['with a nonce of its own', { change: (one) => ({ ...one, nonce: '0'.repeat(64) }) }, '402 sign_in_mismatch'],
    ['with more than it was asked', { change: (one) => ({ ...one, requestId: 'x' }) }, '402 sign_in_mismatch'],
    ['without what it was asked', { change: ({ statement: _, ...one }) => one }, '402 sign_in_mismatch'],
    [
      'with an account of the other network',
      { change: (one) => ({ ...one, address: addressOfPublicKey(READER.publicKey, 'stacks:1') }) },
      '402 sign_in_mismatch',
    ],
    [
      'on the other network',
      { change: (one) => ({ ...one, chainId: 'stacks:1', address: addressOfPublicKey(READER.publicKey, 'stacks:1') }) },
      '402 sign_in_mismatch',
    ],
    ['of a contract', { after: (one) => ({ ...one, address: `${one.address}.name` }) }, '402 sign_in_mismatch'],
    ['of an account that is none', { after: (one) => ({ ...one, address: 'ST1' }) }, '402 sign_in_mismatch'],
    ['without a signature', { after: ({ signature: _, ...one }) => one }, '400 sign_in_malformed'],
    ['of another kind of chain', { after: (one) => ({ ...one, type: 'eip191' }) }, '400 sign_in_malformed'],
    ['with two lines in one', { after: (one) => ({ ...one, statement: 'a\nURI: b' }) }, '400 sign_in_malformed'],
  ];
  it.each(refusals)('%s', async (_, options, expected) => {
    const { guarded } = await openPaid();
    const response = await comesBack(guarded, options);
    expect(verdict(response)).toBe(expected);
    expect(settlementOf(response).errorMessage).toMatch(/sign|is missing or malformed/i);
  });

  it.each(['', 'junk', 'bm90IGpzb24=', btoa('[]'), 'A'.repeat(16_388)])('that is no JSON in base64', async (header) => {
    const { guarded } = await openPaid();
    expect(verdict(await guarded(asks('/a', { [SIGN_IN_HEADER]: header }), serves))).toBe('400 sign_in_malformed');
  });

  it('that comes too late', async () => {
    const { guarded, time } = await openPaid();
    const headers = signsIn(await offersOf(guarded));
    time.advance(299);
    const again = signsIn(await offersOf(guarded));
    time.advance(1);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 sign_in_expired');
    expect((await guarded(asks('/a', again), serves)).status).toBe(200);
  });

  it('that was stolen on its way and comes a second time, also at another process', async () => {
    const { guarded, another } = await openPaid();
    const headers = signsIn(await offersOf(guarded));
    expect((await guarded(asks('/a', headers), serves)).status).toBe(200);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 sign_in_used');
    expect(verdict(await another().protect(SIGN_IN)(asks('/a', headers), serves))).toBe('402 sign_in_used');
  });

  it('for all but one of those who come with it at once', async () => {
    const { guarded } = await openPaid();
    const headers = signsIn(await offersOf(guarded));
    const responses = await Promise.all(Array.from({ length: 20 }, () => guarded(asks('/a', headers), serves)));
    expect(responses.map(verdict).filter((one) => one === '200 success')).toHaveLength(1);
    expect(responses.map(verdict).filter((one) => one === '402 sign_in_used')).toHaveLength(19);
  });

  it('at another resource, by another method, at another seller', async () => {
    const { guarded, another } = await openPaid();
    await buys(guarded, { path: '/b', nonce: 1n });
    const headers = signsIn(await offersOf(guarded));
    expect(verdict(await guarded(asks('/b', headers), serves))).toBe('402 sign_in_mismatch');
    expect(verdict(await guarded(asks('/a', headers, 'POST'), serves))).toBe('402 sign_in_mismatch');
    const other = another({ secret: 'another secret that is used in tests only' }).protect(SIGN_IN);
    expect(verdict(await other(asks('/a', headers), serves))).toBe('402 sign_in_mismatch');
    expect((await guarded(asks('/a', headers), serves)).status).toBe(200);
  });

  it('for what the account has bought elsewhere: another resource, another method', async () => {
    const { guarded } = await openPaid();
    expect(verdict(await comesBack(guarded, { path: '/b' }))).toBe('402 sign_in_unpaid');
    expect(verdict(await comesBack(guarded, { method: 'POST' }))).toBe('402 sign_in_unpaid');
  });

  it('with nothing used up, when the store fails', async () => {
    const shop = openShopWithClaims();
    let isDown = false;
    const claims = {
      ...bound(shop.claims),
      recall: (key: string) => (isDown ? Promise.reject(new Error('down')) : shop.claims.recall?.(key)),
    };
    const guarded = shop.another({ claims: claims as never }).protect(SIGN_IN);
    await buys(guarded);
    const headers = signsIn(await offersOf(guarded));
    isDown = true;
    const response = await guarded(asks('/a', headers), serves);
    expect([verdict(response), response.headers.get('Retry-After')]).toEqual(['503 overloaded', '5']);
    isDown = false;
    expect((await guarded(asks('/a', headers), serves)).status).toBe(200);
  });

  it('no payer to whom the store was deaf: the payment opens all the same', async () => {
    const shop = openShopWithClaims();
    const claims = { ...bound(shop.claims), remember: () => Promise.reject(new Error('down')) };
    const { response } = await buys(shop.another({ claims: claims as never }).protect(SIGN_IN));
    expect(verdict(response)).toBe('200 success');
    expect(shop.events.map(({ type }) => type)).toContain('internal_error');
  });
});

describe('a route that takes no sign-ins', () => {
  it('does not look at one', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(TERMS);
    expect(verdict(await guarded(asks('/a', { [SIGN_IN_HEADER]: 'junk' }), serves))).toBe('402 ');
  });

  it.each<[string, Terms, boolean]>([
    ['`once`', { ...ONCE, signIn: true }, true],
    ['no store', SIGN_IN, false],
    ['a statement of two lines', { ...TERMS, signIn: { statement: 'a\nb' } }, true],
    ['a proof that is none', { ...TERMS, signIn: { proof: 'word' as never } }, true],
    ['a word', { ...TERMS, signIn: 'yes' as never }, true],
    ['a misspelt option', { ...TERMS, signIn: { prof: 'store' } as never }, true],
  ])('is one whose terms do not allow it: %s', (_, terms, hasClaims) => {
    const { verifier } = hasClaims ? openShopWithClaims() : openShop();
    expect(() => verifier.protect(terms)).toThrow(expect.objectContaining({ code: 'invalid_configuration' }));
  });
});

describe('the text that is signed', () => {
  it('is the one of CAIP-122 for a Stacks account', () => {
    const info = {
      domain: 'shop.example',
      uri: `${ORIGIN}/a`,
      version: '1',
      nonce: '0123456789abcdef',
      issuedAt: '2026-11-22T00:00:00.000Z',
    } as const;
    expect(
      signInMessage(
        { ...info, statement: 'Read on.', expirationTime: '2026-11-22T00:05:00.000Z', resources: [`${ORIGIN}/`] },
        READER.address,
        NETWORK,
      ),
    ).toBe(
      `shop.example wants you to sign in with your Stacks account:\n${READER.address}\n\nRead on.\n\nURI: ${ORIGIN}/a\nVersion: 1\nChain ID: 2147483648\nNonce: 0123456789abcdef\nIssued At: 2026-11-22T00:00:00.000Z\nExpiration Time: 2026-11-22T00:05:00.000Z\nResources:\n- ${ORIGIN}/`,
    );
  });
});

/** The other form of the same signature: n - s, with the other recovery id. */
function high(signature: string): string {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const s = (order - BigInt(`0x${signature.slice(64, 128)}`)).toString(16).padStart(64, '0');
  return signature.slice(0, 64) + s + (Number(signature.slice(128)) ^ 1).toString().padStart(2, '0');
}

function bound(store: object): object {
  const names = ['hold', 'record', 'renew', 'spend', 'release', 'forget', 'remember', 'recall'];
  return Object.fromEntries(names.map((name) => [name, (store as Record<string, () => void>)[name]?.bind(store)]));
}

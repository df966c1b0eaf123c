/** PROTOCOL sections 1 and 5: the answers themselves. */

import { describe, expect, it } from 'vitest';
import { decodePaymentRequired, HEADER } from 'x402pay';
import { X402Error } from 'x402pay/verifier';
import {
  asks,
  buys,
  ORIGIN,
  offersOf,
  openShop,
  openShopWithClaims,
  SBTC,
  SELLER,
  SPLIT,
  serves,
  TERMS,
  verdict,
} from './shop.js';

const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'Sec-Fetch-Mode': 'navigate' };

describe('a 402', () => {
  it('has the terms in the header, and the same JSON as its body', async () => {
    const response = await openShop().verifier.protect({ ...TERMS, description: 'An article', mimeType: 'text/html' })(
      asks(),
      serves,
    );
    const body = await response.text();
    expect(response.status).toBe(402);
    expect(atob(response.headers.get(HEADER.required) as string)).toBe(body);
    expect(response.headers.get('Content-Type')).toBe('application/json');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get(HEADER.response)).toBeNull();
    expect(decodePaymentRequired(body).resource).toEqual({
      url: `${ORIGIN}/a`,
      description: 'An article',
      mimeType: 'text/html',
    });
  });

  it('has one entry for each price, as the protocol writes it', async () => {
    const { accepts } = await offersOf(openShop().verifier.protect(TERMS));
    expect(accepts.map(({ asset, amount }) => [asset, amount])).toEqual([
      ['STX', '500000'],
      [SBTC, '1000'],
      ['ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx', '250000'],
    ]);
    expect(accepts[1]).toEqual({
      scheme: 'exact',
      network: 'stacks:2147483648',
      amount: '1000',
      asset: SBTC,
      payTo: SELLER,
      maxTimeoutSeconds: 600,
      extra: {
        paymentFlow: 'upfront',
        tokenType: 'sBTC',
        decimals: 8,
        offer: expect.stringMatching(/^[\w-]{44}$/),
        payloads: ['transaction', 'txid'],
        finality: 'block',
        access: '30d',
      },
    });
  });

  it('says that a revenue split may be called', async () => {
    const { accepts } = await offersOf(openShop().verifier.protect({ ...TERMS, payTo: SPLIT, split: true }));
    expect(accepts.map(({ extra }) => extra?.call)).toEqual(['pay', 'pay', 'pay']);
  });

  it('never gives one token twice', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const tokens = new Set<string>();
    for (let times = 0; times < 100; times++) {
      for (const { extra } of (await offersOf(guarded)).accepts) tokens.add(extra?.offer as string);
    }
    expect(tokens.size).toBe(300);
  });

  it('carries text in any script, and no character that could break out of it', async () => {
    const description = 'Ünïcode “x” \u2028 😀 </script> \\ "quoted"';
    const required = await offersOf(openShop().verifier.protect({ ...TERMS, description }));
    expect(required.resource.description).toBe(description);
  });

  it('for HEAD has the headers of the one for GET', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const response = await guarded(asks('/a', {}, 'HEAD'), serves);
    expect([response.status, response.headers.has(HEADER.required)]).toEqual([402, true]);
  });

  it('never takes anything from the Host header', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const evil = new Request('https://evil.example/a', {
      headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' },
    });
    expect((await offersOf(guarded, evil)).resource.url).toBe(`${ORIGIN}/a`);
  });

  it('names the one resource that the terms pin', async () => {
    const guarded = openShop().verifier.protect({ ...TERMS, resource: '/articles/1?lang=en' });
    expect((await offersOf(guarded, asks('/internal/path'))).resource.url).toBe(`${ORIGIN}/articles/1?lang=en`);
  });
});

describe('a path', () => {
  it.each(['/a%2Fb', '/a%2fb', '/a%5Cb', '//a', '/a//b', '/a%00', '/a%zz', '/a%ff', '/a%0d%0aSet-Cookie:x'])(
    '%s is refused, with and without payment',
    async (path) => {
      const guarded = openShop().verifier.protect(TERMS);
      const response = await guarded(new Request(`${ORIGIN}${path}`), serves);
      expect(verdict(response)).toBe('400 invalid_path');
      expect(response.headers.get(HEADER.required)).toBeNull();
    },
  );

  it('has one spelling', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const urls = await Promise.all(
      ['/caf%C3%A9', '/café', '/caf%c3%a9', '/%63afé'].map(
        async (path) => (await offersOf(guarded, asks(path))).resource.url,
      ),
    );
    expect(new Set(urls)).toEqual(new Set([`${ORIGIN}/caf%C3%A9`]));
  });

  it('is told apart by case, by a slash at the end, and by nothing else', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    const urlOf = async (path: string) => (await offersOf(guarded, asks(path))).resource.url;
    expect(await urlOf('/A')).not.toBe(await urlOf('/a'));
    expect(await urlOf('/a/')).not.toBe(await urlOf('/a'));
    expect(await urlOf('/a?x=1#y')).toBe(await urlOf('/a'));
  });
});

describe('the page for browsers', () => {
  it('has the element and the offers, and no inline script', async () => {
    const guarded = openShop().verifier.protect({ ...TERMS, description: 'Ten ways to <be> "paid" & happy' });
    const response = await guarded(asks('/a', browser), serves);
    const html = await response.text();
    expect([response.status, response.headers.get('Content-Type')]).toEqual([402, 'text/html; charset=utf-8']);
    expect(decodePaymentRequired(response.headers.get(HEADER.required) as string).accepts).toHaveLength(3);
    expect(html).toContain(`<x402-paywall src="${ORIGIN}/a">`);
    expect(html).toContain('<script async src="/x402pay.js"></script>');
    expect(html).toContain('0.5 STX or 0.00001 sBTC or 0.25 USDCx');
    expect(html).not.toMatch(/<be>|<script>|<style|style=|onload|javascript:/);
    expect(response.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'self'");
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('Vary')).toContain('Accept');
  });

  it('escapes a path that wants to be markup', async () => {
    const response = await openShop().verifier.protect({ ...TERMS, query: ['q'] })(
      asks(`/"><script>alert(1)</script>?q="'<>`, browser),
      serves,
    );
    expect(await response.text()).not.toContain('<script>alert');
  });

  it('is not for scripts that fetch, nor for other methods', async () => {
    const guarded = openShop().verifier.protect(TERMS);
    for (const request of [
      asks('/a', { ...browser, 'Sec-Fetch-Mode': 'cors' }),
      asks('/a', browser, 'POST'),
      asks('/a', { Accept: '*/*' }),
    ]) {
      expect((await guarded(request, serves)).headers.get('Content-Type')).toBe('application/json');
    }
  });

  it('can be switched off, set up, and replaced', async () => {
    const { another } = openShop();
    const html = async (page: never) => (await another({ page }).protect(TERMS)(asks('/a', browser), serves)).text();
    expect(await html(false as never)).toContain('"x402Version":2');
    expect(await html({ scripts: ['https://cdn.example/x402pay.js'], language: 'de' } as never)).toContain(
      '<html lang="de">',
    );
    const own = ({ resource }: { resource: string }) => ({
      html: `<p>${resource}`,
      contentSecurityPolicy: "default-src 'none'",
    });
    expect(await html(own as never)).toBe(`<p>${ORIGIN}/a`);
  });
});

describe('cross-origin rules', () => {
  it('answer a preflight before the gate', async () => {
    let ran = false;
    const request = asks(
      '/a',
      {
        Origin: 'https://blog.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'payment-signature',
      },
      'OPTIONS',
    );
    const response = await openShop().verifier.protect(TERMS)(request, () => {
      ran = true;
      return new Response();
    });
    const allowed = response.headers.get('Access-Control-Allow-Headers') ?? '';
    expect([response.status, ran, response.headers.get('Access-Control-Allow-Origin')]).toEqual([204, false, '*']);
    for (const name of [
      'PAYMENT-SIGNATURE',
      'X-PAYMENT',
      'PAYMENT-PASS',
      'SIGN-IN-WITH-X',
      'Access-Control-Expose-Headers',
      'Content-Type',
    ]) {
      expect(allowed).toContain(name);
    }
  });

  it('are on 402, 400 and 200 alike', async () => {
    const { verifier } = openShop();
    const guarded = verifier.protect(TERMS);
    const { response } = await buys(guarded);
    for (const one of [response, await guarded(asks(), serves), await guarded(asks('/a//b'), serves)]) {
      expect(one.headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(one.headers.get('Access-Control-Expose-Headers')).toContain('PAYMENT-REQUIRED, PAYMENT-RESPONSE');
    }
  });

  it('can be for listed origins only, with cookies', async () => {
    const { another } = openShop();
    const guarded = another({
      cors: { origins: ['https://blog.example'], credentials: true, allowHeaders: ['Authorization'] },
    }).protect(TERMS);
    const from = (Origin: string, method = 'GET') => guarded(asks('/a', { Origin }, method), serves);
    const good = await from('https://blog.example');
    expect(good.headers.get('Access-Control-Allow-Origin')).toBe('https://blog.example');
    expect(good.headers.get('Access-Control-Allow-Credentials')).toBe('true');
    expect(good.headers.get('Vary')).toContain('Origin');
    const bad = await from('https://evil.example');
    expect(bad.headers.get('Access-Control-Allow-Origin')).toBeNull();
    expect((await from('https://blog.example', 'OPTIONS')).headers.get('Access-Control-Allow-Headers')).toContain(
      'Authorization',
    );
    expect((await from('https://evil.example', 'OPTIONS')).headers.get('Access-Control-Allow-Headers')).toBeNull();
  });

  it('can be left to another layer', async () => {
    const response = await openShop().another({ cors: false }).protect(TERMS)(
      asks('/a', { Origin: 'https://blog.example' }),
      serves,
    );
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });
});

describe('a 200', () => {
  it('is the handler’s answer: status, headers, and ranges', async () => {
    const handler = (request: Request) =>
      new Response('nt', {
        status: 206,
        headers: {
          'Content-Range': 'bytes 5-6/11',
          'X-Range': request.headers.get('Range') ?? '',
          'Access-Control-Expose-Headers': 'X-Range',
        },
      });
    const { verifier } = openShop();
    const guarded = verifier.protect(TERMS);
    const { headers } = await buys(guarded);
    const response = await guarded(asks('/a', { ...headers, Range: 'bytes=5-6' }), handler);
    expect([response.status, await response.text(), response.headers.get('X-Range')]).toEqual([206, 'nt', 'bytes=5-6']);
    expect(response.headers.get('Access-Control-Expose-Headers')).toContain('X-Range');
    expect(response.headers.get('Access-Control-Expose-Headers')).toContain('PAYMENT-RESPONSE');
  });

  it('is streamed, not buffered', async () => {
    const encoder = new TextEncoder();
    let push: (text: string) => void = () => {};
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        push = (text) => controller.enqueue(encoder.encode(text));
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    const { response } = await buys(openShop().verifier.protect(TERMS), { handler: () => new Response(body) });
    const reader = response.body?.getReader();
    const read = async () => new TextDecoder().decode((await reader?.read())?.value);
    push('first');
    expect(await read()).toBe('first');
    push('second');
    expect(await read()).toBe('second');
    await reader?.cancel();
    expect(isCancelled).toBe(true);
  });

  it.each([
    [null, 'private'],
    ['public, max-age=60, s-maxage=600', 'private, max-age=60'],
    ['private, max-age=60', 'private, max-age=60'],
    ['no-store', 'no-store'],
  ])('with Cache-Control %s goes out with %s', async (theirs, ours) => {
    const handler = () => new Response('', { headers: theirs ? { 'Cache-Control': theirs } : {} });
    const { response } = await buys(openShop().verifier.protect(TERMS), { handler });
    expect(response.headers.get('Cache-Control')).toBe(ours);
  });

  it('may be a redirect, or have no body', async () => {
    for (const handler of [
      () => Response.redirect('https://elsewhere.example/', 303),
      () => new Response(null, { status: 204 }),
    ]) {
      const { response } = await buys(openShop().verifier.protect(TERMS), { handler });
      expect(verdict(response)).toMatch(/^(?:303|204) success$/);
    }
  });
});

describe('the operator', () => {
  it('is told what happened, without tokens, signatures or passes', async () => {
    const { verifier, events, time } = openShop();
    const guarded = verifier.protect(TERMS);
    const { txid, offer, response, headers } = await buys(guarded);
    time.advance(40 * 86_400);
    await guarded(asks('/a', headers), serves);
    expect(events.map(({ type }) => type)).toEqual(['offered', 'settled', 'admitted', 'refused']);
    expect(events[1]).toMatchObject({ txid, asset: 'STX', amount: 500_000n });
    expect(events[3]).toMatchObject({ code: 'access_expired', txid });
    const text = JSON.stringify(events, (_name, value) => (typeof value === 'bigint' ? String(value) : value));
    const secrets = [
      offer.extra?.offer as string,
      headers[HEADER.signature] as string,
      response.headers.get(HEADER.response) as string,
    ];
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('cannot break an answer by listening', async () => {
    const onEvent = () => {
      throw new Error('logger down');
    };
    expect((await openShop({ onEvent }).verifier.protect(TERMS)(asks(), serves)).status).toBe(402);
  });

  it('learns of an unforeseen failure, and the client learns nothing about it', async () => {
    const { chain, another, events } = openShop();
    const broken = { ...chain, broadcast: () => Promise.reject(new Error('secret internals')) };
    const { response } = await buys(another({ chain: broken }).protect(TERMS));
    expect([response.status, (await response.text()).includes('secret internals')]).toEqual([500, false]);
    expect(events.at(-1)).toMatchObject({ type: 'internal_error' });
  });

  it('learns why a handler failed, and the client does not', async () => {
    const { verifier, events } = openShop();
    const cause = new X402Error('aborted', 'secret internals');
    const { response } = await buys(verifier.protect(TERMS), { handler: () => Promise.reject(cause) });
    expect([response.status, (await response.text()).includes('secret internals')]).toEqual([500, false]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'handler_failed', cause }));
  });
});

describe('claims', () => {
  it('are not needed to answer', async () => {
    expect((await openShopWithClaims().verifier.protect(TERMS)(asks(), serves)).status).toBe(402);
  });
});

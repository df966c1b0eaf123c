/** What `guardedFetch` lets through between the official SDK and the network. */

import { describe, expect, it } from 'vitest';
import { encodeHeader, HEADER } from 'x402pay';
import { guardedFetch } from 'x402pay/mechanism';

const URL_ASKED = 'https://shop.example/a';
const SETTLED = { success: true, transaction: '', network: 'stacks:1' };
const PAYING = { headers: { [HEADER.signature]: 'e30=' } };

function required(url: unknown): Response {
  const header = btoa(JSON.stringify({ x402Version: 2, resource: { url }, accepts: [] }));
  return new Response('{}', { status: 402, headers: { [HEADER.required]: header } });
}

describe('an answer', () => {
  it.each([
    ['its own address', URL_ASKED],
    ['another address of its origin', 'https://shop.example/b?c#d'],
    ['a part of an address', '/b'],
  ])('that asks for payment for %s comes through', async (_what, url) => {
    const response = await guardedFetch(async () => required(url))(URL_ASKED);
    expect([response.status, response.headers.has(HEADER.required)]).toEqual([402, true]);
  });

  it.each([
    ['another host', 'https://evil.example/a'],
    ['another port', 'https://shop.example:8443/a'],
    ['another scheme', 'http://shop.example/a'],
    ['no address', undefined],
    ['a number', 7],
    ['what is no address', 'https://'],
    ['another host, without a scheme', '//evil.example/a'],
  ])('that asks for payment for %s does not', async (_what, url) => {
    const refused = guardedFetch(async () => required(url))(URL_ASKED);
    const message = expect.stringMatching(/the offer is for \S.*, and came from https:\/\/shop\.example\./);
    await expect(refused).rejects.toMatchObject({ code: 'policy_refused', message });
  });

  it('that cannot be read does not, either', async () => {
    const headers = { [HEADER.required]: '%' };
    const refused = guardedFetch(async () => new Response('', { status: 402, headers }))(URL_ASKED);
    await expect(refused).rejects.toMatchObject({ code: 'policy_refused' });
  });

  it('that came by a redirect does not', async () => {
    const response = required(URL_ASKED);
    Object.defineProperty(response, 'redirected', { value: true });
    await expect(guardedFetch(async () => response)(URL_ASKED)).rejects.toMatchObject({ code: 'policy_refused' });
  });

  it.each([200, 404, 302])('of status %i comes through as it is', async (status) => {
    const answer = new Response(null, { status, headers: { [HEADER.response]: encodeHeader(SETTLED) } });
    expect(await guardedFetch(async () => answer)(URL_ASKED, PAYING)).toBe(answer);
  });

  it.each(['offers of version 1', ''])('of status 402 with %j and no header comes through', async (body) => {
    const answer = new Response(body, { status: 402 });
    expect(await guardedFetch(async () => answer)(URL_ASKED)).toBe(answer);
  });
});

describe('a payment', () => {
  it.each([HEADER.signature, HEADER.payment])('in %s does not follow a redirect; other requests do', async (name) => {
    const modes: string[] = [];
    const guarded = guardedFetch(async (request) => {
      modes.push((request as Request).redirect);
      return new Response();
    });
    await guarded(URL_ASKED, { headers: { [name]: 'e30=' } });
    await guarded(URL_ASKED);
    expect(modes).toEqual(['manual', 'follow']);
  });

  it('takes its method, headers and body along', async () => {
    const guarded = guardedFetch(async (input) => {
      const request = input as Request;
      return new Response(`${request.method} ${request.headers.get('X-Mine')} ${await request.text()}`);
    });
    const init = { method: 'POST', body: 'the body', headers: { ...PAYING.headers, 'X-Mine': 'yes' } };
    expect(await (await guarded(URL_ASKED, init)).text()).toBe('POST yes the body');
  });

  it.each([
    ['is kept when the handler has failed', SETTLED, false],
    ['is kept when the server says what cannot be read', undefined, false],
    ['is told when it was not settled', { ...SETTLED, success: false, errorReason: 'overloaded' }, true],
  ])('%s', async (_what, said, isTold) => {
    const headers = { [HEADER.response]: said ? encodeHeader(said) : '%', 'Retry-After': '5' };
    const failing = async () => new Response('sorry', { status: 503, headers });
    const response = await guardedFetch(failing)(URL_ASKED, PAYING);
    expect([response.status, await response.text(), response.headers.get('Retry-After')]).toEqual([503, 'sorry', '5']);
    expect(response.headers.has(HEADER.response)).toBe(isTold);
  });
});

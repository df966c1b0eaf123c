import { describe, expect, it } from 'vitest';
import type { Visit } from './arrivals.js';
import { Observer, type PaidAnswer } from './observer.js';
import { type Seen, SeenChallenges } from './seen.js';

const URL_ASKED = 'https://blog.example/a';
const BLOG = 'https://blog.example';

function watch() {
  const challenges = new SeenChallenges();
  const pages: Seen[] = [];
  const visits: Visit[] = [];
  const answers: PaidAnswer[] = [];
  const observer = new Observer({
    challenges,
    now: () => 1000,
    onVisit: (visit) => visits.push(visit),
    onPage: (seen) => pages.push(seen),
    onPaidAnswer: (answer) => answers.push(answer),
  });
  const headers = (record: Record<string, string>) => Object.entries(record).map(([name, value]) => ({ name, value }));
  const request = (
    sent: Record<string, string>,
    received: Record<string, string> | { name: string; value: string }[] = { 'Payment-Required': 'terms' },
    details: object = {},
  ) => {
    const common = {
      requestId: '1',
      tabId: 7,
      frameId: 0,
      url: URL_ASKED,
      method: 'GET',
      type: 'xmlhttprequest',
      initiator: BLOG,
    };
    observer.sending({ ...common, requestHeaders: headers(sent), ...details } as never);
    observer.answered({
      ...common,
      statusCode: 402,
      documentLifecycle: 'active',
      responseHeaders: Array.isArray(received) ? received : headers(received),
      ...details,
    } as never);
  };
  const take = (wanted: object = {}) =>
    challenges.take({ tabId: 7, url: URL_ASKED, method: 'GET', origin: BLOG, ...wanted }, async () => {});
  return { observer, challenges, pages, visits, answers, request, take };
}

describe('what the network shows', () => {
  it('is a challenge that its page can have paid, once', async () => {
    const { request, take } = watch();
    request({});
    expect(await take()).toMatchObject({ required: 'terms', url: URL_ASKED, kind: 'fetch' });
    expect(await take()).toBeUndefined();
  });

  it.each<[string, object]>([
    ['tab', { tabId: 8 }],
    ['address', { url: `${URL_ASKED}b` }],
    ['method', { method: 'POST' }],
    ['origin', { origin: 'https://evil.example' }],
  ])('is not for another %s', async (_, wanted) => {
    const { request, take } = watch();
    request({});
    expect(await take(wanted)).toBeUndefined();
  });

  it('is waited for, because a page can be faster than the network’s events', async () => {
    const { challenges, request } = watch();
    const taken = challenges.take(
      { tabId: 7, url: URL_ASKED, method: 'GET', origin: BLOG },
      () => new Promise(() => {}),
    );
    request({});
    expect(await taken).toMatchObject({ required: 'terms' });
  });

  it('is found where a page’s own service worker has asked, for the same origin only', async () => {
    const { request, take } = watch();
    request({}, undefined, { tabId: -1, frameId: -1 });
    expect(await take({ origin: 'https://evil.example' })).toBeUndefined();
    expect(await take()).toMatchObject({ tabId: -1 });
  });

  it.each<[string, Record<string, string>, Parameters<ReturnType<typeof watch>['request']>[1], object]>([
    ['a prefetch', { 'Sec-Purpose': 'prefetch' }, undefined, {}],
    ['a prerendered page', { 'Sec-Purpose': 'prefetch;prerender' }, undefined, { type: 'main_frame' }],
    ['a document that nobody looks at', {}, undefined, { documentLifecycle: 'prerender', type: 'main_frame' }],
    ['an image', {}, undefined, { type: 'image' }],
    ['a frame', {}, undefined, { type: 'sub_frame' }],
    ['a frame’s fetch', {}, undefined, { frameId: 3 }],
    ['another status', {}, undefined, { statusCode: 401 }],
    ['no terms', {}, {}, {}],
    [
      'terms twice',
      {},
      [
        { name: 'PAYMENT-REQUIRED', value: 'a' },
        { name: 'payment-required', value: 'b' },
      ],
      {},
    ],
    ['a preflight', {}, undefined, { method: 'OPTIONS' }],
  ])('is nothing to pay for: %s', async (_, sent, received, details) => {
    const { request, take, pages } = watch();
    request(sent, received, details);
    expect([await take('method' in details ? { method: 'OPTIONS' } : {}), pages]).toEqual([undefined, []]);
  });

  it('is nothing when the request’s beginning was not seen', async () => {
    const { observer, take } = watch();
    observer.answered({
      ...{
        requestId: '9',
        tabId: 7,
        frameId: 0,
        url: URL_ASKED,
        method: 'GET',
        type: 'xmlhttprequest',
        initiator: BLOG,
      },
      ...{ statusCode: 402, responseHeaders: [{ name: 'payment-required', value: 'terms' }] },
    } as never);
    expect(await take()).toBeUndefined();
  });

  it('is a page, with who wanted it', () => {
    const { request, pages } = watch();
    request({ 'Sec-Fetch-Site': 'none', 'Sec-Fetch-User': '?1' }, undefined, {
      type: 'main_frame',
      url: `${URL_ASKED}#part`,
    });
    expect(pages).toMatchObject([{ kind: 'page', url: URL_ASKED, from: 'none', gesture: true }]);
  });

  it('has its origin also from browsers that tell the address of who asked', () => {
    const { request, pages } = watch();
    const from = (originUrl: string) =>
      request({}, undefined, { type: 'main_frame', initiator: undefined, originUrl } as never);
    for (const originUrl of ['https://blog.example/other', 'about:blank', '']) from(originUrl);
    expect(pages.map(({ initiator }) => initiator)).toEqual(['https://blog.example', undefined, undefined]);
  });

  it('is not what was typed any more after another origin has sent it on', () => {
    const { observer, request, pages } = watch();
    observer.redirected({ requestId: '1', url: 'https://evil.example/', redirectUrl: URL_ASKED });
    request({ 'Sec-Fetch-Site': 'none' }, undefined, { type: 'main_frame' });
    expect(pages).toMatchObject([{ from: 'cross-site' }]);
  });

  it('is the answer to a payment, for a page no new challenge with it', () => {
    const { request, answers, pages } = watch();
    const received = { 'payment-required': 'terms', 'payment-response': 'said', 'retry-after': '3' };
    request({ 'PAYMENT-SIGNATURE': 'paid' }, received, { type: 'main_frame' });
    const said = { url: URL_ASKED, status: 402, settlement: 'said', required: 'terms', retryAfter: '3' };
    expect(answers).toEqual([{ payment: 'paid', isPass: false, ...said }]);
    request({ 'PAYMENT-PASS': 'bought' }, received, { type: 'main_frame' });
    expect(answers[1]).toEqual({ payment: 'bought', isPass: true, ...said });
    expect(pages).toEqual([]);
  });
});

describe('a visit', () => {
  const page = { type: 'main_frame', requestId: '9', initiator: undefined };

  it('is every page that a tab asks for, whatever the answer', () => {
    const { visits, request } = watch();
    request({ 'Sec-Fetch-Site': 'none', 'Sec-Fetch-User': '?1' }, {}, { ...page, statusCode: 200 });
    request({ 'Sec-Fetch-Site': 'same-origin' }, {}, { ...page, initiator: BLOG });
    const common = { tabId: 7, url: URL_ASKED };
    expect(visits).toEqual([
      { ...common, initiator: undefined, from: 'none', gesture: true },
      { ...common, initiator: BLOG, from: 'same-origin', gesture: false },
    ]);
  });

  it('is neither what a page fetches, nor what is fetched ahead', () => {
    const { visits, request } = watch();
    request({ 'Sec-Fetch-Site': 'same-origin' });
    request({ 'Sec-Fetch-Site': 'none', 'Sec-Purpose': 'prefetch;prerender' }, {}, page);
    expect(visits).toEqual([]);
  });

  it('was not typed where another origin has sent it on', () => {
    const { observer, visits, request } = watch();
    observer.redirected({ requestId: '9', url: 'https://short.example/x', redirectUrl: URL_ASKED });
    request({ 'Sec-Fetch-Site': 'none' }, {}, page);
    expect(visits).toMatchObject([{ from: 'cross-site' }]);
  });
});

describe('a page that came with 402', () => {
  const asPage = { requestId: 'page', type: 'main_frame', initiator: undefined };

  it('is known in what it asks of its own address, and in nothing else', async () => {
    const { request, pages, take } = watch();
    request({}, undefined, asPage);
    request({});
    expect((await take())?.page).toBe(pages[0]?.page);
    request({}, undefined, { url: `${URL_ASKED}?b` });
    expect((await take({ url: `${URL_ASKED}?b` }))?.page).toBeUndefined();
  });

  it('is left as soon as another one is on its way, also for what it has asked by then', async () => {
    const { observer, request, take } = watch();
    request({}, undefined, asPage);
    request({});
    observer.sending({ ...asPage, requestId: 'next', tabId: 7, url: `${URL_ASKED}?b`, requestHeaders: [] } as never);
    expect((await take())?.page?.isLeft).toBe(true);
    request({});
    const late = await take();
    expect(late?.page?.isLeft).toBe(true);
    observer.ended({ requestId: 'next', tabId: 7, type: 'main_frame', error: 'net::ERR_ABORTED' });
    expect(late?.page?.isLeft).toBe(false);
  });

  it('is another one each time that it is loaded, and none when it is opened', async () => {
    const { request, pages, take } = watch();
    request({}, undefined, asPage);
    request({}, undefined, asPage);
    expect(pages[0]?.page).not.toBe(pages[1]?.page);
    request({ 'payment-signature': 'paid' }, {}, { ...asPage, statusCode: 200 });
    request({});
    expect((await take())?.page).toBeUndefined();
  });
});

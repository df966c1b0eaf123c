import { describe, expect, it } from 'vitest';
import type { PageAnswer, PageMessage } from '../messages/page.js';
import { createPayingFetch, type Manner } from './paying-fetch.js';

const URL_ASKED = 'https://blog.example/a';
const QUIET: Manner = { mayAsk: false, rejects: false };

interface Facts {
  /** What a page is told of the answer by the browser. */
  readonly response?: Readonly<Record<string, unknown>>;
  /** Resolves when the worker has been waited for long enough. */
  readonly patience?: () => Promise<undefined>;
}

/** A seller who answers in this order, 0 where nobody answers; and a worker who does. */
function scene(
  statuses: readonly number[],
  answers: readonly (PageAnswer | 'silence' | undefined)[],
  facts: Facts = {},
) {
  const sent: string[] = [];
  const requests: Request[] = [];
  const asked: PageMessage[] = [];
  const slept: number[] = [];
  const pay = createPayingFetch({
    fetch: async (input, init) => {
      const request = new Request(input, init);
      // Browsers let a page set no such header in this mode; Node does.
      const payment = request.mode === 'no-cors' ? null : request.headers.get('payment-signature');
      requests.push(request);
      sent.push([request.method, request.url, payment, await request.text(), request.redirect].join(' '));
      const status = statuses[sent.length - 1] ?? 500;
      if (status === 0) throw new TypeError('Failed to fetch');
      const response = new Response('', { status });
      for (const [name, value] of Object.entries({ url: request.url, ...facts.response })) {
        Object.defineProperty(response, name, { value });
      }
      return response;
    },
    ask: async (message) => {
      asked.push(message);
      const answer = message.type === 'end' ? ({ type: 'done' } as const) : answers[asked.length - 1];
      return answer === 'silence' ? new Promise(() => {}) : answer;
    },
    newCall: () => 'c1',
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
    },
    patience: facts.patience ?? (() => new Promise(() => {})),
  });
  return { pay, sent, requests, asked, slept };
}

const present: PageAnswer = { type: 'present', header: 'paid', waitSeconds: 0 };

describe('a fetch in a page', () => {
  it.each([200, 404, 500])('is left alone when it is answered with %i', async (status) => {
    const { pay, asked } = scene([status], []);
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(status);
    expect(asked).toEqual([]);
  });

  it('carries its payment in a mode that lets a page set no headers', async () => {
    const { pay, sent } = scene([402, 200], [present]);
    expect((await pay(URL_ASKED, { mode: 'no-cors' }, QUIET)).status).toBe(200);
    expect(sent[1]).toMatch(/^GET https:\/\/blog\.example\/a paid /);
  });

  it('names the address that it was refused, and sends the same again with the payment, to nobody else', async () => {
    const { pay, sent, asked } = scene([402, 200], [present]);
    const response = await pay(URL_ASKED, { method: 'POST', body: 'question' }, QUIET);
    expect(response.status).toBe(200);
    expect(asked).toEqual([
      { type: 'pay', call: 'c1', url: URL_ASKED, method: 'POST', explicit: false },
      { type: 'end', call: 'c1' },
    ]);
    expect(sent).toEqual([`POST ${URL_ASKED}  question follow`, `POST ${URL_ASKED} paid question error`]);
  });

  it('shows the same payment again while the seller is not done, as slowly as it is told', async () => {
    const wait: PageAnswer = { ...present, waitSeconds: 3 };
    const { pay, asked, slept } = scene([402, 402, 503, 200], [present, wait, wait]);
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(200);
    expect(asked.map(({ type }) => type)).toEqual(['pay', 'again', 'again', 'end']);
    expect(slept).toEqual([3000, 3000]);
  });

  it('sends it without a header where the browser adds it', async () => {
    const { pay, sent } = scene([402, 200], [{ type: 'resend', waitSeconds: 0 }]);
    await pay(URL_ASKED, undefined, QUIET);
    expect(sent[1]).toBe(`GET ${URL_ASKED}   error`);
  });

  it.each<[string, PageAnswer | undefined]>([
    ['the worker says no', { type: 'refused', code: 'policy_refused' }],
    ['the extension is gone', undefined],
  ])('has the 402 as its answer when %s', async (_, answer) => {
    const { pay, sent } = scene([402], [answer]);
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(402);
    expect(sent).toHaveLength(1);
  });

  it('rejects with a code where the page’s program has asked for a payment', async () => {
    const { pay } = scene([402], [{ type: 'refused', code: 'declined' }]);
    const paid = pay(URL_ASKED, undefined, { mayAsk: true, rejects: true });
    await expect(paid).rejects.toMatchObject({ name: 'X402Error', code: 'declined' });
  });

  it('does not touch what can be sent once only', async () => {
    const { pay, asked } = scene([402, 402], [present, present]);
    const stream = new Blob(['once']).stream();
    const init = { method: 'POST', body: stream, duplex: 'half' } as RequestInit;
    expect((await pay(URL_ASKED, init, QUIET)).status).toBe(402);
    expect((await pay(new Request(URL_ASKED, { method: 'POST', body: 'x' }), undefined, QUIET)).status).toBe(402);
    expect(asked).toEqual([]);
  });

  const carried: readonly [string, RequestInfo, RequestInit | undefined][] = ['PAYMENT-SIGNATURE', 'x-payment'].flatMap(
    (name): [string, RequestInfo, RequestInit | undefined][] => [
      [`${name} beside its address`, URL_ASKED, { headers: { [name]: 'of another wallet' } }],
      [`${name} in pairs`, URL_ASKED, { headers: [[name, 'of another wallet']] }],
      [`${name} in a request`, new Request(URL_ASKED, { headers: { [name]: 'of another wallet' } }), undefined],
    ],
  );
  it.each(carried)('with %s is somebody else’s purchase', async (_, input, init) => {
    const { pay, sent, asked } = scene([402, 402, 402], [present, present]);
    expect((await pay(input, init, QUIET)).status).toBe(402);
    expect((await pay(input, init, { mayAsk: true, rejects: true })).status).toBe(402);
    expect([sent.length, asked]).toEqual([2, []]);
  });

  it('whose headers can be read once only is sent with them, and left alone', async () => {
    const { pay, asked } = scene([402], [present]);
    const headers = new Map([['accept', 'text/html']]).entries();
    await pay(URL_ASKED, { headers } as unknown as RequestInit, QUIET);
    expect([asked, headers.next().done]).toEqual([[], true]);
  });

  it('that is safe is paid also where a browser does not tell of its body', async () => {
    const { pay } = scene([402, 200], [present]);
    const request = new Request(URL_ASKED);
    Object.defineProperty(request, 'body', { value: undefined });
    expect((await pay(request, undefined, QUIET)).status).toBe(200);
  });

  it('gives up on a seller who is never done', async () => {
    const { pay, sent } = scene([402, ...Array(100).fill(402)], Array(100).fill(present));
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(402);
    expect(sent).toHaveLength(31);
  });

  it('shows its payment where it was refused, and not where it had come from', async () => {
    const elsewhere = 'https://blog.example/moved';
    const { pay, sent } = scene([402, 402, 200], [present, present], {
      response: { url: elsewhere, redirected: true },
    });
    await pay(URL_ASKED, undefined, QUIET);
    expect(sent).toEqual([`GET ${URL_ASKED}   follow`, ...Array(2).fill(`GET ${elsewhere} paid  error`)]);
  });

  describe('that was sent on', () => {
    const response = { url: 'https://blog.example/moved', redirected: true };

    it('shows its payment with all that its request said: else the seller keeps the money, and does not answer', async () => {
      const { pay, requests } = scene([402, 200], [present], { response });
      const headers = { authorization: 'Bearer reader' };
      const request = new Request(URL_ASKED, { method: 'DELETE', headers, credentials: 'include' });
      expect((await pay(request, undefined, QUIET)).status).toBe(200);
      expect(requests.map(({ method, credentials }) => [method, credentials])).toEqual(
        Array(2).fill(['DELETE', 'include']),
      );
      expect([requests[1]?.url, requests[1]?.headers.get('authorization')]).toEqual([response.url, 'Bearer reader']);
    });

    it('to another origin does not take along what lets it in at the first', async () => {
      const other = { url: 'https://shop.example/moved', redirected: true };
      const { pay, requests } = scene([402, 200], [{ type: 'resend', waitSeconds: 0 }], { response: other });
      const headers = { authorization: 'Bearer reader', accept: 'text/plain' };
      await pay(URL_ASKED, { headers }, QUIET);
      expect(Object.fromEntries(requests[1]?.headers ?? [])).toEqual({ accept: 'text/plain' });
    });

    it('is not paid where its body cannot be sent to another address', async () => {
      const { pay, asked } = scene([402], [present], { response });
      const request = new Request(URL_ASKED, { method: 'POST', body: 'order' });
      expect((await pay(request, undefined, { mayAsk: true, rejects: true })).status).toBe(402);
      expect(asked).toEqual([]);
    });
  });
});

describe('a worker that has not seen the demand, because it has just been started', () => {
  const unseen: PageAnswer = { type: 'refused', code: 'no_challenge_observed' };

  it('is shown it once more, and pays', async () => {
    const { pay, sent, asked } = scene([402, 402, 200], [unseen, present]);
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(200);
    expect(asked.map(({ type }) => type)).toEqual(['pay', 'pay', 'end']);
    expect(sent).toEqual([`GET ${URL_ASKED}   follow`, `GET ${URL_ASKED}   error`, `GET ${URL_ASKED} paid  error`]);
  });

  it('is shown it once more when it dies while the seller is not done', async () => {
    const { pay, asked } = scene([402, 402, 402, 200], [present, unseen, present]);
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(200);
    expect(asked.map(({ type }) => type)).toEqual(['pay', 'again', 'pay', 'end']);
  });

  it('is not shown it a third time', async () => {
    const { pay, sent } = scene([402, 402, 402], [unseen, unseen, present]);
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(402);
    expect(sent).toHaveLength(2);
  });

  it('hears of it by rejection where a program has asked', async () => {
    const { pay } = scene([402, 402], [unseen, unseen]);
    const paid = pay(URL_ASKED, undefined, { mayAsk: true, rejects: true });
    await expect(paid).rejects.toMatchObject({ code: 'no_challenge_observed' });
  });

  it.each<[string, number, number]>([
    ['what is there for nothing by now', 200, 200],
    ['the 402 where nobody answers any more', 0, 402],
  ])('leaves the page %s', async (_, second, status) => {
    const { pay } = scene([402, second], [unseen]);
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(status);
  });

  it('costs no second request which does something', async () => {
    const { pay, sent } = scene([402, 402], [unseen]);
    expect((await pay(URL_ASKED, { method: 'POST', body: 'order' }, QUIET)).status).toBe(402);
    expect(sent).toHaveLength(1);
  });
});

describe('an answer of the page’s own origin without a demand in its header', () => {
  const response = { type: 'basic' };

  it('is the page’s at once', async () => {
    const { pay, asked } = scene([402], [], { response });
    expect([(await pay(URL_ASKED, undefined, QUIET)).status, asked]).toEqual([402, []]);
  });

  it('is a rejection where a program has asked', async () => {
    const { pay, asked } = scene([402], [], { response });
    const paid = pay(URL_ASKED, undefined, { mayAsk: true, rejects: true });
    await expect(paid).rejects.toMatchObject({ code: 'no_challenge_observed' });
    expect(asked).toEqual([]);
  });

  it('is asked about where there is one', async () => {
    const headers = new Headers({ 'payment-required': 'demand' });
    const { pay, asked } = scene([402, 200], [present], { response: { ...response, headers } });
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(200);
    expect(asked.map(({ type }) => type)).toEqual(['pay', 'end']);
  });
});

describe('a worker that does not answer', () => {
  const patience = async () => undefined;

  it('is not waited for for ever', async () => {
    const { pay, asked } = scene([402], ['silence'], { patience });
    expect((await pay(URL_ASKED, undefined, QUIET)).status).toBe(402);
    expect(asked.map(({ type }) => type)).toEqual(['pay', 'end']);
  });

  it('may be waiting for a person', async () => {
    let isOver = false;
    const { pay } = scene([402], ['silence'], { patience });
    pay(URL_ASKED, undefined, { mayAsk: true, rejects: true }).finally(() => {
      isOver = true;
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect(isOver).toBe(false);
  });
});

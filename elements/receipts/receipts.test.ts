import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kept, OFFER, seller, TXID } from '../../test/browser/receipts.js';
import type { ResourceRecord } from '../paywall/record.js';
import type { RecordStore } from '../paywall/record-store.js';
import { receiptsAsJson, receiptsAsPage } from './export.js';
import { judgeReceipts } from './judge.js';
import { keyOf, readKeptReceipt } from './kept-receipt.js';
import { loadReceiptsTexts } from './languages/load.js';
import { letterFor, mailtoOf } from './letter.js';
import { presentAgain } from './present-again.js';
import { RECEIPTS_ENGLISH } from './texts.js';

const kinds = async (...receipts: Parameters<typeof judgeReceipts>[0]) =>
  (await judgeReceipts(receipts)).map(({ kind }) => kind);

describe('a kept receipt', () => {
  it('that the seller has signed for this payment is good, offline', async () => {
    const { sign, did } = await seller();
    const receipt = kept();
    const [verdict] = await judgeReceipts([{ ...receipt, jws: await sign(receipt) }]);
    expect(verdict).toEqual({ kind: 'signed', signer: did, issuedAt: receipt.paidAt / 1000 });
  });

  it.each([
    ['another resource', { resourceUrl: 'https://blog.example/other' }],
    ['another payer', { payer: OFFER.payTo }],
    ['another transaction', { transaction: 'cd'.repeat(32) }],
    ['another network', { network: 'stacks:1' }],
  ])('for %s is wrong', async (_what, change) => {
    const { sign } = await seller();
    const receipt = kept();
    expect(await kinds({ ...receipt, jws: await sign(receipt, change) })).toEqual(['wrong']);
  });

  it('with any character changed is wrong', async () => {
    const { sign } = await seller();
    const receipt = kept();
    const jws = await sign(receipt);
    for (let index = 0; index < jws.length; index += 11) {
      const other = jws[index] === 'A' ? 'Q' : 'A';
      if (jws[index] === '.') continue;
      expect(await kinds({ ...receipt, jws: jws.slice(0, index) + other + jws.slice(index + 1) })).not.toEqual([
        'signed',
      ]);
    }
  });

  it('without a signature says so', async () => {
    expect(await kinds(kept())).toEqual(['unsigned']);
  });

  it('of a key that the seller did not have before is wrong; the oldest one counts, and each seller has its own', async () => {
    const [first, second] = await Promise.all([seller(), seller()]);
    const older = kept({ paidAt: 1_000 });
    const newer = kept({ paidAt: 2_000, txid: 'cd'.repeat(32) });
    const elsewhere = kept({ resource: { url: 'https://other.example/a' }, source: 'https://other.example/a' });
    const signed = async (receipt: typeof older, by: typeof first) => ({ ...receipt, jws: await by.sign(receipt) });
    expect(
      await kinds(await signed(newer, second), await signed(older, first), await signed(elsewhere, second)),
    ).toEqual(['wrong', 'signed', 'signed']);
  });

  it('cannot be checked where the browser has no Ed25519, which is no fault of the receipt', async () => {
    const { sign } = await seller();
    const receipt = kept();
    const without = { importKey: () => Promise.reject(new DOMException('', 'NotSupportedError')) };
    const verdicts = await judgeReceipts(
      [{ ...receipt, jws: await sign(receipt) }],
      without as unknown as SubtleCrypto,
    );
    expect(verdicts).toEqual([{ kind: 'unknown' }]);
  });

  it('is read back only in the shape that it was written in', () => {
    expect(readKeptReceipt(structuredClone(kept()))).toEqual(kept());
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(kept())), fc.anything(), (name, value) => {
        const read = readKeptReceipt({ ...kept(), [name]: value });
        // Whatever is read can be shown.
        if (read) expect(receiptsAsJson([read], 0)).toContain('"transaction"');
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readKeptReceipt(value)).toBeUndefined();
      }),
    );
  });

  it('has one place for one payment of one resource', () => {
    expect(keyOf(kept())).toBe(keyOf(kept({ paidAt: 1 })));
    expect(keyOf(kept())).not.toBe(keyOf(kept({ source: 'https://blog.example/other' })));
  });
});

describe('exported receipts', () => {
  it('have everything for the books, and nothing that opens what was paid for', async () => {
    const { sign } = await seller();
    const receipt = { ...kept(), jws: await sign(kept()) };
    const json = receiptsAsJson([receipt], 1_790_000_000_000);
    expect(JSON.parse(json)).toEqual({
      version: 1,
      exportedAt: '2026-09-21T14:13:20.000Z',
      receipts: [
        {
          paidAt: '2026-05-28T20:26:40.000Z',
          resource: receipt.resource.url,
          description: 'Bitcoin by the paragraph',
          page: receipt.page,
          network: OFFER.network,
          asset: 'STX',
          amount: '400000',
          price: receipt.price,
          payTo: OFFER.payTo,
          payer: receipt.payer,
          transaction: TXID,
          receipt: receipt.jws,
        },
      ],
    });
    expect(json).not.toContain(OFFER.extra?.offer);
  });

  const facts = {
    texts: RECEIPTS_ENGLISH,
    language: 'en',
    direction: 'ltr',
    date: String,
    verdictText: () => 'Signed',
  };

  it('on paper have the amount as the reader’s language writes it', () => {
    const page = receiptsAsPage([kept({ price: '1234.5\u00a0STX' })], [], { ...facts, language: 'de' });
    expect(page).toContain('<bdi>1.234,5\u00a0STX</bdi>');
  });

  it('on paper show hostile words as words', () => {
    const hostile = '<img src=x onerror=alert(1)>"&\'';
    const page = receiptsAsPage(
      [kept({ resource: { url: hostile, description: hostile }, price: hostile })],
      [],
      facts,
    );
    expect(page).not.toContain('<img');
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;&#34;&#38;&#39;');
    expect(page).not.toContain(OFFER.extra?.offer);
  });
});

describe('the message to a seller', () => {
  it('says what was paid, by whom, with which transaction, and what the site answered', () => {
    const { subject, body } = letterFor(kept(), RECEIPTS_ENGLISH, '28 May 2026', 'invalid_offer');
    expect(subject).toBe('Paid, but not readable: Bitcoin by the paragraph');
    for (const fact of [TXID, kept().price, kept().payer, OFFER.payTo, OFFER.network, '28 May 2026', 'invalid_offer']) {
      expect(body).toContain(fact);
    }
    expect(body).not.toContain(OFFER.extra?.offer);
  });

  it('goes into a mail program whole', () => {
    const letter = letterFor(kept(), RECEIPTS_ENGLISH, 'today');
    const address = new URL(mailtoOf('hello@blog.example', letter) as string);
    expect([address.protocol, address.pathname]).toEqual(['mailto:', 'hello@blog.example']);
    expect(address.searchParams.get('body')?.replaceAll('\r\n', '\n')).toBe(letter.body);
    expect(address.search).not.toContain('+');
  });

  it.each(['', 'hello', 'a@b?bcc=thief@evil.example', 'a@b&cc=c@d', 'javascript:alert(1)', 'a b@c', 'a@b#c'])(
    'does not go to "%s"',
    (contact) => {
      expect(mailtoOf(contact, { subject: '', body: '' })).toBeUndefined();
    },
  );
});

describe('a payment that is shown again', () => {
  const signal = new AbortController().signal;

  function records(record: ResourceRecord = {}): RecordStore & { current: ResourceRecord } {
    const store = {
      durable: true,
      current: record,
      read: async () => store.current,
      update: async (_url: string, change: (record: ResourceRecord) => ResourceRecord) => {
        store.current = change(store.current);
        return store.current;
      },
    };
    return store;
  }
  const answers = (response: () => Response | Promise<Response>) => async () => response();

  it('lets the reader in, and opens the page from then on', async () => {
    const store = records();
    const settled = btoa(
      JSON.stringify({ success: true, transaction: TXID, extensions: { pass: { info: { token: 'p' } } } }),
    );
    const fetch = answers(() => new Response('the rest', { headers: { 'PAYMENT-RESPONSE': settled } }));
    expect(await presentAgain(kept(), store, fetch, signal)).toEqual({ kind: 'letIn' });
    expect(store.current).toMatchObject({ pass: 'p', payment: { payload: kept().payload, settled: true } });
  });

  it('leaves a newer payment alone', async () => {
    const newer = { payer: 'another' } as unknown as ResourceRecord['payment'] & object;
    const store = records({ payment: newer });
    await presentAgain(
      kept(),
      store,
      answers(() => new Response('the rest')),
      signal,
    );
    expect(store.current.payment).toBe(newer);
  });

  it('goes where the resource is, with the payment, and never along a redirect', async () => {
    const asked: [unknown, RequestInit | undefined][] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      asked.push([input, init]);
      return new Response('', { status: 402 });
    };
    await presentAgain(kept(), records({ address: 'https://blog.example/moved' }), fetch, signal);
    expect(asked[0]?.[0]).toBe('https://blog.example/moved');
    expect(asked[0]?.[1]).toMatchObject({ redirect: 'error' });
    expect(new Headers(asked[0]?.[1]?.headers).has('PAYMENT-SIGNATURE')).toBe(true);
  });

  it.each([
    ['is on its way', 402, 'settlement_pending', { kind: 'waiting' }],
    ['is refused', 402, 'access_expired', { kind: 'refused', reason: 'access_expired' }],
    ['meets a broken site', 500, undefined, { kind: 'unreachable' }],
  ] as const)('that %s is told so', async (_what, status, errorReason, delivery) => {
    const headers = errorReason && { 'PAYMENT-RESPONSE': btoa(JSON.stringify({ success: false, errorReason })) };
    const fetch = answers(() => new Response('{}', { status, ...(headers && { headers }) }));
    expect(await presentAgain(kept(), records(), fetch, signal)).toEqual(delivery);
  });
});

describe('every language', () => {
  it.each(['ar', 'de', 'es', 'fr', 'ja', 'pt-BR', 'zh-Hans', 'pt', 'zh-CN'])(
    'has the same gaps to fill: %s',
    async (tag) => {
      const texts = await loadReceiptsTexts(tag);
      const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
      for (const [name, english] of Object.entries(RECEIPTS_ENGLISH)) {
        const said = texts?.[name as keyof typeof texts] ?? '';
        expect([name, gaps(said)]).toEqual([name, gaps(english)]);
        expect(said.trim()).not.toBe('');
      }
    },
  );
});
